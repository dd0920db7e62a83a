"""The SQLite store: one file in WAL mode, one connection a thread, every page of a harvest one transaction."""

import json
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from openhub.errors import StoreUnavailable
from openhub.model.finding import Finding
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.schedule import Occurrence
from openhub.model.source import Source
from openhub.stores import sqlite_search
from openhub.stores import sqlite_write as write
from openhub.stores.contract import Batch, Change, Changes, Counts, Held, Key, Series, Unswept

_LOOSE = "\n"  # the kind under which findings of pages are kept; no item has it
MIGRATIONS = Path(__file__).parent / "migrations" / "sqlite"
_SOURCE_COLUMNS = [f.name for f in fields(Source) if f.name not in ("id", "live", "quarantined")]


class SqliteStore:
    """A store in one file. Opens it, and brings its tables up to date; raises StoreUnavailable when it cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        try:
            self._migrate()
        except BaseException:
            self.close()
            raise

    def settle(self) -> None:
        """Writes what waits in the log into the file, so that the file alone is whole and what was withdrawn is gone from both."""
        with self._faults():
            self._db().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    # Sources

    def add_source(self, source: Source) -> Source:
        """The source with its id."""
        values = _source_row(source)
        with self._writing() as db:
            cursor = db.execute(
                f"INSERT INTO source ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})", values
            )
        return next(s for s in self.sources() if s.id == cursor.lastrowid)

    def save_source(self, source: Source) -> None:
        values = _source_row(source)
        with self._writing() as db:
            db.execute(
                f"UPDATE source SET {', '.join(f'{n} = :{n}' for n in values)} WHERE id = :id",
                {**values, "id": source.id},
            )

    def remove_source(self, source_id: int, now: datetime) -> int:
        """Takes the source away; its items leave tombstones. How many items that were."""
        with self._writing() as db:
            keys = [r["key"] for r in db.execute("SELECT key FROM item WHERE source = ? AND NOT gone", (source_id,))]
            write.bury(db, keys, now)
            for table in ("quarantine", "finding"):
                db.execute(f"DELETE FROM {table} WHERE source = ?", (source_id,))
            db.execute("UPDATE item SET source = -key WHERE source = ?", (source_id,))
            db.execute("DELETE FROM source WHERE id = ?", (source_id,))
        return len(keys)

    def sources(self) -> list[Source]:
        with self._faults():
            rows = (
                self._db()
                .execute(
                    "SELECT s.*, (SELECT count(*) FROM item i WHERE i.source = s.id AND NOT i.gone) live,"
                    " (SELECT count(*) FROM quarantine q WHERE q.source = s.id) quarantined FROM source s ORDER BY s.name, s.id"
                )
                .fetchall()
            )
        return [_source(row) for row in rows]

    # Harvest

    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
        """What is held of these items, by (kind, id)."""
        wanted = json.dumps([[k.kind, k.id] for k in keys])
        with self._faults():
            rows = (
                self._db()
                .execute(
                    "SELECT i.feed_kind, i.feed_id, i.digest, i.licence, i.modified, i.epoch, i.gone FROM json_each(?) j CROSS JOIN item i"
                    " ON i.source = ? AND i.feed_kind = json_extract(j.value, '$[0]') AND i.feed_id = json_extract(j.value, '$[1]')",
                    (wanted, source_id),
                )
                .fetchall()
            )
        return {(r[0], r[1]): Held(digest=r[2], licence=r[3], modified=r[4], epoch=r[5], gone=bool(r[6])) for r in rows}

    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts:
        """Writes a page's changes and the harvest's new position in one transaction."""
        with self._writing() as db:
            new = sum(write.put(db, source_id, put, batch, now) for put in batch.puts)
            for key in batch.same:
                db.execute(
                    "UPDATE item SET modified = ?, epoch = ?, seen = ? WHERE source = ? AND feed_kind = ? AND feed_id = ?",
                    (key.modified, batch.epoch, batch.baseline, source_id, key.kind, key.id),
                )
                write.release_put_aside(db, source_id, key)
            deleted = write.take_away(db, source_id, batch.gone, batch.epoch, now)
            for bad in batch.quarantined:
                write.quarantine(db, source_id, bad, batch.baseline, now)
            if batch.first:
                db.execute("DELETE FROM finding WHERE source = ? AND feed_kind = ?", (source_id, _LOOSE))
            for finding in batch.loose:
                db.execute(  # a page that leads astray is read again and again, and says the same each time
                    "DELETE FROM finding WHERE source = ? AND feed_kind = ? AND feed_id = ? AND code = ? AND pointer = ?",
                    (source_id, _LOOSE, finding.item, finding.code, finding.pointer),
                )
                write.write_findings(db, source_id, Key(kind=_LOOSE, id=finding.item, modified=0), [finding], now)
            held = db.execute(
                "UPDATE source SET cursor = ?, epoch = ?, horizon = ?, baseline = ? WHERE id = ?",
                (batch.cursor, batch.epoch, batch.horizon, batch.baseline, source_id),
            )
            if not held.rowcount:
                raise StoreUnavailable(f"There is no source {source_id} any more; nothing was kept of its page.")
        return Counts(
            new=new,
            changed=len(batch.puts) - new,
            unchanged=len(batch.same),
            deleted=deleted,
            quarantined=len(batch.quarantined),
        )

    def unswept(self, source_id: int, baseline: int) -> Unswept:
        """How many live items of a source the baseline did not see."""
        with self._faults():
            row = (
                self._db()
                .execute(
                    "SELECT count(*) FILTER (WHERE seen <> ?), count(*) FROM item WHERE source = ? AND NOT gone",
                    (baseline, source_id),
                )
                .fetchone()
            )
        return Unswept(missing=row[0], held=row[1])

    def sweep(self, source_id: int, baseline: int, now: datetime) -> int:
        """Takes away what the baseline did not see, quarantined items too; how many live items that were."""
        with self._writing() as db:
            keys = [
                r[0]
                for r in db.execute(
                    "SELECT key FROM item WHERE source = ? AND NOT gone AND seen <> ?", (source_id, baseline)
                )
            ]
            write.bury(db, keys, now)
            for row in db.execute(
                "SELECT feed_kind, feed_id, modified FROM quarantine WHERE source = ? AND seen <> ?",
                (source_id, baseline),
            ).fetchall():
                write.release(db, source_id, Key(kind=row[0], id=row[1], modified=row[2]))
        return len(keys)

    def findings(self, source_id: int) -> list[Finding]:
        with self._faults():
            rows = (
                self._db()
                .execute(
                    "SELECT * FROM finding WHERE source = ? ORDER BY severity, feed_id, code, pointer", (source_id,)
                )
                .fetchall()
            )
        return [
            Finding(
                code=r["code"],
                severity=r["severity"],
                pointer=r["pointer"],
                message=r["message"],
                remedy=r["remedy"],
                item=r["feed_id"],
            )
            for r in rows
        ]

    # Reading

    def search(self, query: Query, now: datetime) -> Results:
        with self._faults(), self._snapshot() as db:
            return sqlite_search.search(db, query, now)

    def item(self, ref: str, now: datetime) -> Found | None:
        with self._faults(), self._snapshot() as db:
            return sqlite_search.one(db, ref, now)

    def is_gone(self, ref: str) -> bool:
        with self._faults():
            row = self._db().execute("SELECT gone FROM item WHERE ref = ?", (ref,)).fetchone()
        return bool(row and row[0])

    def changes(self, after: int, limit: int) -> Changes:
        """Changes of the hub after a number, in order, with epoch and horizon of the same snapshot."""
        with self._faults(), self._snapshot() as db:
            rows = db.execute(
                "SELECT i.*, b.data FROM item i LEFT JOIN body b USING (key) WHERE i.number > ? ORDER BY i.number LIMIT ?",
                (after, limit),
            ).fetchall()
            facts = dict(db.execute("SELECT name, value FROM hub").fetchall())
        return Changes(entries=tuple(_change(r) for r in rows), epoch=facts["epoch"], horizon=int(facts["horizon"]))

    def learned_place(self, name: str) -> Spot | None:
        """The mean position of the items that taught this name, or None."""
        with self._faults():
            row = (
                self._db()
                .execute(
                    "SELECT avg(i.latitude), avg(i.longitude), max(p.label) FROM place p JOIN item i USING (key) WHERE p.name = ?",
                    (name,),
                )
                .fetchone()
            )
        return Spot(latitude=row[0], longitude=row[1], label=row[2]) if row and row[0] is not None else None

    def learned_names(self, prefix: str, limit: int) -> list[str]:
        with self._faults():
            rows = (
                self._db()
                .execute(
                    "SELECT label FROM place WHERE name >= ? AND name < ? || char(1114111)"
                    " GROUP BY name ORDER BY count(*) DESC, name LIMIT ?",
                    (prefix, prefix, limit),
                )
                .fetchall()
            )
        return [r[0] for r in rows]

    # Daily

    def expanded_on(self) -> str:
        with self._faults():
            row = self._db().execute("SELECT value FROM hub WHERE name = 'expanded'").fetchone()
        return row[0] if row else ""

    def series(self) -> Iterable[Series]:
        with self._faults():
            rows = (
                self._db()
                .execute("SELECT i.ref, b.data FROM item i JOIN body b USING (key) WHERE i.repeats AND NOT i.gone")
                .fetchall()
            )
        return [Series(ref=r[0], raw=r[1]) for r in rows]

    def expand(self, ref_to_occurrences: dict[str, tuple[Occurrence, ...]], day: str) -> None:
        with self._writing() as db:
            for ref, found in ref_to_occurrences.items():
                for row in db.execute("SELECT key FROM item WHERE ref = ? AND NOT gone", (ref,)).fetchall():
                    db.execute("DELETE FROM occurrence WHERE key = ?", (row["key"],))
                    write.write_occurrences(db, row["key"], found)
            db.execute("INSERT OR REPLACE INTO hub VALUES ('expanded', ?)", (day,))

    # Connections

    def _db(self) -> sqlite3.Connection:
        opened: sqlite3.Connection | None = getattr(self._local, "db", None)
        if opened is None:
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            self._connections.append(connection)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA page_size = 8192")  # counts only before the file is first written
            with suppress(sqlite3.OperationalError):  # another process is just about to switch this new file to it
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn must not linger in free pages
            self._local.db = opened = connection
        return opened

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._faults():
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _snapshot(self) -> Iterator[sqlite3.Connection]:
        db = self._db()
        db.execute("BEGIN")
        try:
            yield db
        finally:
            db.execute("COMMIT")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError as error:
            if "source.address" in str(error):
                raise StoreUnavailable("There is a source with this address already.") from error
            raise
        except sqlite3.OperationalError as error:
            raise StoreUnavailable(f"The database {self._path} cannot be used: {error}.") from error
        except sqlite3.DatabaseError as error:
            raise StoreUnavailable(f"{self._path} is not a database of ours: {error}.") from error

    def _migrate(self) -> None:
        """In one transaction, since several processes may open a new hub at the same moment."""
        files = {int(file.name.split("_")[0]): file for file in MIGRATIONS.glob("*.sql")}
        with self._faults():
            if self._version() >= max(files):
                return
        with self._writing() as db:
            for number in sorted(n for n in files if n > self._version()):
                for statement in _statements(files[number].read_text("utf-8")):
                    db.execute(statement)
                db.execute(f"PRAGMA user_version = {number}")
            db.execute(
                "INSERT OR IGNORE INTO hub VALUES ('number', '0'), ('horizon', '0'), ('epoch', ?)", (uuid.uuid4().hex,)
            )

    def _version(self) -> int:
        return int(self._db().execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    """The statements of a file, each of which ends with a line."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _change(row: sqlite3.Row) -> Change:
    numbered = {"originEpoch": row["epoch"], "originModified": row["modified"]}
    envelope = {
        "origin": row["origin"],
        "originId": row["id"],
        **{name: value for name, value in numbered.items() if value},  # a file has neither
        "digest": row["digest"],
        "retrievedAt": row["retrieved"],
        "license": row["licence"],
    }
    return Change(
        number=row["number"],
        ref=row["ref"],
        type=row["type"],
        raw=None if row["gone"] else row["data"],
        envelope={} if row["gone"] else envelope,
    )


def _source_row(source: Source) -> dict[str, Any]:
    values = {name: value for name, value in asdict(source).items() if name in _SOURCE_COLUMNS}
    for name in ("hosts", "themes"):
        values[name] = json.dumps(values[name])
    for name in ("last_run", "last_success"):
        values[name] = write.text(values[name]) if values[name] else None
    return values


def _source(row: sqlite3.Row) -> Source:
    values = dict(row)
    for name in ("hosts", "themes"):
        values[name] = tuple(json.loads(values[name]))
    for name in ("last_run", "last_success"):
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    return Source(**values)


STORE = SqliteStore
