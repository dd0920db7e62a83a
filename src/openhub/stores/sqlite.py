"""The SQLite store: one file in WAL mode, one connection a thread, every page of a harvest one transaction."""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

from openhub.model.finding import Finding
from openhub.model.history import PastRun, Schedule, Tally
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.schedule import Occurrence
from openhub.model.source import Source
from openhub.stores import (
    sqlite_index,
    sqlite_own,
    sqlite_places,
    sqlite_runs,
    sqlite_search,
    sqlite_upgrade,
    sqlite_words,
)
from openhub.stores import sqlite_ledger as ledger
from openhub.stores import sqlite_sources as rows_of
from openhub.stores import sqlite_write as write
from openhub.stores.contract import Batch, Changes, Counts, Ended, Ending, Held, Key, Proof, Series
from openhub.stores.sqlite_connection import Connection, connect, faults
from openhub.stores.sqlite_lease import lease
from openhub.stores.sqlite_moving import SqliteReader, SqliteWriter

_AT_A_TIME = 500
_SERIES = (
    "SELECT i.key, i.ref, i.number, b.data FROM item i JOIN body b USING (key) WHERE i.key > ? AND i.repeats AND NOT i.gone"
    " ORDER BY i.key LIMIT ?"
)


class _Held:
    """A connection for as long as the thread lives that has it; the next thread may have it then.

    A web server ends threads and begins others all the time. To close it in a thread that is ending would end the process:
    SQLite then calls back for the functions of ours that the connection has.
    """

    def __init__(self, db: Connection, idle: deque[Connection]) -> None:
        self.db, self._idle = db, idle

    def __del__(self) -> None:
        self._idle.append(self.db)


class SqliteStore:
    """A store in one file. Opens it, and brings its tables up to date; raises StoreUnavailable when it cannot."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()
        self._connections: list[Connection] = []
        self._idle: deque[Connection] = deque()
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
        for db in self._connections:
            db.close()
        self._connections, self._idle, self._local = [], deque(), threading.local()

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

    def live_items(self, source_id: int | None = None) -> dict[int, int]:
        """How many items the hub has of each source that it has any of, or of this one."""
        with self._faults():
            return rows_of.live(self._db(), source_id)

    # Harvest

    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
        """What is held of these items, by (kind, id)."""
        with self._faults():
            return ledger.held(self._db(), source_id, keys)

    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts:
        """Writes a page's changes and the harvest's new position in one transaction."""
        with self._writing() as db:
            new = write.put(db, db.values, source_id, batch.puts, batch.epoch, now)
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
            return sqlite_search.search(db, db.values, query, now)

    def count(self, query: Query, now: datetime, most: int) -> int:
        """How many match, of which no more than so many are counted."""
        with self._faults(), self._snapshot() as db:
            return sqlite_search.count(db, db.values, query, now, most)

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
            return sqlite_places.learned(self._db(), name)

    def learned_names(self, prefix: str, limit: int) -> list[str]:
        with self._faults():
            return sqlite_places.learned_names(self._db(), prefix, limit)

    def close_words(self, word: str, limit: int) -> list[str]:
        with self._faults():
            return sqlite_words.close_words(self._db(), word, limit)

    def write_gazetteer(self, name: str, places: Iterable[tuple[str, Spot]]) -> int:
        """Puts places, by folded name, in the stead of what the gazetteer had, in one transaction; how many."""
        with self._faults():
            sqlite_places.read_in(self._db(), places)
        with self._writing() as db:
            return sqlite_places.write(db, name)

    def gazetteer_place(self, name: str) -> Spot | None:
        with self._faults():
            return sqlite_places.place(self._db(), name)

    def gazetteers(self) -> dict[str, int]:
        """How many places each gazetteer has."""
        with self._faults():
            return sqlite_places.every(self._db())

    # Daily

    def purge(self, before: datetime) -> int:
        """Forgets tombstones that were made before a moment; how many. The highest of them is the horizon (feed-horizon)."""
        with self._writing() as db:
            return sqlite_own.purge(db, before)

    def expanded_on(self) -> str:
        with self._faults():
            row = self._db().execute("SELECT value FROM hub WHERE name = 'expanded'").fetchone()
        return row[0] if row else ""

    def series(self) -> Iterator[Series]:
        """Repeating items, a few hundred read at a time, since all of them would not fit in memory."""
        key = 0
        while True:
            with self._faults():
                rows = self._db().execute(_SERIES, (key, _AT_A_TIME)).fetchall()
            if not rows:
                return
            yield from (Series(ref=row["ref"], raw=row["data"], number=row["number"]) for row in rows)
            key = rows[-1]["key"]

    def expand(self, expanded: Iterable[tuple[Series, tuple[Occurrence, ...]]], day: str) -> int:
        """Writes when repeating items are on, a few hundred in a transaction; how many of them have not changed since they were
        read. Ends with the day, so that what was broken off is begun again."""
        number, rest = 0, iter(expanded)
        while some := list(islice(rest, _AT_A_TIME)):
            with self._writing() as db:
                for series, occurrences in some:
                    which = "SELECT key FROM item WHERE ref = ? AND number = ? AND NOT gone"
                    if row := db.execute(which, (series.ref, series.number)).fetchone():
                        sqlite_index.expand(db, row["key"], occurrences)
                        number += 1
        with self._writing() as db:
            sqlite_index.forget_over(db, day)
            db.execute("INSERT OR REPLACE INTO hub VALUES ('expanded', ?)", (day,))
        return number

    # Runs

    def lease(
        self, source_id: int, *, wait_seconds: float = 60, waiting: Callable[[], None] = lambda: None
    ) -> AbstractContextManager[None]:
        """While it is held nobody else on this machine reads the source. Raises Taken when it is not free within the time."""
        return lease(self._path, source_id, wait_seconds=wait_seconds, waiting=waiting)

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

    # Moving

    @contextmanager
    def moving_out(self) -> Iterator[SqliteReader]:
        """All that the hub keeps, of one moment."""
        with self._faults(), self._snapshot() as db:
            yield SqliteReader(db)

    @contextmanager
    def moving_in(self) -> Iterator[SqliteWriter]:
        """Takes another hub in, in one transaction, and forgets what was there."""
        with self._writing() as db:
            yield (writer := SqliteWriter(db))
            writer.settle()

    # Connections

    def _db(self) -> Connection:
        held: _Held | None = getattr(self._local, "held", None)
        if held is None:
            self._local.held = held = _Held(self._free(), self._idle)
        return held.db

    def _free(self) -> Connection:
        """A connection that no thread has any more, or a new one."""
        try:
            return self._idle.pop()
        except IndexError:
            self._connections.append(db := connect(self._path))
            return db

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with self._faults():
            db = self._db()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.values.forget()
                if db.in_transaction:  # when the disk is full SQLite has gone back by itself
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        db = self._db()
        db.execute("BEGIN")
        try:
            yield db
        finally:
            if db.in_transaction:
                db.execute("COMMIT")

    def _faults(self) -> AbstractContextManager[None]:
        return faults(self._path)

    def _migrate(self) -> None:
        with self._faults():
            if not sqlite_upgrade.is_current(db := self._db()):
                sqlite_upgrade.upgrade(db, self._path, automatic=True)


STORE = SqliteStore
