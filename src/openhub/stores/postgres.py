"""The PostgreSQL store: a database with PostGIS shared by any number of processes, every page of a harvest one transaction."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import psycopg
from psycopg import IsolationLevel

from openhub.errors import StoreUnavailable
from openhub.model.finding import Finding
from openhub.model.history import PastRun, Schedule, Tally
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.schedule import Occurrence
from openhub.model.source import Source
from openhub.stores import postgres_index as index
from openhub.stores import postgres_ledger as ledger
from openhub.stores import (
    postgres_own,
    postgres_places,
    postgres_runs,
    postgres_search,
    postgres_upgrade,
    postgres_words,
)
from openhub.stores import postgres_sources as rows_of
from openhub.stores import postgres_write as write
from openhub.stores.contract import Batch, Changes, Counts, Ended, Ending, Held, Key, Proof, Series
from openhub.stores.postgres_faults import shown, unavailable
from openhub.stores.postgres_lease import lease
from openhub.stores.postgres_moving import PostgresReader, PostgresWriter
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db, Server, by_index, connect
from openhub.stores.postgres_vectors import Words

_LOG = logging.getLogger(__name__)
_AT_A_TIME = 500
_SERIES = (
    "SELECT i.key, i.ref, c.number, b.data FROM item i JOIN change c USING (origin, key) JOIN body b USING (origin, key)"
    " WHERE i.key > %s AND i.repeats AND NOT i.gone ORDER BY i.key LIMIT %s"
)
_REPLICA_SECONDS = 2.0  # how long a replica is waited for before the primary is read

Came = TypeVar("Came")


class PostgresStore:
    """A store in a database. Opens it, and brings its tables up to date; raises StoreUnavailable when it cannot.

    With a `read_address` all that visitors and other hubs read comes from there, such as from a replica; when that does not
    answer, it comes from the primary. What a harvest goes by is always the primary's.
    """

    def __init__(self, address: str, read_address: str = "") -> None:
        shown(address)  # says so when it cannot be read
        self._proofs: postgres_own.Proofs = {}
        self._numbers, self._words = Numbers(), Words()
        self._leases: dict[int, Callable[[], bool]] = {}
        self._is_alone = False
        postgres_upgrade.open_up(address)
        self._server = Server(address)
        self._replica = Server(read_address, _REPLICA_SECONDS) if read_address and shown(read_address) else None

    def settle(self) -> None:
        """Nothing is left to do: what is committed is kept, and what was withdrawn goes with the server's next clearing up."""

    def close(self) -> None:
        self._server.close()
        if self._replica:
            self._replica.close()

    # Sources

    def add_source(self, source: Source) -> Source:
        """The source with its id."""
        return self._server.write(lambda db: rows_of.add(db, source))

    def save_source(self, source: Source) -> None:
        self._server.write(lambda db: rows_of.save(db, source))

    def remove_source(self, source_id: int, now: datetime) -> int:
        """Takes the source away; its items leave tombstones. How many items that were."""
        return self._server.write(lambda db: rows_of.remove(db, source_id, now))

    def sources(self) -> list[Source]:
        return self._read(rows_of.every)

    def source(self, source_id: int) -> Source | None:
        """A source by its id; None when there is none, or none any more."""
        return self._read(lambda db: rows_of.one(db, source_id))

    def live_items(self, source_id: int | None = None) -> dict[int, int]:
        """How many items the hub has of each source that it has any of, or of this one."""
        return self._read(lambda db: rows_of.live(db, source_id))

    # Harvest

    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
        """What is held of these items, by (kind, id)."""
        named = list(keys)
        return self._server.read(lambda db: ledger.held(db, source_id, named)) if named else {}

    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts:
        """Writes a page's changes and the harvest's new position in one transaction."""
        self._learn(batch)
        return self._under_lease(source_id, lambda db: self._applied(db, source_id, batch, now))

    def _applied(self, db: Db, source_id: int, batch: Batch, now: datetime) -> Counts:
        by_index(db)
        write.release(db, source_id, batch)
        new, entries = write.put(db, self._numbers, self._words, source_id, batch.puts, batch.epoch, now)
        with db.pipeline():  # the server is not waited for until the last of these
            write.renumber(db, batch.same, source_id, batch.epoch)
            write.quarantine(db, source_id, batch.quarantined, abs(batch.baseline), now)
            write.write_findings(db, source_id, [(p.key, p.findings) for p in batch.puts], now)
            ledger.write(db, source_id, batch)
            write.write_loose(db, source_id, batch.loose, now, afresh=batch.first)
            rows_of.move(db, source_id, batch)
        write.give_numbers(db, entries)  # from here on others wait
        write.give_reasons(db, source_id, batch.gone, now)
        deleted = ledger.delete_at_once(db, source_id, [k for k in batch.gone if k.reason == "urgent"], now)
        return Counts(
            new=new,
            changed=len(batch.puts) - new,
            unchanged=len(batch.same),
            deleted=deleted,
            quarantined=len(batch.quarantined),
        )

    def _learn(self, batch: Batch) -> None:
        facets = {facet for put in batch.puts for facet in put.index.facets}
        origins = {put.origin for put in batch.puts}
        if self._numbers.needs(facets, origins):
            self._server.write(lambda db: self._numbers.learn(db, facets, origins))

    def proof(self, source_id: int) -> Proof:
        """The root over what is held of a feed without what waits to be deleted, and the number of entries with that."""
        return self._server.read(lambda db: ledger.proof(db, source_id))

    def is_missing_since(self, source_id: int, moment: datetime) -> bool:
        """Whether there is an entry that a baseline which ended before this moment did not show."""
        return self._server.read(lambda db: ledger.is_missing_since(db, source_id, moment))

    def finish(self, source_id: int, ending: Ending, now: datetime) -> Ended:
        """Settles what the end of a feed means, in one transaction: sweep, deletions, brake, root and state."""

        def work(db: Db) -> Ended:
            ended = ledger.finish(db, source_id, ending, now)
            rows_of.end(db, source_id, ending, ended, now)
            ledger.settle(db, ledger.OWN)
            return ended

        return self._under_lease(source_id, work)

    def confirm(self, source_id: int, now: datetime) -> int:
        """Carries out the deletions that wait for a person; how many items that took away."""
        return self._under_lease(source_id, lambda db: ledger.carry_out(db, source_id, 2, now))

    def findings(self, source_id: int) -> list[Finding]:
        rows = self._read(
            lambda db: db.execute(
                "SELECT code, severity, pointer, message, remedy, feed_id AS item FROM finding WHERE source = %s"
                " ORDER BY severity, feed_id, code, pointer",
                (source_id,),
            ).fetchall()
        )
        return [Finding(**row) for row in rows]

    # Reading

    def search(self, query: Query, now: datetime) -> Results:
        return self._read(lambda db: postgres_search.search(db, self._numbers, query, now))

    def count(self, query: Query, now: datetime, most: int) -> int:
        """How many match, of which no more than so many are counted."""
        return self._read(lambda db: postgres_search.count(db, self._numbers, query, now, most))

    def item(self, ref: str, now: datetime) -> Found | None:
        return self._read(lambda db: postgres_search.one(db, ref, now))

    def is_gone(self, ref: str) -> bool:
        row = self._read(lambda db: db.execute("SELECT gone FROM item WHERE ref = %s", (ref,)).fetchone())
        return bool(row and row["gone"])

    def publish_at(self, address: str) -> None:
        """Says what stands in front of the references of items in the hub's own feed, so that its root is kept."""
        if self._read(write.own_address) != address:
            self._server.write(lambda db: postgres_own.publish_at(db, address))

    def changes(self, after: int, limit: int, address: str | None = None) -> Changes:
        """Changes of the hub after a number, in order, with all that is said of them from the same snapshot."""
        return self._read(lambda db: postgres_own.changes(db, after, limit, address, self._proofs))

    def learned_place(self, name: str) -> Spot | None:
        """The mean position of the first of the items that taught this name, or None."""
        return self._read(lambda db: postgres_places.learned(db, name))

    def learned_names(self, prefix: str, limit: int) -> list[str]:
        return self._read(lambda db: postgres_places.names(db, prefix, limit))

    def close_words(self, word: str, limit: int) -> list[str]:
        return self._read(lambda db: postgres_words.close_words(db, word, limit))

    def write_gazetteer(self, name: str, places: Iterable[tuple[str, Spot]]) -> int:
        """Puts places, by folded name, in the stead of what the gazetteer had, in one transaction; how many."""
        return self._server.write(lambda db: postgres_places.write(db, name, places), tries=1)

    def gazetteer_place(self, name: str) -> Spot | None:
        return self._read(lambda db: postgres_places.place(db, name))

    def gazetteers(self) -> dict[str, int]:
        """How many places each gazetteer has."""
        return self._read(postgres_places.every)

    # Daily

    def purge(self, before: datetime) -> int:
        """Forgets tombstones that were made before a moment; how many. The highest of them is the horizon (feed-horizon)."""
        self._server.write(postgres_words.forget_unused)
        return self._server.write(lambda db: postgres_own.purge(db, before))

    def expanded_on(self) -> str:
        row = self._server.read(lambda db: db.execute("SELECT value FROM hub WHERE name = 'expanded'").fetchone())
        return str(row["value"]) if row else ""

    def series(self) -> Iterator[Series]:
        """Repeating items, a few hundred read at a time, since all of them would not fit in memory."""
        key = 0
        while rows := self._server.read(partial(_series, after=key)):
            yield from (Series(ref=row["ref"], raw=row["data"], number=row["number"]) for row in rows)
            key = rows[-1]["key"]

    def expand(self, expanded: Iterable[tuple[Series, tuple[Occurrence, ...]]], day: str) -> int:
        """Writes when repeating items are on, a few hundred in a transaction; how many of them have not changed since they were
        read. Ends with the day, so that what was broken off is begun again."""
        number, rest = 0, iter(expanded)
        while some := list(islice(rest, _AT_A_TIME)):
            number += self._server.write(partial(index.expand, expanded=some))
        self._server.write(lambda db: db.execute(postgres_own.SAY, ("expanded", day)))
        return number

    # Runs

    @contextmanager
    def lease(
        self, source_id: int, *, wait_seconds: float = 60, waiting: Callable[[], None] = lambda: None
    ) -> Iterator[None]:
        """While it is held nobody else on any machine reads the source. Raises Taken when it is not free within the time."""
        with lease(self._server.address, source_id, wait_seconds=wait_seconds, waiting=waiting) as is_held:
            self._leases[source_id] = is_held
            try:
                yield
            finally:
                self._leases.pop(source_id, None)

    def write_run(self, run: PastRun, schedule: Schedule, forget_before: datetime) -> None:
        """Keeps a run with when the next is due, and forgets the source's runs that ended before a moment."""
        self._server.write(lambda db: postgres_runs.write_run(db, run, schedule, forget_before))

    def set_interval(self, source_id: int, seconds: int) -> None:
        """The source's own interval; 0 takes the hub's."""
        self._server.write(lambda db: postgres_runs.set_interval(db, source_id, seconds))

    def runs(self, source_id: int, limit: int) -> list[PastRun]:
        """The last runs of a source, the latest first."""
        return self._read(lambda db: postgres_runs.runs(db, source_id, limit))

    def schedules(self) -> list[Schedule]:
        """When each source is read next: those never read first, then by time."""
        return self._read(postgres_runs.schedules)

    def tally(self, since: datetime, source_id: int | None = None, offset: timedelta = timedelta(0)) -> list[Tally]:
        """How many runs since a moment ended how, by source and day; days begin `offset` before those of UTC."""
        return self._read(lambda db: postgres_runs.tally(db, since, source_id, offset))

    # Moving

    @contextmanager
    def moving_out(self) -> Iterator[PostgresReader]:
        """All that the hub keeps, of one moment."""
        with self._whole(IsolationLevel.REPEATABLE_READ) as db:
            yield PostgresReader(db)

    @contextmanager
    def moving_in(self) -> Iterator[PostgresWriter]:
        """Takes another hub in, in one transaction, and forgets what was there."""
        with self._whole(IsolationLevel.READ_COMMITTED) as db:
            yield (writer := PostgresWriter(db))
            writer.settle()

    # Servers

    @contextmanager
    def _whole(self, level: IsolationLevel) -> Iterator[Db]:
        """One long transaction of the primary, on a connection of its own."""
        with connect(self._server.address) as db:
            db.isolation_level = level
            try:
                with db.transaction():
                    yield db
            except psycopg.Error as error:
                raise unavailable(error, self._server.address) from error

    def _read(self, work: Callable[[Db], Came]) -> Came:
        """What visitors ask: of the replica while it answers, else of the primary."""
        if self._replica and not self._replica.is_away():
            try:
                came = self._replica.read(work)
            except StoreUnavailable as error:
                self._replica.mark_away()
                if not self._is_alone:  # once, however long it is away
                    _LOG.warning("%s Visitors are served from the primary meanwhile.", error)
                self._is_alone = True
            else:
                self._is_alone = False
                return came
        return self._server.read_soon(work)

    def _under_lease(self, source_id: int, work: Callable[[Db], Came]) -> Came:
        """What a harvest writes; not when its lease was lost, for somebody else may have it."""
        if (is_held := self._leases.get(source_id)) and not is_held():
            raise StoreUnavailable(
                f"The connection that held the lease of source {source_id} was lost, so this run ends here. What was kept before"
                " is all there; the next run goes on from it."
            )
        return self._server.write(work)


def _series(db: Db, after: int) -> list[dict[str, Any]]:
    return db.execute(_SERIES, (after, _AT_A_TIME)).fetchall()


STORE = PostgresStore
