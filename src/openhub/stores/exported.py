"""A whole hub as one SQLite file: tables that people can read in any tool, from which a hub can be made again."""

import json
import os
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from openhub.errors import StoreUnavailable, UnreadableDocument, UsageError
from openhub.model.place import Spot, box
from openhub.model.schedule import Occurrence
from openhub.stores.contract import Described, Index, Key, Put
from openhub.stores.moving import TABLES, Kept, Row, Value
from openhub.stores.sqlite_connection import remedy
from openhub.stores.sqlite_upgrade import EXPORT_ID

VERSION = 1  # of this file's layout; it does not change with the tables of a store
# What the tables are called here.
NAMES = {
    "hub": "hub",
    "source": "sources",
    "quarantine": "put_aside",
    "finding": "findings",
    "entry": "feed_entries",
    "run": "runs",
    "schedule": "schedules",
    "gazetteer": "gazetteers",
    "gazetteer_place": "gazetteer_places",
}
_NEEDED = (*NAMES.values(), "items", "tombstones", "occurrences", "facets", "place_names")  # to make the hub again
_READABLE = (
    "name",
    "type",
    "themes",
    "next_date",
    "place",
    "organiser",
    "url",
    "price",
    "platform",
    "licence",
    "summary",
)
_WHERE = ("latitude", "longitude", "radius_metres")
_FACTS = (
    *("ref", "origin", "item_id", "source", "feed_kind", "feed_id", "modified", "epoch", "number", "digest"),
    *("retrieved", "until", "youngest", "oldest", "repeats", "text", "document"),
)
_ITEM = ("id", *_READABLE, *_WHERE, *_FACTS)
_TOMBSTONE = (
    *("id", "ref", "origin", "type", "item_id", "source", "feed_kind", "feed_id", "modified", "epoch", "number"),
    *("licence", "retrieved", "reason"),
)
# What a tool for SQLite should know of columns: what is a key, and to where it leads.
_KINDS = {"id": " INTEGER PRIMARY KEY", "source": " INTEGER REFERENCES sources (id)"}


def _columns(table: str, names: tuple[str, ...]) -> str:
    kinds = {} if table == "feed_entries" else _KINDS  # whose ids are those of the feeds
    return ", ".join(name + kinds.get(name, "") for name in names)


_SCHEMA = f"""
{"".join(f"CREATE TABLE {NAMES[table]} ({_columns(NAMES[table], names)});" for table, names in TABLES.items())}
CREATE TABLE items ({_columns("items", _ITEM)});
CREATE TABLE tombstones ({_columns("tombstones", _TOMBSTONE)});
CREATE TABLE occurrences (item INTEGER REFERENCES items (id), date TEXT, starts TEXT, ends TEXT, zone TEXT, timed INTEGER);
CREATE TABLE facets (item INTEGER REFERENCES items (id), kind TEXT, value TEXT);
CREATE TABLE place_names (item INTEGER REFERENCES items (id), name TEXT, label TEXT);
CREATE VIRTUAL TABLE items_where USING rtree (id, south, north, west, east);
"""
_INDEXES = """
CREATE INDEX occurrences_item ON occurrences (item);
CREATE INDEX occurrences_date ON occurrences (date);
CREATE INDEX facets_item ON facets (item);
CREATE INDEX facets_value ON facets (kind, value);
CREATE INDEX place_names_item ON place_names (item);
CREATE INDEX findings_code ON findings (code);
CREATE VIRTUAL TABLE items_fts USING fts5 (
  name, summary, text, content="items", content_rowid="id", tokenize = 'porter unicode61 remove_diacritics 2'
);
INSERT INTO items_fts (items_fts) VALUES ('rebuild');
ANALYZE;
"""


Describe = Callable[[Put], Described]


