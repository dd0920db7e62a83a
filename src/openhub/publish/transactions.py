"""Transactions on the publisher's database: one at a time that may give out numbers, and readings of one moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakSet

from sqlalchemy import Connection, Engine, create_engine, event, func, inspect, select

from openhub.errors import ConfigError, UsageError
from openhub.publish.tables import FEED

__all__ = ["AtCommit", "Connection", "Engine", "engine", "hold", "snapshot"]

_LOCK = 0x6F70656E687562  # "openhub"; advisory locks are of one database


def engine(database: Engine | str) -> Engine:
    """The engine, or one for an address such as sqlite:///club.db. Raises ConfigError for other databases."""
    made = create_engine(database) if isinstance(database, str) else database
    if made.dialect.name not in ("sqlite", "postgresql"):
        raise ConfigError(f"The database is {made.dialect.name}. A change feed needs SQLite or PostgreSQL.")
    return made


def hold(connection: Connection) -> None:
    """Takes the one lock under which numbers are given out, and keeps it until the transaction ends (feed-visibility).

    Raises UsageError on a connection that commits each statement by itself: the lock would be gone at once.
    """
    if not connection.in_transaction():
        connection.begin()
    if connection.dialect.name == "postgresql":
        if getattr(connection.connection.dbapi_connection, "autocommit", False):
            raise UsageError(
                "This connection commits each statement by itself (AUTOCOMMIT), so changes of several items could be seen "
                "half. Give one with a transaction, such as that of engine.begin()."
            )
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    elif not _begun(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    elif inspect(connection).has_table(FEED.name):  # the caller began it, perhaps only to read; a change takes the lock
        connection.execute(FEED.update().values(head=FEED.c.head))
    else:
        FEED.create(connection)


@contextmanager
def snapshot(database: Engine) -> Iterator[Connection]:
    """A connection whose every reading is of one moment (feed-snapshot)."""
    with database.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        connection.begin()
        if connection.dialect.name == "sqlite" and not _begun(connection):
            connection.exec_driver_sql("BEGIN")
        yield connection


class AtCommit:
    """Does something at the end of a connection's transaction, within it, when it is committed; nothing when it is not."""

    def __init__(self, do: Callable[[Connection], None]) -> None:
        self._do = do
        self._watched: WeakSet[Connection] = WeakSet()
        self._waiting: WeakSet[Connection] = WeakSet()

    def expect(self, connection: Connection) -> None:
        self._waiting.add(connection)
        if connection not in self._watched:
            self._watched.add(connection)
            event.listen(connection, "commit", self._committing)
            event.listen(connection, "rollback", self._waiting.discard)

    def _committing(self, connection: Connection) -> None:
        if connection in self._waiting:
            self._waiting.discard(connection)
            self._do(connection)


def _begun(connection: Connection) -> bool:
    """Whether SQLite itself is in a transaction; Python's driver begins one only at the first change."""
    return bool(getattr(connection.connection.dbapi_connection, "in_transaction", False))
