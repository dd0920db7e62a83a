"""Connections to a PostgreSQL server: a pool a process, transactions that are tried again, and readings of one moment."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import Any, TypeVar

import psycopg
from psycopg import Connection, IsolationLevel, errors
from psycopg.adapt import Dumper
from psycopg.rows import DictRow, dict_row
from psycopg.types.string import StrBinaryDumper, StrDumper
from psycopg_pool import ConnectionPool, PoolTimeout

from openhub.errors import StoreUnavailable
from openhub.stores.postgres_faults import unavailable

Db = Connection[DictRow]
Came = TypeVar("Came")

MOST = 32  # connections of a process
WAIT_SECONDS = 20.0  # for one of them to be free
SOON_SECONDS = (
    2.0  # how long somebody at a browser waits for one, before it is looked whether the server is there at all
)
_TRIES = 3
_AWAY_SECONDS = 15  # how long a server that did not answer is not asked again, while there is another one
_AGAIN_SECONDS = 2  # the same where there is no other
_PROBE_SECONDS = 2
_CONNECTING: dict[str, Any] = {
    "connect_timeout": 5,
    "application_name": "openhub",
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}
# Compiling takes longer than most searches do; and lz4, where the server has it, packs documents many times as quickly.
_SESSION = (
    "SELECT set_config('TimeZone', 'UTC', false), set_config('jit', 'off', false), set_config(name, 'lz4', false)"
    " FROM pg_settings WHERE name = 'default_toast_compression'"
)
_BY_INDEX = (
    "SELECT set_config(name, 'off', true)"
    " FROM unnest('{enable_seqscan,enable_hashjoin,enable_mergejoin}'::text[]) AS way(name)"
)
_ZERO = b"\xef\xbf\xbd"  # U+FFFD, in place of zero bytes, which PostgreSQL does not hold
_BESIDE_OTHERS = (errors.SerializationFailure, errors.DeadlockDetected, errors.UniqueViolation)
_LOST = ("57P01", "57P02", "57P03", "08")  # the server is being stopped, or the connection is no more


class _Text(StrDumper):
    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", _ZERO)


class _BinaryText(StrBinaryDumper):
    def dump(self, obj: str) -> bytes:
        return obj.encode("utf-8", "replace").replace(b"\0", _ZERO)


class _List(Dumper):
    """Lists of what we ask with: texts, numbers and bytes. That of psycopg takes several times as long."""

    def dump(self, obj: list[Any]) -> bytes:
        return ("{" + ",".join([_ELEMENTS[type(one)](one) for one in obj]) + "}").encode("utf-8", "replace")


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text or "\0" in text:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\0", "\ufffd")
    return f'"{text}"'


_ELEMENTS: dict[type, Callable[[Any], str]] = {
    str: _quoted,
    int: str,
    float: repr,
    bool: lambda value: "t" if value else "f",
    bytes: lambda value: '"\\\\x' + value.hex() + '"',
    datetime: lambda moment: f'"{moment.isoformat()}"',
    type(None): lambda _: "NULL",
}


def connect(address: str, **options: Any) -> Db:
    """A connection of its own, which commits each statement. Raises StoreUnavailable."""
    try:
        db = psycopg.connect(address, autocommit=True, row_factory=dict_row, **_CONNECTING | options)
        _configure(db)
    except psycopg.Error as error:
        raise unavailable(error, address) from error
    return db


def by_index(db: Db) -> None:
    """Has the rows of this transaction looked up one by one. A table that has just grown is still thought to be small, and
    would be read as a whole for each page."""
    db.execute(_BY_INDEX)


class Server:
    """A server's connections. Work is done again when the connection turns out to be lost, or others were in its way."""

    def __init__(self, address: str, wait_seconds: float = WAIT_SECONDS) -> None:
        logging.getLogger("psycopg.pool").setLevel(logging.ERROR)  # it warns of each try
        self.address = address
        self._wait_seconds = wait_seconds
        self._away_until = 0.0
        self._said = ""  # of why it is away
        self._pool: ConnectionPool[Db] = ConnectionPool(
            address,
            kwargs={"autocommit": True, "row_factory": dict_row, **_CONNECTING},
            configure=_configure,
            min_size=0,
            max_size=MOST,
            timeout=wait_seconds,
            reconnect_timeout=wait_seconds,
            open=True,
        )

    def close(self) -> None:
        self._pool.close()

    def is_away(self) -> bool:
        """Whether it did not answer a short while ago."""
        return time.monotonic() < self._away_until

    def mark_away(self, seconds: float | None = None) -> None:
        self._away_until = time.monotonic() + (seconds or _AWAY_SECONDS)

    def read_soon(self, work: Callable[[Db], Came]) -> Came:
        """The same as `read` for those who do not wait long: a server that is away is said to be so in some seconds, and for a
        short while after that at once."""
        if self._said and self.is_away():
            raise StoreUnavailable(self._said)
        return self.read(work, SOON_SECONDS)

    def read(self, work: Callable[[Db], Came], patience_seconds: float | None = None) -> Came:
        """What comes of some work on a snapshot of one moment, in which nothing can be written."""

        def whole(db: Db) -> Came:
            db.isolation_level, db.read_only = IsolationLevel.REPEATABLE_READ, True
            with db.transaction():
                return work(db)

        return self._done(whole, lambda: True, patience_seconds=patience_seconds)

    def write(self, work: Callable[[Db], Came], *, tries: int = _TRIES) -> Came:
        """What comes of some work in a transaction; it may be done again, but not when its very end was lost on the way."""
        committing = False

        def whole(db: Db) -> Came:
            nonlocal committing
            committing = False
            db.isolation_level, db.read_only = IsolationLevel.READ_COMMITTED, False
            with db.transaction():
                came = work(db)
                committing = True
            return came

        return self._done(whole, lambda: not committing, tries)

    def _done(
        self,
        work: Callable[[Db], Came],
        may_repeat: Callable[[], bool],
        tries: int = _TRIES,
        patience_seconds: float | None = None,
    ) -> Came:
        for left in reversed(range(tries)):
            try:
                with self._connection(patience_seconds or self._wait_seconds) as db:
                    return work(db)
            except PoolTimeout as error:
                raise unavailable(error, self.address) from error
            except psycopg.Error as error:
                lost = _is_lost(error)
                if not left or not may_repeat() or not (lost or isinstance(error, _BESIDE_OTHERS)):
                    raise _told(error, self.address) from error
                if lost:
                    self._pool.check()  # the others are likely to be as stale
        raise AssertionError("the last try returns or raises")

    @contextmanager
    def _connection(self, patience_seconds: float) -> Iterator[Db]:
        """A pool does not tell why it has none, so after a while it is looked whether the server is there. If it is, all were taken."""
        with ExitStack() as held:
            try:
                db = held.enter_context(self._pool.connection(patience_seconds))
            except PoolTimeout:
                self._look()
                rest = max(0.0, self._wait_seconds - patience_seconds)
                db = held.enter_context(self._pool.connection(rest))
            self._said = ""
            yield db

    def _look(self) -> None:
        """Raises StoreUnavailable with the reason when it is away."""
        try:
            connect(self.address, connect_timeout=_PROBE_SECONDS).close()
        except StoreUnavailable as error:
            self._said = str(error)
            self.mark_away(_AGAIN_SECONDS)
            raise


def _configure(db: Db) -> None:
    db.adapters.register_dumper(str, _BinaryText)
    db.adapters.register_dumper(str, _Text)
    db.adapters.register_dumper(list, _List)
    db.prepare_threshold = None  # each plan is for its values; and a pooler in between may not know what was prepared
    db.execute(_SESSION)


def _is_lost(error: psycopg.Error) -> bool:
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return error.sqlstate is None or error.sqlstate.startswith(_LOST)


def _told(error: psycopg.Error, address: str) -> Exception:
    """As it is when the fault is in what was asked; else what there is to do about it."""
    ours = isinstance(error, psycopg.DataError | psycopg.IntegrityError) or (
        error.sqlstate is None and not _is_lost(error)
    )
    return error if ours else unavailable(error, address)