class FileWriter:
    """Writes the file, for those who look at it after `now`."""

    def __init__(self, db: sqlite3.Connection, describe: Describe, now: datetime) -> None:
        self._db = db
        self._describe = describe
        self._now = now
        self._platforms: dict[int, str] = {}
        db.executescript(_SCHEMA)

    def write_rows(self, table: str, rows: Iterable[Row]) -> None:
        self._insert(NAMES[table], TABLES[table], rows)
        if table == "source":
            self._platforms = dict(self._db.execute("SELECT id, name FROM sources").fetchall())

    def write_items(self, items: list[Kept]) -> None:
        live = [kept for kept in items if not kept.gone]
        self._insert("items", _ITEM, map(self._item, live))
        self._insert("tombstones", _TOMBSTONE, (_tombstone(kept) for kept in items if kept.gone))
        self._insert("occurrences", tuple("123456"), (row for kept in live for row in _occurrences(kept)))
        facets = ((kept.key, *facet) for kept in live for facet in kept.put.index.facets)
        self._insert("facets", tuple("123"), facets)
        places = ((kept.key, *place) for kept in live for place in kept.put.index.places)
        self._insert("place_names", tuple("123"), places)
        boxes = ((k.key, *box(spot, spot.radius_metres)) for k in live if (spot := k.put.index.spot))
        self._insert("items_where", tuple("12345"), boxes)

    def finish(self) -> None:
        """What is quicker to make at the end."""
        self._db.executescript(_INDEXES)
        self._db.execute(f"PRAGMA application_id = {EXPORT_ID}")
        self._db.execute(f"PRAGMA user_version = {VERSION}")

    def _insert(self, table: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> None:
        """A column that is only counted, such as "1", has no name here."""
        named = "" if columns[0].isdigit() else f" ({', '.join(columns)})"
        self._db.executemany(f"INSERT INTO {table}{named} VALUES ({', '.join('?' * len(columns))})", rows)

    def _item(self, kept: Kept) -> tuple[Any, ...]:
        put, index, said = kept.put, kept.put.index, self._describe(kept.put)
        spot = index.spot
        where = (spot.latitude, spot.longitude, spot.radius_metres) if spot else (None, None, None)
        return (
            *(kept.key, said.name, put.type, json.dumps(said.themes), self._next_date(index), said.place),
            *(said.organiser, said.url, index.cost, self._platforms.get(kept.source, ""), put.licence, said.summary),
            *where,
            *(put.ref, put.origin, put.id, kept.source, put.key.kind, put.key.id, put.key.modified, kept.epoch),
            *(kept.number, put.digest, kept.retrieved, index.until and index.until.isoformat(), *index.ages),
            *(index.repeats, said.text, _readable(put.raw)),
        )

    def _next_date(self, index: Index) -> str | None:
        """The day of the next time it is on, as its own place reckons days."""
        coming = [one.start for one in index.occurrences if one.end > self._now]
        return min(coming).date().isoformat() if coming else None


class FileReader:
    """Reads it again. What is `restored` at a moment begins a new epoch: numbers were given out since that it does not know
    (feed-epoch, feed-renumber, feed-reissue)."""

    def __init__(self, db: sqlite3.Connection, path: Path, restored: datetime | None = None) -> None:
        self._db = db
        self._path = path
        self._hub = dict(tuple(row) for row in db.execute("SELECT name, value FROM hub"))
        self._numbers = "number"
        if restored:
            first = max(int(self._hub["number"]), int(restored.timestamp() * 1000) * 1024)
            self._numbers = f"{first} + (SELECT place FROM temp.renewed WHERE id = i.id) AS number"
            self._hub |= self._new_epoch(first)

    def rows(self, table: str) -> Iterator[Row]:
        if table == "hub":
            return iter(self._hub.items())
        return (tuple(row) for row in self._ask(f"SELECT {', '.join(TABLES[table])} FROM {NAMES[table]}"))

    def items(self) -> Iterator[Kept]:
        """In the order in which they came; tombstones last."""
        for row in self._ask(f"SELECT {self._chosen(_ITEM)} FROM items i ORDER BY id"):
            yield _kept(row, self._put(row))
        for row in self._ask(f"SELECT {self._chosen(_TOMBSTONE)}, '' AS digest FROM tombstones i ORDER BY id"):
            yield _kept(
                row, _named(row, b"", Index(name="", summary="", text="", facets=(), until=None)), row["reason"]
            )

    def _chosen(self, columns: tuple[str, ...]) -> str:
        return ", ".join(self._numbers if column == "number" else column for column in columns)

    def _new_epoch(self, first: int) -> dict[str, str]:
        """What the hub then says of itself, all its items having places after a number."""
        both = "SELECT id, number FROM items UNION ALL SELECT id, number FROM tombstones"
        self._db.execute("CREATE TEMP TABLE renewed (id INTEGER PRIMARY KEY, place INTEGER)")
        number = self._db.execute(
            f"INSERT INTO temp.renewed SELECT id, row_number() OVER (ORDER BY number) FROM ({both})"
        ).rowcount
        previous = [*json.loads(self._hub.get("previous_epochs", "[]")), self._hub["epoch"]]
        facts = {"number": str(first + number), "epoch": uuid.uuid4().hex, "horizon": "0"}
        return {**facts, "previous_epochs": json.dumps(previous)}

    def _put(self, row: sqlite3.Row) -> Put:
        spot = None
        if row["latitude"] is not None:
            spot = Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius_metres"])
        index = Index(
            name=row["name"],
            summary=row["summary"],
            text=row["text"],
            facets=tuple(self._of("kind, value FROM facets", row)),
            until=datetime.fromisoformat(row["until"]) if row["until"] else None,
            spot=spot,
            places=tuple(self._of("name, label FROM place_names", row)),
            occurrences=tuple(_occurrence(*one) for one in self._of("starts, ends, zone, timed FROM occurrences", row)),
            repeats=bool(row["repeats"]),
            cost=row["price"],
            ages=(row["youngest"], row["oldest"]),
        )
        document = row["document"]
        return _named(row, document.encode() if isinstance(document, str) else document, index)

    def _of(self, which: str, row: sqlite3.Row) -> Iterator[Any]:
        return (tuple(one) for one in self._ask(f"SELECT {which} WHERE item = ? ORDER BY rowid", row["id"]))

    def _ask(self, sql: str, *values: Value) -> Iterator[sqlite3.Row]:
        """A fault is this file's, and not that of the database which is written from it."""
        try:
            yield from self._db.execute(sql, values)
        except sqlite3.Error as error:
            raise _unreadable(self._path, error) from error


@contextmanager
def writing(path: Path, describe: Describe, now: datetime) -> Iterator[FileWriter]:
    """Writes a file under another name until it is whole. Raises UsageError when there is one, StoreUnavailable when it cannot."""
    if path.exists():
        raise UsageError(f"There is {path} already. Name another file, or remove this one.")
    if not path.parent.is_dir():
        raise UsageError(
            f"There is no folder {path.parent.resolve()} to write {path.name} in. Make it, or name another one."
        )
    unready = path.with_name(f"{path.name}.unready")
    unready.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(unready, isolation_level=None)) as db:
            db.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
            writer = FileWriter(db, describe, now)
            db.execute("BEGIN")
            yield writer
            db.execute("COMMIT")
            writer.finish()
        with unready.open("rb") as written:
            os.fsync(written.fileno())
        unready.rename(path)
    except sqlite3.Error as error:
        raise StoreUnavailable(f"{path} cannot be written: {error}.{remedy(error, path)}") from error
    finally:
        unready.unlink(missing_ok=True)


