"""The SQLite store: one file in WAL mode, one connection a thread, every page of a harvest one transaction."""

import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from weakref import WeakSet

from openhub.errors import StoreUnavailable
from openhub.model.finding import Finding
from openhub.model.history import PastRun, Schedule, Tally
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.root import bucket, leaf
from openhub.model.schedule import Occurrence
from openhub.model.source import Source
from openhub.stores import sqlite_ledger as ledger
from openhub.stores import sqlite_own, sqlite_runs, sqlite_search
from openhub.stores import sqlite_sources as rows_of
from openhub.stores import sqlite_write as write
from openhub.stores.contract import Batch, Changes, Counts, Ended, Ending, Held, Key, Proof, Series

_REMEDIES = {
    "readonly": " OpenHub has to be allowed to write this file, and others beside it in its folder.",
    "unable to open": " OpenHub has to be allowed to write in its folder.",
    "disk is full": " Make room there and try again; what was kept before is all there.",
    "disk I/O error": " Look whether the disk is full or broken and try again; what was kept before is all there.",
    "locked": " Something else has been writing to it for long. Try again.",
}
_CACHE_KIB = 16_384  # of the file in memory, for each connection; what a page of a harvest touches
_TEACHERS = 100  # enough to know where a place is; a postcode's district may have a hundred thousand
MIGRATIONS = Path(__file__).parent / "migrations" / "sqlite"


