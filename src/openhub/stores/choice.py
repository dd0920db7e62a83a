"""The store that an address names: a PostgreSQL database by postgresql://…, anything else a SQLite file."""

from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from openhub.errors import ConfigError
from openhub.registry import named
from openhub.stores.contract import Store

if TYPE_CHECKING:
    from openhub.stores.revisions import Plan

# The module of each scheme; what has none is a file.
_SCHEMES = {"postgresql": "postgres", "postgres": "postgres"}


def is_address(database: str) -> bool:
    """Whether this is the address of a server, and not a file. Raises ConfigError for one of a kind that there is no store for."""
    scheme, separator, _ = database.partition("://")
    if separator and scheme not in _SCHEMES:
        raise ConfigError(
            f"There is no store for {scheme}://. Name a SQLite file, or a database as postgresql://HOST/DATABASE."
        )
    return bool(separator)


def open_store(database: str, folder: Path, read_database: str = "") -> Store:
    """The store, opened and brought up to date; a file counts from the folder. `read_database` is where visitors' questions go.

    Raises StoreUnavailable when it cannot be used, and ConfigError when it cannot be chosen.
    """
    if not is_address(database):
        if read_database:
            raise ConfigError(
                "The setting read_database goes with a PostgreSQL database, and the database of this hub is a file. Take"
                " read_database or --read-store away."
            )
        store: Store = named("openhub.stores", "sqlite").STORE((folder / database).resolve())
        return store
    if read_database and not is_address(read_database):
        raise ConfigError("The setting read_database is no address. Write it as postgresql://USER@HOST/DATABASE.")
    opened: Store = _server_module(database).STORE(database, read_database)
    return opened


def is_made(database: str, folder: Path) -> bool:
    """Whether there is a database with a hub's tables, or for a file, whether there is one. Raises StoreUnavailable."""
    if not is_address(database):
        return (folder / database).exists()
    return bool(_server_module(database, "_upgrade").is_made(database))


def place(database: str, folder: Path) -> str:
    """The database as messages name it: a whole path, or an address without its password."""
    if not is_address(database):
        return str((folder / database).resolve())
    return str(_server_module(database, "_faults").shown(database))


def look(database: str, folder: Path, backup_to: Path | None = None) -> "Plan":
    """What has to be done to bring the database up to date; a backup goes to a folder, or if left out beside the database or
    into the hub's folder."""
    if not is_address(database):
        return cast("Plan", named("openhub.stores", "sqlite_upgrade").look((folder / database).resolve(), backup_to))
    return cast("Plan", _server_module(database, "_upgrade").look(database, backup_to or folder))


def migrate(database: str, folder: Path, *, backup: bool, backup_to: Path | None = None) -> Path | None:
    """Brings the database up to date, with a backup of it first; the backup's file, if one was made."""
    if not is_address(database):
        path = (folder / database).resolve()
        made = named("openhub.stores", "sqlite_upgrade").migrate(path, backup=backup, backup_to=backup_to)
    else:
        made = _server_module(database, "_upgrade").migrate(database, backup_to or folder, backup=backup)
    return cast("Path | None", made)


def _server_module(database: str, part: str = "") -> ModuleType:
    """The module of the address's scheme, or a part of it."""
    try:
        return named("openhub.stores", _SCHEMES[database.partition("://")[0]] + part)
    except ImportError as error:
        raise ConfigError("PostgreSQL needs `pip install 'openhub-protocol[postgres]'`.") from error
