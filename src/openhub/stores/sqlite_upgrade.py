"""Brings the tables of a SQLite database up to date: in one transaction, with a backup beside the file first."""

import shutil
import sqlite3
import uuid
from contextlib import closing
from pathlib import Path

from openhub.errors import StoreUnavailable
from openhub.stores.revisions import Plan, Revision, check_room, check_size, free_bytes, revisions, waiting
from openhub.stores.sqlite_connection import connect, faults

BACKEND = "sqlite"
EXPORT_ID = 0x4F48_5542  # "OHUB": the application_id of an exported hub


def look(path: Path, backup_to: Path | None = None) -> Plan:
    """What is to be done to a database. Raises StoreUnavailable when it cannot be used, or is not there."""
    if not path.exists():
        raise StoreUnavailable(f"There is no database {path} yet. It is made when the hub is first used.")
    with faults(path), closing(connect(path)) as db:
        return plan(db, path, backup_to)


def migrate(path: Path, *, backup: bool, backup_to: Path | None = None) -> Path | None:
    """Brings a database up to date, however large it is, and gives the backup if one was made."""
    with faults(path), closing(connect(path)) as db:
        return upgrade(db, path, backup=backup, backup_to=backup_to)


def is_current(db: sqlite3.Connection) -> bool:
    """Whether there is nothing to do; quick, since every opening asks."""
    return _version(db) == revisions(BACKEND)[-1].number


def plan(db: sqlite3.Connection, path: Path, backup_to: Path | None = None) -> Plan:
    """What is to be done. Raises StoreUnavailable when the file is of a newer OpenHub, or of something else."""
    version = _version(db)
    tables = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    exported = db.execute("PRAGMA application_id").fetchone()[0] == EXPORT_ID
    if exported or (tables and not version) or (version and "item" not in tables):
        raise StoreUnavailable(_foreign(path, exported=exported))
    size = db.execute("PRAGMA page_count").fetchone()[0] * db.execute("PRAGMA page_size").fetchone()[0]
    return Plan(
        place=str(path),
        version=version,
        waiting=waiting(BACKEND, version, str(path)),
        size_bytes=size if version else 0,
        free_bytes=free_bytes(path.parent),
        backup=str(_backup_path(path, version, backup_to)) if version else "",
    )


def upgrade(
    db: sqlite3.Connection, path: Path, *, backup: bool = True, automatic: bool = False, backup_to: Path | None = None
) -> Path | None:
    """Does it, and gives the backup if one was made. `automatic` leaves a large database for an operator.

    The lock is held from before the backup to the end, so that the backup is what was migrated, and of several processes
    that open the database at once only one does it.
    """
    made = None
    db.execute("BEGIN IMMEDIATE")
    try:
        found = plan(db, path, backup_to)
        if automatic:
            check_size(found)
        check_room(found, backup=backup)
        if found.version and found.waiting and backup:
            made = _back_up(path, Path(found.backup))
        _apply(db, found.waiting)
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        if made:  # the database is as it was
            made.unlink(missing_ok=True)
        raise
    db.execute("COMMIT")
    return made


def _apply(db: sqlite3.Connection, listed: tuple[Revision, ...]) -> None:
    for revision in listed:
        for statement in revision.statements():
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {revision.number}")
    facts = ("number", "0"), ("horizon", "0"), ("epoch", uuid.uuid4().hex)
    db.executemany("INSERT OR IGNORE INTO hub VALUES (?, ?)", facts)


def _version(db: sqlite3.Connection) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def _foreign(path: Path, *, exported: bool) -> str:
    if exported:
        return (
            f"{path} is an exported hub, not a hub's database. Make a hub with `openhub hub init`, and bring it in with"
            f" `openhub import {path}`."
        )
    return f"{path} is a database of something else. Name another file in the hub's settings."


def _backup_path(path: Path, version: int, folder: Path | None) -> Path:
    """In the folder, or beside the database, under a name that is free."""
    path = folder.resolve() / path.name if folder else path
    name = f"{path.name}.version-{version}"
    names = (name, *(f"{name}-{number}" for number in range(2, 1_000)))
    return next(there for one in names if not (there := path.with_name(one)).exists())


def _back_up(path: Path, target: Path) -> Path:
    """A copy of the database by a connection of its own, which sees what was there before the transaction under way."""
    try:
        with closing(sqlite3.connect(path)) as held, closing(sqlite3.connect(target)) as copy:
            held.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")  # the one file is the whole
        shutil.copymode(path, target)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target
