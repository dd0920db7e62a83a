"""Moving a hub out of a PostgreSQL database and into one; within the transaction of whoever calls."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from openhub.model.place import Spot
from openhub.stores import postgres_index, postgres_ledger
from openhub.stores.contract import Index, Key, Put
from openhub.stores.moving import AT_A_TIME, TABLES, Kept, Row, Value
from openhub.stores.postgres_index import Entry
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_times import unpack
from openhub.stores.postgres_vectors import Words
from openhub.stores.postgres_write import own, own_address, text

_LONG_AGO, _ALL = -(2**62), 2**31
_NOT_OURS = "version"  # the row of hub that says what this store's own tables are
_ITEMS = (
    "SELECT i.*, o.iri, c.number, b.data, f.latitude, f.longitude, f.radius, f.until, f.cost, f.youngest, f.oldest, f.facets,"
    " f.starts, f.lengths, f.kinds, f.zones, (SELECT json_agg(json_build_array(p.name, p.label) ORDER BY p.name)"
    " FROM place p WHERE p.origin = i.origin AND p.key = i.key) AS places"
    " FROM item i JOIN origin o ON o.id = i.origin JOIN change c USING (origin, key)"
    " LEFT JOIN body b USING (origin, key) LEFT JOIN found f USING (origin, key) ORDER BY i.key"
)
_EMPTIED = ("bucket", "place", "body", "found", "name_word", "change", "item")
_TYPES = (
    "SELECT column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND table_name = %s"
)
_TOMBSTONES = (
    "INSERT INTO item (origin, key, type, id, ref, source, feed_kind, feed_id, modified, epoch, gone, reason, digest, licence,"
    " retrieved, repeats) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, true, %s, '', %s, %s, false)"
)
_CHANGES = (
    "INSERT INTO change (origin, key, number, own_bucket, own_leaf)"
    " SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::smallint[], %s::bytea[])"
)
_MOMENTS = (
    "UPDATE item t SET epoch = d.epoch, retrieved = d.retrieved"
    " FROM unnest(%s::int[], %s::bigint[], %s::text[], %s::timestamptz[]) AS d(origin, key, epoch, retrieved)"
    " WHERE t.origin = d.origin AND t.key = d.key"
)


class PostgresReader:
    """All that the database holds, as its snapshot shows it; a few hundred rows at a time."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._numbers = Numbers()

    def rows(self, table: str) -> Iterator[Row]:
        columns = TABLES[table]
        which = f" WHERE name <> '{_NOT_OURS}'" if table == "hub" else ""
        for row in self._each(f"SELECT {', '.join(columns)} FROM {table}{which}"):
            yield tuple(_plain(row[column]) for column in columns)

    def items(self) -> Iterator[Kept]:
        for row in self._each(_ITEMS):
            yield Kept(
                key=row["key"],
                source=row["source"],
                epoch=row["epoch"],
                number=row["number"],
                retrieved=text(row["retrieved"]),
                gone=row["gone"],
                reason=row["reason"],
                put=self._put(row),
            )

    def _each(self, query: str) -> Iterator[dict[str, Any]]:
        with self._db.cursor(name="moving") as cursor:
            cursor.itersize = AT_A_TIME
            yield from cursor.execute(query)

    def _put(self, row: dict[str, Any]) -> Put:
        facets = row["facets"] or ()
        return Put(
            key=Key(kind=row["feed_kind"], id=row["feed_id"], modified=row["modified"]),
            origin=row["iri"],
            type=row["type"],
            id=row["id"],
            ref=row["ref"],
            raw=bytes(row["data"] or b""),
            digest=row["digest"],
            licence=row["licence"],
            index=Index(
                **{"name": "", "summary": "", "text": ""},
                facets=tuple(sorted(self._numbers.named(self._db, facets).values())),
                until=None if row["until"] is None else datetime.fromtimestamp(row["until"], UTC),
                spot=_spot(row),
                places=tuple((name, label) for name, label in row["places"] or ()),
                occurrences=unpack(row, _LONG_AGO, _ALL),
                repeats=row["repeats"],
                cost=row["cost"],
                ages=(row["youngest"], row["oldest"]),
            ),
        )


