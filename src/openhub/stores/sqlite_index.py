"""By what items are found, written into SQLite: each part only where it has changed, since most is dear to write."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from openhub.model.schedule import Occurrence
from openhub.stores.contract import Put
from openhub.stores.sqlite_cells import place_key
from openhub.stores.sqlite_facets import COLUMNS, Values
from openhub.stores.sqlite_times import Packed, pack

UNDATED = 1 << 40  # the hour, in `coming`, of what has no time
_COLUMNS = (
    *("place_key", "latitude", "longitude", "radius", "until", "source", "cost", "youngest", "oldest"),
    *("first", "first_ends", "early", "late", "week", *COLUMNS, "times"),
)
_FIRST = _COLUMNS.index("first")
_MARKS = ", ".join("?" * len(_COLUMNS))
_LISTED = "IN (SELECT value FROM json_each(?))"
_DOOMED = "IN (SELECT place_key FROM item WHERE key IN (SELECT key FROM temp.doomed))"

_Row = tuple[Any, ...]


@dataclass(slots=True)  # not frozen, for one is made of every item
class Entry:
    """An item with its keys, and the place key by which it was found before."""

    key: int
    place_key: int
    before: int | None
    put: Put


def entries(keys: Iterable[int], puts: Iterable[Put], before: dict[int, int | None]) -> list[Entry]:
    """Items in the order of their places, in which they are quickest to write."""
    made = [
        Entry(key, place_key(key, put.index.spot), before.get(key), put) for key, put in zip(keys, puts, strict=True)
    ]
    return sorted(made, key=lambda entry: entry.place_key)


def write(db: sqlite3.Connection, values: Values, source_id: int, listed: Sequence[Entry]) -> None:
    """Makes items found by what they are now, and no longer by what they were."""
    values.refresh(db)
    before = [entry.before for entry in listed if entry.before is not None]
    _write_bodies(db, listed)
    _write_words(db, listed)
    _write_places(db, listed)
    _write_found(db, values, source_id, listed, before)


def forget_doomed(db: sqlite3.Connection) -> None:
    """The items in `temp.doomed` are found by nothing any more."""
    db.execute(
        "DELETE FROM coming WHERE (hour, key) IN (SELECT ifnull(f.first / 3600, ?), i.key FROM temp.doomed d"
        " JOIN item i USING (key) JOIN found f ON f.place_key = i.place_key)",
        (UNDATED,),
    )
    for command, columns in (("words", "name, summary, text"), ("names", "name")):
        db.execute(
            f"INSERT INTO {command} ({command}, rowid, {columns}) SELECT 'delete', i.place_key, {columns}"
            " FROM temp.doomed d JOIN item i USING (key) JOIN said s USING (key)"
        )
    for table in ("found", "facet_more"):
        db.execute(f"DELETE FROM {table} WHERE place_key {_DOOMED}")
    for table in ("body", "place", "said"):
        db.execute(f"DELETE FROM {table} WHERE key IN (SELECT key FROM temp.doomed)")


def expand(db: sqlite3.Connection, key: int, occurrences: Iterable[Occurrence]) -> None:
    """An item's times, worked out anew."""
    row = db.execute(
        "SELECT f.place_key, f.first, f.times FROM item i JOIN found f USING (place_key) WHERE i.key = ?", (key,)
    ).fetchone()
    packed = pack(occurrences)
    if packed.times == row["times"]:
        return
    db.execute(
        "UPDATE found SET first = ?, first_ends = ?, early = ?, late = ?, week = ?, times = ? WHERE place_key = ?",
        (*_dates(packed), packed.times, row["place_key"]),
    )
    if _hour(packed.first) != _hour(row["first"]):
        db.execute("DELETE FROM coming WHERE hour = ? AND key = ?", (_hour(row["first"]), key))
        db.execute("INSERT INTO coming VALUES (?, ?, ?)", (_hour(packed.first), key, row["place_key"]))


