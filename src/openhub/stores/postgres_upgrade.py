"""Brings the tables of a PostgreSQL database up to date: in one transaction, and those of a hub only when an operator says so."""

import os
import shutil
import subprocess
import uuid
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from openhub.errors import StoreUnavailable
from openhub.stores.postgres_faults import shown, unavailable
from openhub.stores.postgres_own import SAY
from openhub.stores.postgres_pool import Db, connect
from openhub.stores.revisions import Plan, waiting

BACKEND = "postgres"
_MIGRATING = 0x6F70656E687562  # "openhub"; advisory locks are of one database
_SIZE = (
    "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint AS size FROM pg_class"
    " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
)
# Not to_regclass, which may remember that there was none when another process has made it meanwhile.
_THERE = "SELECT 1 FROM pg_class WHERE relname = 'hub' AND relnamespace = current_schema()::regnamespace"


def open_up(address: str) -> None:
    """Makes the tables of a new hub; those of an older one wait for `openhub hub migrate`, since other machines may be at work
    on them. Raises StoreUnavailable then."""
    with connect(address) as db:
        try:
            found = _version(db)
            if found and waiting(BACKEND, found, shown(address)):
                raise StoreUnavailable(
                    f"{shown(address)} was made by an earlier OpenHub and has to be brought up to date first. Stop the"
                    " harvests on all machines and run `openhub hub migrate` on one; `openhub hub migrate --dry-run` says what"
                    " would be done."
                )
            if not found:
                _apply(db, address)
        except psycopg.Error as error:
            raise unavailable(error, address) from error


def is_made(address: str) -> bool:
    """Whether there is a hub in the database; quick, since every command asks."""
    with connect(address) as db:
        return _version(db) > 0


def look(address: str, folder: Path) -> Plan:
    """What is to be done to a database; a backup of it goes to the folder."""
    with connect(address) as db:
        version = _version(db)
        row = db.execute(_SIZE).fetchone()
    there = shutil.which("pg_dump") is not None
    return Plan(
        place=shown(address),
        version=version,
        waiting=waiting(BACKEND, version, shown(address)),
        size_bytes=row["size"] if row else 0,
        backup=str(_backup_path(folder, version)) if there else f"there is no pg_dump here; {_BY_HAND}",
    )


def migrate(address: str, folder: Path, *, backup: bool) -> Path | None:
    """Brings a database up to date, and gives the backup if one was made."""
    plan = look(address, folder)
    made = _back_up(address, _backup_path(folder, plan.version)) if plan.version and plan.waiting and backup else None
    with connect(address) as db:
        try:
            _apply(db, address)
        except psycopg.Error as error:
            raise unavailable(error, address) from error
    return made


def _apply(db: Db, address: str) -> None:
    """In one transaction, since several processes may open a new hub at the same moment."""
    with db.transaction():
        db.execute("SELECT pg_advisory_xact_lock(%s)", (_MIGRATING,))
        for revision in waiting(BACKEND, _version(db), shown(address)):
            db.execute(revision.script)
            db.execute(SAY, ("version", str(revision.number)))
        db.execute(
            "INSERT INTO hub (name, value) VALUES ('number', '0'), ('horizon', '0'), ('epoch', %s) ON CONFLICT DO NOTHING",
            (uuid.uuid4().hex,),
        )


def _version(db: Db) -> int:
    """The number of the last migration that was carried out; 0 when there is no hub in the schema yet."""
    if not db.execute(_THERE).fetchone():
        return 0
    row = db.execute("SELECT value FROM hub WHERE name = 'version'").fetchone()
    return int(row["value"]) if row else 0


# The backup

_BY_HAND = "make a backup on the server (pg_dump --format=custom), and then use `openhub hub migrate --no-backup`"


def _backup_path(folder: Path, version: int) -> Path:
    names = (f"hub.version-{version}{number}.dump" for number in ("", *(f"-{n}" for n in range(2, 1_000))))
    return next(there for name in names if not (there := folder.resolve() / name).exists())


def _back_up(address: str, target: Path) -> Path:
    """By pg_dump; the password goes to it where nobody else sees it. Raises StoreUnavailable when it cannot be made."""
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreUnavailable(
            f"There is no pg_dump here to make a backup with. Install PostgreSQL's client, or {_BY_HAND}."
        )
    parts = conninfo_to_dict(address)
    password = str(parts.pop("password", None) or "")
    schema = _schema(address)
    words = [
        program,
        "--format=custom",
        "--no-owner",
        f"--schema={schema}",
        f"--file={target}",
        make_conninfo("", **parts),
    ]
    environment = {**os.environ, "PGPASSWORD": password} if password else None
    done = subprocess.run(words, capture_output=True, text=True, env=environment)  # noqa: S603  # words of our own
    if done.returncode:
        target.unlink(missing_ok=True)
        said = done.stderr.strip().partition("\n")[0]
        raise StoreUnavailable(
            f"The backup could not be made: {said}. Nothing was changed. Name a folder that"
            f" can be written with --backup-to, or {_BY_HAND}."
        )
    return target


def _schema(address: str) -> str:
    with connect(address) as db:
        row = db.execute("SELECT current_schema() AS name").fetchone()
    return str(row["name"]) if row else "public"