class PostgresWriter:
    """Takes everything in, in place of what was there; nobody else writes meanwhile."""

    def __init__(self, db: Db) -> None:
        self._db = db
        self._numbers, self._words = Numbers(), Words()
        db.execute("LOCK TABLE hub, source, item, change, found IN EXCLUSIVE MODE")
        for table in (*(name for name in TABLES if name != "hub"), *_EMPTIED):
            db.execute(f"DELETE FROM {table}")
        db.execute("DELETE FROM hub WHERE name <> %s", (_NOT_OURS,))

    def write_rows(self, table: str, rows: list[Row]) -> None:
        columns = TABLES[table]
        kinds = {row["column_name"]: row["data_type"] for row in self._db.execute(_TYPES, (table,)).fetchall()}
        made = [_MADE.get(kinds[column], lambda value: value) for column in columns]
        with self._db.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([None if v is None else make(v) for make, v in zip(made, row, strict=True)])

    def write_items(self, items: list[Kept]) -> None:
        live = [kept for kept in items if not kept.gone]
        facets = {facet for kept in live for facet in kept.put.index.facets}
        self._numbers.learn(self._db, facets, {kept.put.origin for kept in items})
        self._write_live(live)
        with self._db.cursor() as cursor:
            cursor.executemany(_TOMBSTONES, [self._tombstone(kept) for kept in items if kept.gone])
        self._write_changes(items)

    def settle(self) -> None:
        """Works out what was not moved, and where new rows go on counting."""
        for row in self._db.execute("SELECT id FROM source UNION SELECT 0").fetchall():
            postgres_ledger.settle(self._db, row["id"])
        self._db.execute("SELECT setval('item_key', (SELECT coalesce(max(key), 0) + 1 FROM item), false)")
        for table in ("source", "run"):
            self._db.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
            )
        self._db.execute("ANALYZE item, change, found, entry")  # or it would search as if they were empty

    def _write_live(self, live: list[Kept]) -> None:
        by_source: dict[int, list[Kept]] = defaultdict(list)
        for kept in live:
            by_source[kept.source].append(kept)
        for source, listed in by_source.items():
            entries = [Entry(origin=self._origin(k), key=k.key, put=k.put) for k in listed]
            postgres_index.write(self._db, self._numbers, self._words, source, entries, "", datetime.now(UTC))
        columns = ([k.epoch for k in live], [datetime.fromisoformat(k.retrieved) for k in live])
        self._db.execute(_MOMENTS, ([self._origin(k) for k in live], [k.key for k in live], *columns))

    def _write_changes(self, items: list[Kept]) -> None:
        address = own_address(self._db)
        leaves = [
            (None, None) if k.gone else own(address, k.put.type, k.put.ref, k.number, k.put.digest) for k in items
        ]
        self._db.execute(
            _CHANGES,
            (
                *([self._origin(k) for k in items], [k.key for k in items], [k.number for k in items]),
                *([bucket for bucket, _ in leaves], [leaf for _, leaf in leaves]),
            ),
        )

    def _origin(self, kept: Kept) -> int:
        return self._numbers.origin(kept.put.origin)

    def _tombstone(self, kept: Kept) -> tuple[Any, ...]:
        put = kept.put
        return (
            *(self._origin(kept), kept.key, put.type, put.id, put.ref, kept.source, put.key.kind, put.key.id),
            *(put.key.modified, kept.epoch, kept.reason, put.licence, datetime.fromisoformat(kept.retrieved)),
        )


def _spot(row: dict[str, Any]) -> Spot | None:
    if row["latitude"] is None:
        return None
    return Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])


def _plain(value: Any) -> Value:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, list):
        return json.dumps(value)
    return int(value) if isinstance(value, bool) else value


# How what is moved becomes what a column holds.
_MADE: dict[str, Callable[[Any], Any]] = {
    "timestamp with time zone": datetime.fromisoformat,
    "boolean": bool,
    "ARRAY": json.loads,
}