class _Held:
    """Closes a connection when the thread ends that it was opened for: a web server ends threads and begins others all the time."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def __del__(self) -> None:
        self.db.close()


class SqliteStore:
    """A store in one file. Opens it, and brings its tables up to date; raises StoreUnavailable when it cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: WeakSet[_Held] = WeakSet()
        self._proofs: sqlite_own.Proofs = {}
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
        for held in list(self._connections):
            held.db.close()
        self._connections.clear()
        self._local = threading.local()

    # Sources

    def add_source(self, source: Source) -> Source:
        """The source with its id."""
        with self._writing() as db:
            return rows_of.add(db, source)

    def save_source(self, source: Source) -> None:
        with self._writing() as db:
            rows_of.save(db, source)

    def remove_source(self, source_id: int, now: datetime) -> int:
        """Takes the source away; its items leave tombstones. How many items that were."""
        with self._writing() as db:
            return rows_of.remove(db, source_id, now)

    def sources(self) -> list[Source]:
        with self._faults():
            return rows_of.every(self._db())

    def source(self, source_id: int) -> Source | None:
        """A source by its id; None when there is none, or none any more."""
        with self._faults():
            return rows_of.one(self._db(), source_id)

    # Harvest

    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
        """What is held of these items, by (kind, id)."""
        with self._faults():
            return ledger.held(self._db(), source_id, keys)

    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts:
        """Writes a page's changes and the harvest's new position in one transaction."""
        with self._writing() as db:
            new = write.put(db, source_id, batch.puts, batch.epoch, now)
            write.renumber(db, batch.same, source_id, batch.epoch)
            write.release(db, source_id, batch)
            write.quarantine(db, source_id, batch.quarantined, abs(batch.baseline), now)
            write.write_findings(db, source_id, [(p.key, p.findings) for p in batch.puts], now)
            ledger.write(db, source_id, batch)
            write.give_reasons(db, source_id, batch.gone, now)
            deleted = ledger.delete_at_once(db, source_id, [k for k in batch.gone if k.reason == "urgent"], now)
            write.write_loose(db, source_id, batch.loose, now, afresh=batch.first)
            rows_of.move(db, source_id, batch)
        return Counts(
            new=new,
            changed=len(batch.puts) - new,
            unchanged=len(batch.same),
            deleted=deleted,
            quarantined=len(batch.quarantined),
        )

    def proof(self, source_id: int) -> Proof:
        """The root over what is held of a feed without what waits to be deleted, and the number of entries with that."""
        with self._faults(), self._snapshot() as db:
            return ledger.proof(db, source_id)

    def is_missing_since(self, source_id: int, moment: datetime) -> bool:
        """Whether there is an entry that a baseline which ended before this moment did not show."""
        with self._faults():
            return ledger.is_missing_since(self._db(), source_id, moment)

    def finish(self, source_id: int, ending: Ending, now: datetime) -> Ended:
        """Settles what the end of a feed means, in one transaction: sweep, deletions, brake, root and state."""
        with self._writing() as db:
            ended = ledger.finish(db, source_id, ending, now)
            rows_of.end(db, source_id, ending, ended, now)
            ledger.settle(db, ledger.OWN)
        return ended

    def confirm(self, source_id: int, now: datetime) -> int:
        """Carries out the deletions that wait for a person; how many items that took away."""
        with self._writing() as db:
            return ledger.carry_out(db, source_id, 2, now)

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

    def publish_at(self, address: str) -> None:
        """Says what stands in front of the references of items in the hub's own feed, so that its root is kept."""
        with self._faults():
            if write.own_address(self._db()) == address:
                return
        with self._writing() as db:
            if write.own_address(db) != address:
                sqlite_own.publish_at(db, address)

    def changes(self, after: int, limit: int, address: str | None = None) -> Changes:
        """Changes of the hub after a number, in order, with all that is said of them from the same snapshot."""
        with self._faults(), self._snapshot() as db:
            return sqlite_own.changes(db, after, limit, address, self._proofs)

    def learned_place(self, name: str) -> Spot | None:
        """The mean position of the first of the items that taught this name, or None."""
        with self._faults():
            row = (
                self._db()
                .execute(
                    "SELECT avg(i.latitude), avg(i.longitude), max(p.label) FROM"
                    " (SELECT label, key FROM place WHERE name = ? ORDER BY key LIMIT ?) p JOIN item i USING (key)",
                    (name, _TEACHERS),
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
                    write.write_occurrences(db, [(row["key"], found)])
            db.execute("INSERT OR REPLACE INTO hub VALUES ('expanded', ?)", (day,))

    # Runs

    def write_run(self, run: PastRun, schedule: Schedule, forget_before: datetime) -> None:
        """Keeps a run with when the next is due, and forgets the source's runs that ended before a moment."""
        with self._writing() as db:
            sqlite_runs.write_run(db, run, schedule, forget_before)

    def set_interval(self, source_id: int, seconds: int) -> None:
        """The source's own interval; 0 takes the hub's."""
        with self._writing() as db:
            sqlite_runs.set_interval(db, source_id, seconds)

    def runs(self, source_id: int, limit: int) -> list[PastRun]:
        """The last runs of a source, the latest first."""
        with self._faults():
            return sqlite_runs.runs(self._db(), source_id, limit)

    def schedules(self) -> list[Schedule]:
        """When each source is read next: those never read first, then by time."""
        with self._faults():
            return sqlite_runs.schedules(self._db())

    def tally(self, since: datetime, source_id: int | None = None, offset: timedelta = timedelta(0)) -> list[Tally]:
        """How many runs since a moment ended how, by source and day; days begin `offset` before those of UTC."""
        with self._faults():
            return sqlite_runs.tally(self._db(), since, source_id, offset)

    # Connections

    def _db(self) -> sqlite3.Connection:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            connection = sqlite3.connect(self._path, timeout=30, isolation_level=None, check_same_thread=False)
            held = _Held(connection)
            self._connections.add(held)
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA page_size = 8192")  # counts only before the file is first written
            with suppress(sqlite3.OperationalError):  # another process is just about to switch this new file to it
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
            connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn must not linger in free pages
            connection.create_function("leaf_of", 4, leaf, deterministic=True)
            connection.create_function("bucket_of", 1, bucket, deterministic=True)
            self._local.held = held
        return held.db

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._faults():
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                if db.in_transaction:  # when the disk is full SQLite has gone back by itself
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
            if db.in_transaction:
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
            remedy = next((said for words, said in _REMEDIES.items() if words in str(error)), "")
            raise StoreUnavailable(f"The database {self._path} cannot be used: {error}.{remedy}") from error
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


STORE = SqliteStore