def forget_over(db: sqlite3.Connection, day: str) -> None:
    """Takes what was over before a day out of the way of what is coming."""
    begins = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp()) - 86_400  # whatever the zone
    db.execute(
        "DELETE FROM coming WHERE hour < ? AND (SELECT until FROM found f WHERE f.place_key = coming.place_key) < ?",
        (begins // 3600, begins),
    )


def _write_bodies(db: sqlite3.Connection, listed: Sequence[Entry]) -> None:
    rows = sorted((entry.key, entry.put.raw) for entry in listed)
    db.executemany("INSERT OR REPLACE INTO body VALUES (?, ?)", rows)


def _write_words(db: sqlite3.Connection, listed: Sequence[Entry]) -> None:
    held = _said(db, [entry.key for entry in listed if entry.before is not None])
    old, new = [], []
    for entry in listed:
        index, before = entry.put.index, held.get(entry.key)
        now = (index.name, index.summary, index.text)
        if before == now and entry.before == entry.place_key:
            continue
        new.append((entry.place_key, *now, entry.key))
        if before:
            old.append((entry.before, *before))
    _forget_words(db, sorted(old))
    db.executemany("INSERT INTO words (rowid, name, summary, text) VALUES (?1, ?2, ?3, ?4)", [row[:4] for row in new])
    db.executemany("INSERT INTO names (rowid, name) VALUES (?, ?)", [row[:2] for row in new])
    said = sorted((key, name, summary, text) for _, name, summary, text, key in new)
    db.executemany("INSERT OR REPLACE INTO said VALUES (?, ?, ?, ?)", said)


def _said(db: sqlite3.Connection, keys: list[int]) -> dict[int, tuple[str, str, str]]:
    if not keys:
        return {}
    rows = db.execute(f"SELECT key, name, summary, text FROM said WHERE key {_LISTED}", (json.dumps(keys),))
    return {row[0]: (row[1], row[2], row[3]) for row in rows}


def _forget_words(db: sqlite3.Connection, old: Sequence[tuple[Any, ...]]) -> None:
    """The indexes keep no text of their own, and have to be told what they no longer have."""
    db.executemany("INSERT INTO words (words, rowid, name, summary, text) VALUES ('delete', ?, ?, ?, ?)", old)
    db.executemany("INSERT INTO names (names, rowid, name) VALUES ('delete', ?, ?)", [row[:2] for row in old])


def _write_places(db: sqlite3.Connection, listed: Sequence[Entry]) -> None:
    known = [entry.key for entry in listed if entry.before is not None]
    query = f"SELECT name, label, key FROM place WHERE key {_LISTED}"
    held = {tuple(row) for row in db.execute(query, (json.dumps(known),))} if known else set()
    now = {(name, label, entry.key) for entry in listed for name, label in entry.put.index.places}
    db.executemany("DELETE FROM place WHERE name = ? AND key = ?", [(name, key) for name, _, key in held - now])
    db.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", sorted(now - held))


def _write_found(
    db: sqlite3.Connection, values: Values, source_id: int, listed: Sequence[Entry], before: list[int]
) -> None:
    query = f"SELECT {', '.join(_COLUMNS)} FROM found WHERE place_key {_LISTED}"
    held = {row[0]: tuple(row) for row in db.execute(query, (json.dumps(before),))} if before else {}
    rows: list[_Row] = []
    more: list[tuple[int, int]] = []
    for entry in listed:
        masks, numbers = values.learn_masks(db, entry.put.index.facets)
        rows.append(_row(entry, source_id, masks))
        more += [(entry.place_key, number) for number in numbers]
    changed = [row for row in rows if held.get(row[0]) != row]
    moved = [(e.before,) for e in listed if e.before is not None and e.before != e.place_key]
    db.executemany("DELETE FROM found WHERE place_key = ?", moved)
    db.executemany(f"INSERT OR REPLACE INTO found VALUES ({_MARKS})", changed)
    db.execute(f"DELETE FROM facet_more WHERE place_key {_LISTED}", (json.dumps(before),))
    db.executemany("INSERT OR IGNORE INTO facet_more VALUES (?, ?)", more)
    now = {(_hour(row[_FIRST]), entry.key, row[0]) for entry, row in zip(listed, rows, strict=True)}
    was = {(_hour(held[e.before][_FIRST]), e.key, e.before) for e in listed if e.before is not None}
    db.executemany("DELETE FROM coming WHERE hour = ? AND key = ?", [(hour, key) for hour, key, _ in was - now])
    db.executemany("INSERT OR IGNORE INTO coming VALUES (?, ?, ?)", sorted(now))


def _row(entry: Entry, source_id: int, masks: tuple[int, ...]) -> _Row:
    index = entry.put.index
    spot, packed = index.spot, pack(index.occurrences)
    where = (float(spot.latitude), float(spot.longitude), float(spot.radius_metres)) if spot else (None, None, None)
    until = int(index.until.timestamp()) if index.until else None
    cost = None if index.cost is None else float(index.cost)
    return (entry.place_key, *where, until, source_id, cost, *index.ages, *_dates(packed), *masks, packed.times)


def _dates(packed: Packed) -> tuple[int | None, int | None, int, int, int]:
    return packed.first, packed.ends, packed.early, packed.late, packed.week


def _hour(first: int | None) -> int:
    return UNDATED if first is None else first // 3600