@contextmanager
def reading(path: Path, restored: datetime | None = None) -> Iterator[FileReader]:
    """Reads a file. Raises UsageError when there is none, and UnreadableDocument when it is no exported hub, or one of a newer OpenHub."""
    if not path.exists():
        raise UsageError(f"There is no file {path}.")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            known = db.execute("PRAGMA application_id").fetchone()[0] == EXPORT_ID
            if not known:
                raise UnreadableDocument(
                    f"{path} is no exported hub. Make one with `openhub export --sqlite {path.name}`."
                )
            version = db.execute("PRAGMA user_version").fetchone()[0]
            if version > VERSION:
                raise UnreadableDocument(
                    f"{path} was exported by a newer OpenHub. Bring it in with that, or a newer one."
                )
            _check_tables(db, path)
            yield FileReader(db, path, restored)
    except sqlite3.Error as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: sqlite3.Error) -> UnreadableDocument:
    return UnreadableDocument(f"{path} cannot be read as an exported hub: {error}.")


def _check_tables(db: sqlite3.Connection, path: Path) -> None:
    there = {row[0] for row in db.execute("SELECT name FROM sqlite_master")}
    if lacking := [name for name in _NEEDED if name not in there]:
        tables = f"table{'s' * (len(lacking) > 1)} {', '.join(lacking)}"
        raise UnreadableDocument(
            f"{path} lacks the {tables}, so it cannot be imported. A copy to be published lacks what is not public: bring in"
            " the whole file that it was made of."
        )


# Rows


def _kept(row: sqlite3.Row, put: Put, reason: str | None = None) -> Kept:
    names = ("source", "epoch", "number", "retrieved")
    return Kept(key=row["id"], gone=reason is not None, reason=reason or "", put=put, **{n: row[n] for n in names})


def _named(row: sqlite3.Row, raw: bytes, index: Index) -> Put:
    return Put(
        key=Key(kind=row["feed_kind"], id=row["feed_id"], modified=row["modified"]),
        origin=row["origin"],
        type=row["type"],
        id=row["item_id"],
        ref=row["ref"],
        raw=raw,
        digest=row["digest"],
        licence=row["licence"],
        index=index,
    )


def _tombstone(kept: Kept) -> tuple[Any, ...]:
    put = kept.put
    return (
        *(kept.key, put.ref, put.origin, put.type, put.id, kept.source, put.key.kind, put.key.id, put.key.modified),
        *(kept.epoch, kept.number, put.licence, kept.retrieved, kept.reason),
    )


def _occurrences(kept: Kept) -> Iterator[tuple[Any, ...]]:
    for one in kept.put.index.occurrences:
        zone = getattr(one.start.tzinfo, "key", "UTC")
        yield kept.key, one.start.date().isoformat(), one.start.isoformat(), one.end.isoformat(), zone, one.timed


def _occurrence(starts: str, ends: str, zone: str, timed: int) -> Occurrence:
    home = ZoneInfo(zone)
    start, end = (datetime.fromisoformat(moment).astimezone(UTC).astimezone(home) for moment in (starts, ends))
    return Occurrence(start, end, bool(timed))


def _readable(raw: bytes) -> str | bytes:
    """As text, so that SQL can look into it, where that gives the same bytes again."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw
