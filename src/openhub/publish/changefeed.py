"""A change feed of Level 3 over a publisher's own table or function, kept in the publisher's own database."""

import logging
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from openhub.errors import ConfigError, UsageError
from openhub.model.fault import found
from openhub.publish import high_water, reading, tables, writing
from openhub.publish.dataset import Dataset
from openhub.publish.dumps import Dump
from openhub.publish.items import Aside, Ready, broken, ready
from openhub.publish.judging import Judge, judge
from openhub.publish.reading import Body
from openhub.publish.tables import State
from openhub.publish.transactions import AtCommit, Connection, Engine, engine, hold, snapshot
from openhub.publish.writing import Draft, Written

LOG = logging.getLogger(__name__)
DAY = 24 * 60 * 60
LEAST_RETENTION_DAYS = 7  # feed-retention
SHOWN = 20  # of what was put aside, in the log

Item = dict[str, Any]


class ChangeFeed:
    """What was published, and what is to be. Make one and keep it; it may be used from any thread and by several processes."""

    def __init__(
        self,
        database: Engine | str,
        dataset: Dataset,
        *,
        rows: Any = None,
        item: Callable[[Any], Item | None] = lambda row: row,
        validate: bool = True,
        high_water_file: Path | str | None = None,
        retention_days: int = 35,
        page_size: int = 500,
        time_zone: str = "Europe/London",
        clock: Callable[[], float] = time.time,
    ) -> None:
        """`rows` is what `sync` compares with: a SQLAlchemy table or select, or a function that is given the connection and
        gives the rows. `item(row)` makes an item of each, or None when it is not to be published. Without `validate` only
        what no feed may hold is put aside, not what a hub would refuse. `high_water_file` lies outside the database.
        """
        if retention_days < LEAST_RETENTION_DAYS:
            raise ConfigError(
                f"Tombstones would be kept {retention_days} days. Keep them {LEAST_RETENTION_DAYS} or longer."
            )
        self.engine, self.dataset, self.page_size = engine(database), dataset, page_size
        self.retention_days = retention_days
        self._rows, self._item = rows, item
        self._judge: Judge = judge(dataset, ZoneInfo(time_zone)) if validate else lambda _: []
        self._mark = Path(high_water_file) if high_water_file else None
        self._clock = clock
        self._prepared = False
        self._at_commit = AtCommit(self._committing)

    # Publishing

    def put(self, connection: Connection, items: Iterable[Item]) -> Written:
        """Publishes items within the connection's transaction. What cannot be published is put aside, and said."""
        prepared = [self._ready(item) for item in items]
        state = self._hold(connection)
        named = {(one.kind, one.id) for one in prepared if isinstance(one, Ready)}
        changes = writing.draft(connection, (id_ for _, id_ in named))
        aside = self._put_into(changes, prepared)
        for name in changes.held.keys() - named:  # an id names one thing: when its type has changed, the former goes
            changes.delete(name, None)
        return self._write(connection, state, changes, aside)

    def delete(self, connection: Connection, ids: Iterable[str], *, reason: str | None = None) -> Written:
        """Takes items back, by their ids, within the connection's transaction. Raises UsageError for an unknown reason.

        `reason` is ended, withdrawn, error or urgent. An id that was never published is passed over.
        """
        writing.known_reason(reason)
        if isinstance(ids, str):
            raise UsageError(f"Give a list of ids, such as [{ids!r}].")
        state = self._hold(connection)
        changes = writing.draft(connection, ids)
        for name in changes.held:
            changes.delete(name, reason)
        return self._write(connection, state, changes, [])

    def sync(self, connection: Connection | None = None, *, reason: str | None = None, log: bool = True) -> Written:
        """Compares `rows` with what was published, and writes what is new, changed or gone; `reason` is given for the gone.

        While a row cannot even be named, nothing is taken for gone: it could be any. What is put aside keeps its last good
        version in the feed. Without `log` it is only in what comes back.
        """
        writing.known_reason(reason)
        if self._rows is None:
            raise UsageError(
                "This feed has no rows to compare with. Give ChangeFeed(…, rows=…), or call put and delete."
            )
        if connection is None:
            with self.transaction() as opened:
                return self.sync(opened, reason=reason, log=log)
        state = self._hold(connection)
        changes = writing.draft(connection, None)
        prepared = list(self._all(connection, changes))
        aside = self._put_into(changes, prepared)
        if all(one.id for one in prepared):
            kept = {one.id for one in aside} - {""}
            named = {(one.kind, one.id) for one in prepared}
            for name, row in changes.held.items():
                if row.digest is not None and name not in named and name[1] not in kept:
                    changes.delete(name, reason)
        return self._write(connection, state, changes, aside, log=log)

    def new_epoch(self, connection: Connection | None = None) -> str:
        """Numbers everything anew, and says so to every harvester. For when the database was put back or imported again, or
        when the ids or the choice of items follow another scheme. The name of the new epoch.
        """
        if connection is None:
            with self.transaction() as opened:
                return self.new_epoch(opened)
        before = self._hold(connection, noticing=False)
        return self._begin_epoch(connection, before).epoch

    def purge(
        self, connection: Connection | None = None, *, through: int = sys.maxsize, days: float | None = None
    ) -> int:
        """Forgets tombstones older than the retention, or than `days`; the horizon after it.

        Every writing does this once a day. `through` is the highest number that may be forgotten.
        """
        if connection is None:
            with self.transaction() as opened:
                return self.purge(opened, through=through, days=days)
        return self._purge(
            connection, self._hold(connection), through, self.retention_days if days is None else days
        ).horizon

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction of its own, for who has none at hand. It holds the lock from the start."""
        with self.engine.connect() as connection:
            hold(connection)
            yield connection
            connection.commit()

    # Reading

    def page(self, after: int, *, address: str, requested: str) -> Body:
        """The page after a number; `address` is the feed's own without query, `requested` what was asked for, byte for byte."""
        with self._snapshot() as connection:
            return reading.page(
                connection,
                after,
                self.page_size,
                address=address,
                requested=requested,
                licence=self.dataset.licence,
            )

    def checkpoint(self) -> dict[str, Any]:
        """A small document that says where the feed stands (schemas/checkpoint.schema.json)."""
        now = datetime.fromtimestamp(self._clock(), UTC)
        with self._snapshot() as connection:
            return reading.checkpoint(connection, self.dataset, self.retention_days, now)

    def dump(self, file: IO[bytes]) -> Dump:
        """Writes all live items into a file, as gzip; what it holds."""
        with self._snapshot() as connection:
            return reading.dump(connection, file)

    def state(self) -> State:
        """Epoch, head, horizon and count."""
        with self._snapshot() as connection:
            return tables.state(connection)

    # What all of these do

    @contextmanager
    def _snapshot(self) -> Iterator[Connection]:
        if not self._prepared and not self._needs_nothing():
            with self.transaction() as connection:
                self._hold(connection)
        with snapshot(self.engine) as connection:
            yield connection

    def _needs_nothing(self) -> bool:
        """Whether pages can be read at once after a start, without the lock: somebody may hold it for long."""
        with snapshot(self.engine) as connection:
            there = tables.are_there(connection)
            self._prepared = there and not (self._mark and high_water.read(self._mark) > tables.state(connection).head)
        return self._prepared

    def _hold(self, connection: Connection, *, noticing: bool = True) -> State:
        """Takes the lock, sees to it that there are tables, and that the database is not an older one that was put back."""
        hold(connection)
        if not self._prepared:
            tables.create(connection, _name())
        if self._mark or not self._prepared:
            self._at_commit.expect(connection)
        state = tables.state(connection)
        if noticing and self._mark and (mark := high_water.read(self._mark)) > state.head:
            LOG.warning("The database is behind its high-water mark (%s, %s). A new epoch begins.", state.head, mark)
            state = self._begin_epoch(connection, state)
        return state

    def _committing(self, connection: Connection) -> None:
        if not self._prepared and not tables.are_there(connection):  # a savepoint took them back
            return
        if self._mark:
            high_water.write(self._mark, tables.state(connection).head)
        self._prepared = True

    def _ready(self, item: Item, published: Draft | None = None) -> Ready | Aside:
        """What is published just so was judged then; judging is dear, and whoever writes waits for the lock."""
        one = ready(item)
        if isinstance(one, Ready) and published and published.has(one):
            return one
        if isinstance(one, Ready) and (wrong := self._judge(item)):
            return Aside(one.id, one.kind, tuple(wrong))
        return one

    def _all(self, connection: Connection, published: Draft) -> Iterator[Ready | Aside]:
        """Every row as an item. One that cannot be made an item does not stop the others."""
        rows = self._rows(connection) if callable(self._rows) else tables.rows(connection, self._rows)
        for number, row in enumerate(rows, 1):
            try:
                item = self._item(row)
            except Exception as fault:  # the publisher's function, and rows of any kind
                yield broken(number, row, fault)
            else:
                if item is not None:
                    yield self._ready(item, published)

    def _put_into(self, changes: Draft, prepared: list[Ready | Aside]) -> list[Aside]:
        """Puts items into a draft, the later of two of one name; those put aside."""
        latest: dict[tuple[str, str], Ready] = {}
        aside = [one for one in prepared if isinstance(one, Aside)]
        for one in prepared:
            if isinstance(one, Ready):
                if (one.kind, one.id) in latest:
                    aside.append(Aside(one.id, one.kind, (found("sent-twice", "/id", one.id),)))
                latest[one.kind, one.id] = one
        for one in latest.values():
            changes.put(one)
        return aside

    def _write(
        self, connection: Connection, state: State, changes: Draft, aside: list[Aside], *, log: bool = True
    ) -> Written:
        state = writing.write(connection, state, changes, base=self._base(), now=int(self._clock()))
        if state.purged_at < self._clock() - DAY:
            self._purge(connection, state, sys.maxsize, self.retention_days)
        if log:
            _log(aside)
        return writing.counted(changes, aside)

    def _begin_epoch(self, connection: Connection, state: State) -> State:
        mark = high_water.read(self._mark) if self._mark else 0
        floor = 0 if mark else self._base()
        return writing.begin_epoch(connection, state, epoch=_name(), above=mark, floor=floor, now=int(self._clock()))

    def _purge(self, connection: Connection, state: State, through: int, days: float) -> State:
        now = int(self._clock())
        return writing.purge(connection, state, through=through, before=int(now - days * DAY), now=now)

    def _base(self) -> int:
        """Higher than any number ever given out, where that is not known (feed-renumber)."""
        return int(self._clock() * 1000) << 10


def _log(aside: list[Aside]) -> None:
    for one in aside[:SHOWN]:
        LOG.warning("%s", one)
    if len(aside) > SHOWN:
        LOG.warning("%d more are put aside.", len(aside) - SHOWN)


def _name() -> str:
    """A name for an epoch that was never used: the day for people, chance for the rest."""
    return f"{datetime.now(UTC):%Y-%m-%d}-{secrets.token_hex(8)}"
