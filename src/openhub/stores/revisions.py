"""The numbered SQL files that make a store's tables what they are, and what is still to do of them."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openhub.errors import StoreUnavailable

FOLDER = Path(__file__).parent / "migrations"
AUTOMATIC_BYTES = (
    128_000_000  # a larger database is not migrated by itself while others wait for the lock, which they do for 30 s
)
_BYTES_A_SECOND = 8_000_000  # 0005 on 20,000 items took 35 MB a second of CPU, and 10 on the clock of a busy machine
_GROWTH = 2.5  # what a migration may need on the disk, for each byte of the database


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One numbered file; `script` is its SQL."""

    number: int
    name: str
    script: str

    def statements(self) -> Iterator[str]:
        """The statements one by one; each ends with a line."""
        statement = ""
        for line in self.script.splitlines(keepends=True):
            statement += line
            if sqlite3.complete_statement(statement):
                yield statement
                statement = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What brings a store up to date: it has `version`, and `waiting` is to be done. `backup` says where the backup
    goes, or how to make one; `free_bytes` is the room on the disk, None when that cannot be known from here."""

    place: str
    version: int
    waiting: tuple[Revision, ...]
    size_bytes: int = 0
    free_bytes: int | None = None
    backup: str = ""

    @property
    def seconds(self) -> int:
        """About how long it takes, rather more than less."""
        return 1 + self.size_bytes // _BYTES_A_SECOND if self.waiting else 0

    def needed_bytes(self, *, backup: bool) -> int:
        """The room that it takes on the disk meanwhile."""
        return int(self.size_bytes * (_GROWTH + backup)) if self.waiting else 0


@cache
def revisions(backend: str) -> tuple[Revision, ...]:
    """All of a backend, in order; a file in its folder is all that it takes."""
    files = sorted((FOLDER / backend).glob("*.sql"))
    return tuple(
        Revision(number=int(file.stem.split("_")[0]), name=file.stem, script=file.read_text("utf-8")) for file in files
    )


def waiting(backend: str, version: int, place: str) -> tuple[Revision, ...]:
    """Those after a version. Raises StoreUnavailable when a newer OpenHub has been at work, whose tables this one does not know."""
    known = revisions(backend)
    if version > known[-1].number:
        raise StoreUnavailable(
            f"{place} was made or brought up to date by a newer OpenHub: its tables have version {version}, and this one"
            f" knows them up to {known[-1].number}. Nothing was changed. Install that OpenHub again, or put back the backup"
            " from before."
        )
    return tuple(one for one in known if one.number > version)


def check_room(plan: Plan, *, backup: bool) -> None:
    """Raises StoreUnavailable when the disk has too little room to do it."""
    needed = plan.needed_bytes(backup=backup)
    if plan.free_bytes is not None and plan.free_bytes < needed:
        spare = " Or make a backup elsewhere, and use `openhub hub migrate --no-backup`." if backup else ""
        raise StoreUnavailable(
            f"{plan.place} has to be brought up to date, and there is too little room on its disk for that: it takes"
            f" {megabytes(needed)} meanwhile, and {megabytes(plan.free_bytes)} are free. Nothing was changed. Make room"
            f" there and try again.{spare}"
        )


def check_size(plan: Plan) -> None:
    """Raises StoreUnavailable when it would take long, so that an operator should choose the moment."""
    if plan.size_bytes > AUTOMATIC_BYTES:
        raise StoreUnavailable(
            f"{plan.place} was made by an earlier OpenHub and has to be brought up to date first. It is large, so that may"
            f" take up to {minutes(plan.seconds)}. Stop the hub, run `openhub hub migrate`, and start it again;"
            " `openhub hub migrate --dry-run` says what would be done."
        )


def free_bytes(folder: Path) -> int:
    """The room on the disk of a folder."""
    return shutil.disk_usage(folder).free


def megabytes(number: int) -> str:
    return f"{max(1, round(number / 1_000_000)):,} MB"


def minutes(seconds: int) -> str:
    return f"{seconds} seconds" if seconds < 90 else f"{-(-seconds // 60)} minutes"
