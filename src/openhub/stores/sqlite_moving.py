"""Moving a hub out of a SQLite database and into one; within the transaction of whoever calls."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from openhub.model.place import Spot
from openhub.stores import sqlite_index, sqlite_ledger
from openhub.stores.contract import Index, Key, Put
from openhub.stores.moving import TABLES, Kept, Row
from openhub.stores.sqlite_connection import Connection
from openhub.stores.sqlite_facets import COLUMNS, Facet
from openhub.stores.sqlite_times import unpack
from openhub.stores.sqlite_write import own, own_address

_LONG_AGO, _ALL = -(2**62), 2**31
_ITEMS = (
    "SELECT i.*, b.data, f.latitude, f.longitude, f.radius, f.until, f.cost, f.youngest, f.oldest, f.times,"
    f" {', '.join(f'f.{column}' for column in COLUMNS)} FROM item i LEFT JOIN body b USING (key)"
    " LEFT JOIN found f ON f.place_key = i.place_key ORDER BY i.key"
)
_COLUMNS = (
    *("key", "source", "epoch", "number", "retrieved", "gone", "reason", "origin", "type", "id", "ref", "feed_kind"),
    *("feed_id", "modified", "digest", "licence", "repeats", "own_bucket", "own_leaf", "place_key"),
)
_INSERT = f"INSERT INTO item ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"


class SqliteReader:
    """All that the database holds, as its snapshot shows it."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        db.values.refresh(db)

    def rows(self, table: str) -> Iterator[Row]:
        return (tuple(row) for row in self._db.execute(f"SELECT {', '.join(TABLES[table])} FROM {table}"))

    def items(self) -> Iterator[Kept]:
        for row in self._db.execute(_ITEMS):
            yield Kept(
                key=row["key"],
                source=row["source"],
                epoch=row["epoch"],
                number=row["number"],
                retrieved=row["retrieved"],
                gone=bool(row["gone"]),
                reason=row["reason"],
                put=self._put(row),
            )

    def _put(self, row: sqlite3.Row) -> Put:
        return Put(
            key=Key(kind=row["feed_kind"], id=row["feed_id"], modified=row["modified"]),
            origin=row["origin"],
            type=row["type"],
            id=row["id"],
            ref=row["ref"],
            raw=bytes(row["data"] or b""),
            digest=row["digest"],
            licence=row["licence"],
            index=Index(
                **{"name": "", "summary": "", "text": ""},
                facets=() if row["gone"] else tuple(sorted(self._facets(row))),
                until=None if row["until"] is None else datetime.fromtimestamp(row["until"], UTC),
                spot=_spot(row),
                places=self._places(row["key"]),
                occurrences=unpack(row["times"], _LONG_AGO, _ALL),
                repeats=bool(row["repeats"]),
                cost=row["cost"],
                ages=(row["youngest"], row["oldest"]),
            ),
        )

    def _facets(self, row: sqlite3.Row) -> Iterator[Facet]:
        values = self._db.values
        for number, column in enumerate(COLUMNS):
            yield from values.decode(number, row[column])
        if values.listed:
            query = "SELECT id FROM facet_more WHERE place_key = ? ORDER BY id"
            yield from (values.listed[more[0]] for more in self._db.execute(query, (row["place_key"],)))

    def _places(self, key: int) -> tuple[tuple[str, str], ...]:
        query = "SELECT name, label FROM place WHERE key = ? ORDER BY name"
        return tuple((row[0], row[1]) for row in self._db.execute(query, (key,)))


class SqliteWriter:
    """Takes everything in, in place of what was there."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        _empty(db)
        db.values.forget()

    def write_rows(self, table: str, rows: Iterable[Row]) -> None:
        columns = TABLES[table]
        marks = ", ".join("?" * len(columns))
        self._db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)

    def write_items(self, items: list[Kept]) -> None:
        live = [kept for kept in items if not kept.gone]
        listed = sqlite_index.entries([kept.key for kept in live], [kept.put for kept in live], {})
        place_keys = {entry.key: entry.place_key for entry in listed}
        address = own_address(self._db)
        self._db.executemany(_INSERT, [_row(kept, address, place_keys.get(kept.key)) for kept in items])
        source_of = {kept.key: kept.source for kept in live}
        by_source: dict[int, list[sqlite_index.Entry]] = defaultdict(list)
        for entry in listed:
            by_source[source_of[entry.key]].append(entry)
        for source, entries in by_source.items():
            sqlite_index.write(self._db, self._db.values, source, entries)

    def settle(self) -> None:
        """Works out what was not moved."""
        for (source,) in self._db.execute("SELECT id FROM source UNION SELECT 0").fetchall():
            sqlite_ledger.settle(self._db, source)


def _empty(db: Connection) -> None:
    """Every table, but those in which SQLite keeps its text indexes: these are emptied through the index."""
    tables = dict(
        db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'").fetchall()
    )
    virtual = [name for name, sql in tables.items() if sql.startswith("CREATE VIRTUAL")]
    for name, sql in tables.items():
        if name in virtual and "content = ''" in sql:
            db.execute(f"INSERT INTO {name} ({name}) VALUES ('delete-all')")
        elif "fts5vocab" not in sql and not any(name.startswith(f"{one}_") for one in virtual):
            db.execute(f"DELETE FROM {name}")


def _spot(row: sqlite3.Row) -> Spot | None:
    if row["latitude"] is None:
        return None
    return Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])


def _row(kept: Kept, address: str | None, place_key: int | None) -> tuple[Any, ...]:
    put = kept.put
    leaf = (None, None) if kept.gone else own(address, put.type, put.ref, kept.number, put.digest)
    return (
        *(kept.key, kept.source, kept.epoch, kept.number, kept.retrieved, kept.gone, kept.reason),
        *(put.origin, put.type, put.id, put.ref, put.key.kind, put.key.id, put.key.modified, put.digest, put.licence),
        *(put.index.repeats, *leaf, place_key),
    )
