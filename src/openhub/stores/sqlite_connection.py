"""Connections to a SQLite database, set up as every part of the store wants them, and its faults in words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from openhub.errors import StoreUnavailable
from openhub.stores import sqlite_functions
from openhub.stores.sqlite_facets import Values

_REMEDIES = {
    "readonly": " OpenHub has to be allowed to write this file, and others beside it in its folder.",
    "disk is full": " Make room there and try again; what was kept before is all there.",
    "disk I/O error": " Look whether the disk is full or broken and try again; what was kept before is all there.",
    "locked": " Something else has been writing to it for long. Try again.",
}
_CACHE_KIB = 16_384  # of the file in memory, for each connection; what a page of a harvest touches
_LOG_PAGES = 4_000  # of some pages of a harvest, since each of those writes to many of the same places


class Connection(sqlite3.Connection):
    """A connection, and the values of facets that it knows."""

    values: Values


def connect(path: Path) -> Connection:
    """Opens a database, and makes it when it is not there."""
    connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False, factory=Connection)
    try:
        connection.row_factory = sqlite3.Row
        connection.values = Values()
        connection.execute("PRAGMA page_size = 8192")  # counts only before the file is first written
        with suppress(sqlite3.OperationalError):  # another process is just about to switch this new file to it
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_LOG_PAGES}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute("PRAGMA secure_delete = ON")  # what is withdrawn must not linger in free pages
        sqlite_functions.add(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def remedy(error: sqlite3.Error, path: Path) -> str:
    """What there is to do about a fault of a file, as a sentence after another one; "" when nothing is known."""
    if "unable to open" in str(error):
        return f" {_where(path)}"
    return next((said for words, said in _REMEDIES.items() if words in str(error)), "")


def _where(path: Path) -> str:
    if path.is_dir():
        return "That is a folder. Name a file in it."
    if not path.parent.is_dir():
        return f"There is no folder {path.parent}. Make it, or name a file in another one."
    return f"OpenHub has to be allowed to write in its folder, {path.parent}."


@contextmanager
def faults(path: Path) -> Iterator[None]:
    """Turns faults of SQLite into StoreUnavailable, with what to do."""
    try:
        yield
    except sqlite3.IntegrityError as error:
        if "source.address" in str(error):
            raise StoreUnavailable("There is a source with this address already.") from error
        raise
    except sqlite3.OperationalError as error:
        raise StoreUnavailable(f"The database {path} cannot be used: {error}.{remedy(error, path)}") from error
    except sqlite3.DatabaseError as error:
        raise StoreUnavailable(f"{path} is not a database of ours: {error}.") from error
