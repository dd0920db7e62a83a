"""Items and all by which they are found, brought into PostgreSQL in bulk: copied to a table of the session, then set in their places."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import orjson

from openhub.model.schedule import Occurrence
from openhub.stores.contract import Put, Series
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_times import times
from openhub.stores.postgres_words import cleaned, remember

_ITEM = {
    "origin": "int4", "key": "int8", "type": "text", "id": "text", "ref": "text", "source": "int8", "feed_kind": "text",
    "feed_id": "text", "modified": "int8", "epoch": "text", "gone": "bool", "reason": "text", "digest": "text",
    "licence": "text", "retrieved": "timestamptz", "repeats": "bool",
}  # fmt: skip
_CHANGE_ITEM = (
    f"UPDATE item t SET {', '.join(f'{name} = d.{name}' for name in _ITEM if name not in ('origin', 'key'))}"
    f" FROM unnest({', '.join(f'%s::{kind}[]' for kind in _ITEM.values())}) AS d({', '.join(_ITEM)})"
    " WHERE t.origin = d.origin AND t.key = d.key"
)
# What is copied as it stands, and the rest out of which the server makes columns of its own.
_FOUND = {
    "origin": "int4", "key": "int8", "source": "int8", "mark": "bytea", "name": "text", "latitude": "float8",
    "longitude": "float8", "radius": "float8", "until": "int8", "cost": "float8", "youngest": "int4", "oldest": "int4",
    "facets": "int4[]", "first": "int8", "starts": "int8[]", "lengths": "int4[]", "kinds": "int2[]", "zones": "text[]",
}  # fmt: skip
_STAGE = _FOUND | {"summary": "text", "text": "text"}
_MADE = (
    "CREATE TEMP TABLE IF NOT EXISTS stage ("
    + ", ".join(f"{name} {kind}" for name, kind in _STAGE.items())
    + ") WITH (toast_tuple_target = 8160) ON COMMIT DELETE ROWS"  # packing what is unpacked at once takes longer than all else
)
_AT_A_TIME = 50
_ESCAPES = {
    ord(c): escape for c, escape in {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\ufffd"}.items()
}
_WORDS = (
    "setweight(to_tsvector('openhub', name), 'A') || setweight(to_tsvector('openhub', summary), 'B')"
    " || setweight(to_tsvector('openhub', text), 'D')"
)
_SPOT = "ST_SetSRID(ST_MakePoint(longitude, latitude), 4326)::geography"
_PUT_FOUND = (
    f"INSERT INTO found (words, spot, {', '.join(_FOUND)}) SELECT {_WORDS}, {_SPOT}, {', '.join(_FOUND)} FROM stage"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with the numbers by which it goes; `mark` is that of what it was found by before, None when by nothing."""

    origin: int
    key: int
    put: Put
    known: bool = False
    mark: bytes | None = None


def write(db: Db, numbers: Numbers, source_id: int, entries: Sequence[Entry], epoch: str, now: datetime) -> None:
    """Keeps items. What they are found by now is written only where it changed, and that by `make_found`."""
    entries = sorted(entries, key=lambda entry: entry.key)
    known = [entry for entry in entries if entry.known]
    if known:
        db.execute(_CHANGE_ITEM, _columns([_item(entry, source_id, epoch, now) for entry in known]))
        _forget(db, ("body",), known)
    copy(db, "item", _ITEM, (_item(entry, source_id, epoch, now) for entry in entries if not entry.known))
    with db.cursor().copy("COPY body (origin, key, data) FROM STDIN (FORMAT BINARY)") as bodies:
        bodies.set_types(["int4", "int8", "bytea"])
        for entry in entries:
            bodies.write_row((entry.origin, entry.key, entry.put.raw))
    rows = [(entry, _found(entry, numbers, source_id)) for entry in entries]
    changed = [(entry, row) for entry, row in rows if entry.mark != row[_MARK]]
    if changed:
        _stage(db, changed)


def make_found(db: Db) -> None:
    """Makes items found by what they are now: the greater part of the work, during which nothing is waited for."""
    db.execute(_MADE)
    db.execute(_PUT_FOUND)
    db.execute("DELETE FROM stage")


