"""A PostgreSQL of the tests' own: started in a temporary folder, reached by a socket in it, and gone afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.conftest import need

NOBODY = ("postgres", "nobody")  # PostgreSQL refuses to run as root
RUNNING: list[str] = []
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",  # tests kill programs, not machines
    "max_connections": "60",
    "autovacuum": "off",
}


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server's first database, for SQLAlchemy. One server is there for all folders of tests."""
    if RUNNING:
        yield RUNNING[0]
        return
    need("PostgreSQL", programs())
    with server(SETTINGS) as address:
        RUNNING.append(address.replace("://", "+psycopg://"))
        try:
            yield RUNNING[0]
        finally:
            RUNNING.clear()


@contextmanager
def server(settings: dict[str, str]) -> Iterator[str]:
    """The address of the first database of a new server with these settings, which is gone afterwards."""
    tools = programs()
    assert tools
    folder = Path(tempfile.mkdtemp(prefix="openhub-pg-", dir="/tmp"))  # a socket's path must be short
    owner = user()
    if owner:
        shutil.chown(folder, owner)
    try:
        initialise(folder)
        options = " ".join([f"-k {folder}", *(f"-c {name}='{value}'" for name, value in settings.items())])
        run(tools / "pg_ctl", "-D", folder / "data", "-l", folder / "log", "-w", "-o", options, "start", user=owner)
        try:
            yield f"postgresql://openhub@/postgres?host={folder}"
        finally:
            run(tools / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop", user=owner)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(postgres: str) -> Iterator[Callable[[], str]]:
    """Makes an empty schema on the server, as often as it is called; an address at which it is all there is."""
    import sqlalchemy

    made: list[str] = []
    server = sqlalchemy.create_engine(postgres, isolation_level="AUTOCOMMIT", poolclass=sqlalchemy.NullPool)

    def make() -> str:
        made.append(f"test{len(made)}_{os.urandom(4).hex()}")
        with server.connect() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {made[-1]}")
        return f"{postgres}&options=-csearch_path%3D{made[-1]}"

    yield make
    with server.connect() as connection:
        for name in made:
            connection.exec_driver_sql(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture(scope="session")
def schemas(postgres: str) -> Callable[[], AbstractContextManager[str]]:
    """Makes empty schemas for hubs, which are there as long as their context; each by an address at which it is all there is."""
    import psycopg

    server = postgres.replace("+psycopg", "")
    with psycopg.connect(server, autocommit=True) as db:
        need("PostGIS", db.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'postgis'").fetchone())
        db.execute("CREATE EXTENSION IF NOT EXISTS postgis")

    @contextmanager
    def schema() -> Iterator[str]:
        name = f"hub_{os.urandom(6).hex()}"
        with psycopg.connect(server, autocommit=True) as db:
            db.execute(f"CREATE SCHEMA {name}")
            yield f"{server}&options=-csearch_path%3D{name},public"
            db.execute("SET client_min_messages = warning")
            db.execute(f"DROP SCHEMA {name} CASCADE")

    return schema


def initialise(folder: Path) -> None:
    """Makes an empty cluster in `data` under a folder."""
    tools = programs()
    assert tools
    words = ["-U", "openhub", "-A", "trust", "-E", "UTF8", "--no-sync"]
    run(tools / "initdb", "-D", folder / "data", *words, user=user())


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, on the PATH or where Debian keeps them."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent if shutil.which("pg_ctl") else None
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: int(folder.parent.name), default=None)


def user() -> str | None:
    """Another user to run it as, when the tests are run by root."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in NOBODY if name in known), None)


def run(program: Path, *words: object, user: str | None = None) -> None:
    """Its output goes to a file: the server would keep a pipe open."""
    with tempfile.TemporaryFile() as said:
        done = subprocess.run(
            [program, *map(str, words)], stdout=said, stderr=said, user=user, cwd="/tmp", env=_environment()
        )
        said.seek(0)
        assert done.returncode == 0, said.read().decode()


def _environment() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "TZ": "UTC"}
