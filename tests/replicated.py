"""Two PostgreSQL servers of a test's own: a primary, and a streaming replica that can be stopped and started."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import need
from tests.postgres import SETTINGS, initialise, programs, run, user


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A cluster in a folder, reached by a socket in it."""

    folder: Path

    @property
    def address(self) -> str:
        return f"postgresql://openhub@/postgres?host={self.folder}"

    def start(self) -> None:
        settings = SETTINGS | {"fsync": "on", "max_connections": "100", "hot_standby_feedback": "on"}
        options = " ".join([f"-k {self.folder}", *(f"-c {name}='{value}'" for name, value in settings.items())])
        self._control("-l", self.folder / "log", "-o", options, "start")

    def stop(self) -> None:
        self._control("-m", "immediate", "stop")

    def copy_to(self, folder: Path) -> "Server":
        """A replica that follows this server; it is not started yet."""
        base = _tool("pg_basebackup")
        run(base, "-h", self.folder, "-U", "openhub", "-D", folder / "data", "-R", "-c", "fast", user=user())
        return Server(folder=folder)

    def _control(self, *words: object) -> None:
        run(_tool("pg_ctl"), "-D", self.folder / "data", "-w", *words, user=user())


@contextmanager
def replicated() -> Iterator[tuple[Server, Server]]:
    """A primary and its replica, both running."""
    with _folder() as first, _folder() as second:
        initialise(first)
        primary = Server(folder=first)
        primary.start()
        try:
            replica = primary.copy_to(second)
            replica.start()
            try:
                yield primary, replica
            finally:
                replica.stop()
        finally:
            primary.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    """Its path is short, for a socket's must be."""
    folder = Path(tempfile.mkdtemp(prefix="openhub-pg-", dir="/tmp"))
    try:
        if owner := user():
            shutil.chown(folder, owner)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tool(name: str) -> Path:
    folder = programs()
    need("PostgreSQL", folder)
    assert folder
    return folder / name
