"""Items and all by which they are found, brought into PostgreSQL in bulk, each row copied straight into its table."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from struct import Struct
from typing import Any

import orjson

from openhub.model.schedule import Occurrence
from openhub.stores.contract import Put, Series
from openhub.stores.postgres_binary import copy
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_times import times
from openhub.stores.postgres_vectors import Words, vector
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
_FOUND = {
    "origin": "int4", "key": "int8", "source": "int8", "mark": "bytea", "name": "text", "latitude": "float8",
    "longitude": "float8", "radius": "float8", "until": "int8", "cost": "float8", "youngest": "int4", "oldest": "int4",
    "facets": "int4[]", "first": "int8", "starts": "int8[]", "lengths": "int4[]", "kinds": "int2[]", "zones": "text[]",
    "spot": "geography", "words": "tsvector",
}  # fmt: skip
_BODY = {"origin": "int4", "key": "int8", "data": "bytea"}
_PLACE = {"origin": "int4", "key": "int8", "name": "text", "label": "text"}
_POINT = Struct("<BIIdd").pack  # little end first, a point with a system of coordinates


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with the numbers by which it goes; `mark` is that of what it was found by before, None when by nothing."""

    origin: int
    key: int
    put: Put
    known: bool = False
    mark: bytes | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """What an item is found by: columns from `name` to `zones`, cleaned name, summary and text, and a digest of all."""

    columns: tuple[Any, ...]
    texts: tuple[str, str, str]
    mark: bytes


def write(
    db: Db, numbers: Numbers, words: Words, source_id: int, entries: Sequence[Entry], epoch: str, now: datetime
) -> None:
    """Keeps items. What they are found by is written only where it changed."""
    entries = sorted(entries, key=lambda entry: entry.key)
    known = [entry for entry in entries if entry.known]
    if known:
        db.execute(_CHANGE_ITEM, _columns([_item(entry, source_id, epoch, now) for entry in known]))
        _forget(db, ("body",), known)
    copy(db, "item", _ITEM, (_item(entry, source_id, epoch, now) for entry in entries if not entry.known))
    copy(db, "body", _BODY, ((entry.origin, entry.key, entry.put.raw) for entry in entries))
    said = [(entry, _said(entry, numbers, source_id)) for entry in entries]
    changed = [(entry, one) for entry, one in said if entry.mark != one.mark]
    if changed:
        _write_found(db, words, source_id, changed)


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


def _write_found(db: Db, words: Words, source_id: int, changed: Sequence[tuple[Entry, _Said]]) -> None:
    _forget(db, ("found", "place"), [entry for entry, _ in changed if entry.mark is not None])
    remember(db, (said.texts[0] for _, said in changed))
    taught = ((e.origin, e.key, name, label) for e, _ in changed for name, label in dict(e.put.index.places).items())
    copy(db, "place", _PLACE, taught)
    stems = words.stems(db, (text for _, said in changed for text in said.texts))
    rows = (
        (e.origin, e.key, source_id, said.mark, *said.columns, _spot(said), vector(said.texts, stems))
        for e, said in changed
    )
    copy(db, "found", _FOUND, rows)


def _item(entry: Entry, source_id: int, epoch: str, now: datetime) -> tuple[Any, ...]:
    put, key = entry.put, entry.put.key
    named = (entry.origin, entry.key, put.type, put.id, put.ref, source_id, key.kind, key.id, key.modified, epoch)
    return (*named, False, "", put.digest, put.licence, now, put.index.repeats)


def _said(entry: Entry, numbers: Numbers, source_id: int) -> _Said:
    index = entry.put.index
    spot = index.spot
    where = (float(spot.latitude), float(spot.longitude), float(spot.radius_metres)) if spot else (None, None, 0.0)
    until = int(index.until.timestamp()) if index.until else None
    cost = None if index.cost is None else float(index.cost)
    facets = numbers.facets(index.facets)
    texts = (cleaned(index.name), cleaned(index.summary), cleaned(index.text))
    columns = (texts[0], *where, until, cost, *index.ages, facets, *times(index.occurrences))
    mark = hashlib.sha256(orjson.dumps([source_id, repr(index.places), *columns, *texts[1:]])).digest()[:16]
    return _Said(columns, texts, mark)


def _spot(said: _Said) -> bytes | None:
    """The bytes of a geography."""
    _, latitude, longitude, *_ = said.columns
    return None if latitude is None else _POINT(1, 0x20000001, 4326, longitude, latitude)


def _columns(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