def copy(db: Db, table: str, columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Brings rows into a table by COPY, the server taking them in while they are made."""
    with db.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as lines:
        waiting = iter(rows)
        while some := "".join(map(_line, islice(waiting, _AT_A_TIME))):
            lines.write(some.encode("utf-8", "replace"))


def expand(db: Db, expanded: Sequence[tuple[Series, tuple[Occurrence, ...]]]) -> int:
    """The times of live items, worked out anew; how many of these have not changed since they were read."""
    rows = db.execute(
        "SELECT i.ref, c.number, f.origin, f.key, f.starts, f.lengths, f.kinds, f.zones FROM item i JOIN change c USING (origin, key)"
        " JOIN found f USING (origin, key) WHERE i.ref = ANY(%s)",
        ([series.ref for series, _ in expanded],),
    ).fetchall()
    now = {(series.ref, series.number): times(occurrences) for series, occurrences in expanded}
    current = [(row, now[row["ref"], row["number"]]) for row in rows if (row["ref"], row["number"]) in now]
    with db.cursor() as cursor:
        cursor.executemany(
            "UPDATE found SET mark = '', first = %s, starts = %s, lengths = %s, kinds = %s, zones = %s"
            " WHERE origin = %s AND key = %s",
            [
                (*made, row["origin"], row["key"])
                for row, made in current
                if made[1:] != (row["starts"], row["lengths"], row["kinds"], row["zones"])
            ],
        )
    return len(current)


def forget(db: Db, origins: Sequence[int], keys: Sequence[int]) -> None:
    """These items are found by nothing any more, and what they said is gone."""
    for table in ("body", "found", "place"):
        db.execute(
            f"DELETE FROM {table} t USING unnest(%s::int[], %s::bigint[]) AS d(origin, key)"
            " WHERE t.origin = d.origin AND t.key = d.key",
            (origins, keys),
        )


def _forget(db: Db, tables: Iterable[str], entries: Sequence[Entry]) -> None:
    for table in tables if entries else ():
        db.execute(
            f"DELETE FROM {table} t USING unnest(%s::int[], %s::bigint[]) AS d(origin, key)"
            " WHERE t.origin = d.origin AND t.key = d.key",
            ([entry.origin for entry in entries], [entry.key for entry in entries]),
        )


def _stage(db: Db, changed: Sequence[tuple[Entry, tuple[Any, ...]]]) -> None:
    _forget(db, ("found", "place"), [entry for entry, _ in changed if entry.mark is not None])
    db.execute(_MADE)
    copy(db, "stage", _STAGE, (row for _, row in changed))
    remember(db, (row[_MARK + 1] for _, row in changed))
    taught = ((e.origin, e.key, name, label) for e, _ in changed for name, label in dict(e.put.index.places).items())
    copy(db, "place", ("origin", "key", "name", "label"), taught)


_MARK = list(_STAGE).index("mark")


def _item(entry: Entry, source_id: int, epoch: str, now: datetime) -> tuple[Any, ...]:
    put, key = entry.put, entry.put.key
    named = (entry.origin, entry.key, put.type, put.id, put.ref, source_id, key.kind, key.id, key.modified, epoch)
    return (*named, False, "", put.digest, put.licence, now, put.index.repeats)


def _found(entry: Entry, numbers: Numbers, source_id: int) -> tuple[Any, ...]:
    """A row of the stage, with a digest of all that is in it and of the places it teaches."""
    index = entry.put.index
    spot = index.spot
    where = (float(spot.latitude), float(spot.longitude), float(spot.radius_metres)) if spot else (None, None, 0.0)
    until = int(index.until.timestamp()) if index.until else None
    cost = None if index.cost is None else float(index.cost)
    facets = numbers.facets(index.facets)
    words = (cleaned(index.summary), cleaned(index.text))
    said = (cleaned(index.name), *where, until, cost, *index.ages, facets, *times(index.occurrences), *words)
    mark = hashlib.sha256(orjson.dumps([source_id, repr(index.places), *said])).digest()[:16]
    return (entry.origin, entry.key, source_id, mark, *said)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]


def _line(row: tuple[Any, ...]) -> str:
    return "\t".join([_WRITERS[type(value)](value) for value in row]) + "\n"


# How each kind of value is written in a line of COPY.
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: lambda text: text if text.isprintable() and "\\" not in text else text.translate(_ESCAPES),
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: "\\\\x" + value.hex(),
    type(None): lambda _: "\\N",
    datetime: datetime.isoformat,
    list: lambda values: "{" + ",".join(map(str, values)) + "}",  # numbers, and names of zones
}
