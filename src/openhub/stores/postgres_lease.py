"""One run of a source at a time: a lock of a session at the PostgreSQL server, let go with its connection when its holder dies."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg

from openhub.errors import Taken
from openhub.stores.postgres_faults import unavailable
from openhub.stores.postgres_pool import Db, connect

_POLL_SECONDS = 0.2
# So that the server soon notices that a machine is gone which could not say so.
_WATCHFUL = (
    "SELECT set_config('tcp_keepalives_idle', '15', false), set_config('tcp_keepalives_interval', '5', false),"
    " set_config('tcp_keepalives_count', '3', false)"
)
# By schema, since several hubs may share a database.
_TAKE = "SELECT pg_try_advisory_lock(hashtext('openhub ' || current_schema()), %s::int) AS taken"


@contextmanager
def lease(
    address: str, source_id: int, *, wait_seconds: float = 60, waiting: Callable[[], None] = lambda: None
) -> Iterator[Callable[[], bool]]:
    """Holds the lease of a source, having waited for it; `waiting` is called once if it is taken. Gives what says whether it
    is still held: a server that was restarted has forgotten it.

    Raises Taken when the wait is over, and StoreUnavailable when the server cannot be asked.
    """
    deadline = time.monotonic() + wait_seconds
    db = connect(address)
    try:
        db.execute(_WATCHFUL)
        told = False
        while not _taken(db, address, source_id):
            if time.monotonic() >= deadline:
                raise Taken(f"Another harvest of source {source_id} is still running. Try again when it has ended.")
            if not told:
                waiting()
                told = True
            time.sleep(_POLL_SECONDS)
        yield lambda: _is_alive(db)
    finally:
        with suppress(psycopg.Error):
            db.close()


def _taken(db: Db, address: str, source_id: int) -> bool:
    try:
        row = db.execute(_TAKE, (source_id,)).fetchone()
    except psycopg.Error as error:
        raise unavailable(error, address) from error
    return bool(row and row["taken"])


def _is_alive(db: Db) -> bool:
    try:
        db.execute("")
    except psycopg.Error:
        return False
    return True
