"""A hub on PostgreSQL is brought up to date when its operator says so, with a backup first; what is not ours is left alone."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import psycopg
import pytest

from openhub.errors import StoreUnavailable
from openhub.stores import choice, postgres_upgrade, revisions
from openhub.stores.postgres import PostgresStore
from openhub.stores.revisions import Revision
from tests import make
from tests.conftest import need
from tests.postgres import postgres, programs, schemas

__all__ = ["postgres", "schemas"]

KNOWN = revisions.revisions("postgres")
LATEST = KNOWN[-1].number


@pytest.fixture
def address(schemas: Callable[[], AbstractContextManager[str]]) -> Iterator[str]:
    """That of a hub with a source."""
    with schemas() as opened:
        store = PostgresStore(opened)
        store.add_source(make.source())
        store.close()
        yield opened


@pytest.fixture
def add_revision(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """As if this OpenHub were newer than the hub."""

    def add(script: str) -> None:
        newer = Revision(number=LATEST + 1, name=f"{LATEST + 1:04}_newer", script=script)
        monkeypatch.setattr(revisions, "revisions", lambda _: (*KNOWN, newer))

    return add


def test_it_waits_for_the_operator_and_keeps_all(
    address: str, add_revision: Callable[[str], None], tmp_path: Path
) -> None:
    need("pg_dump", shutil.which("pg_dump"))
    add_revision("ALTER TABLE source ADD COLUMN colour text NOT NULL DEFAULT 'green';")
    with pytest.raises(StoreUnavailable, match="openhub hub migrate"):
        PostgresStore(address)
    plan = postgres_upgrade.look(address, tmp_path)
    assert (plan.version, [one.number for one in plan.waiting]) == (LATEST, [LATEST + 1])
    made = postgres_upgrade.migrate(address, tmp_path, backup=True)
    assert str(made) == plan.backup
    store = PostgresStore(address)
    assert [source.name for source in store.sources()] == ["Club"]
    store.close()
    assert not postgres_upgrade.look(address, tmp_path).waiting


def test_the_backup_is_what_was_there(
    address: str, add_revision: Callable[[str], None], tmp_path: Path, postgres: str
) -> None:
    need("pg_dump", shutil.which("pg_dump"))
    add_revision("DELETE FROM source;")
    made = postgres_upgrade.migrate(address, tmp_path, backup=True)
    assert made
    with psycopg.connect(address, autocommit=True) as db:
        (name,) = db.execute("SELECT current_schema()").fetchone() or ("",)
        assert db.execute("SELECT count(*) FROM source").fetchone() == (0,)
        db.execute(f"DROP SCHEMA {name} CASCADE")
        plain = postgres.replace("+psycopg", "")
        program = (programs() or Path()) / "pg_restore"
        done = subprocess.run([program, "--no-owner", "-d", plain, made], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert db.execute("SELECT name FROM source").fetchone() == ("Club",)


def test_what_fails_leaves_all_as_it_was(address: str, add_revision: Callable[[str], None], tmp_path: Path) -> None:
    add_revision("DROP TABLE run; NO SUCH WORD;")
    with pytest.raises(StoreUnavailable, match="syntax error"):
        postgres_upgrade.migrate(address, tmp_path, backup=False)
    with psycopg.connect(address) as db:
        assert db.execute("SELECT count(*) FROM run").fetchone() == (0,)


def test_where_the_backup_cannot_be_written_it_says_what_to_do(
    address: str, add_revision: Callable[[str], None], tmp_path: Path
) -> None:
    need("pg_dump", shutil.which("pg_dump"))
    add_revision("SELECT 1;")
    with pytest.raises(StoreUnavailable, match=r"could not be made.*Nothing was changed.*--backup-to"):
        choice.migrate(address, tmp_path / "nowhere", backup=True)
    made = choice.migrate(address, tmp_path / "nowhere", backup=True, backup_to=tmp_path)
    assert [made] == list(tmp_path.glob("hub.version-*.dump"))


def test_without_pg_dump_it_says_how(
    address: str, add_revision: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_revision("SELECT 1;")
    monkeypatch.setattr(shutil, "which", lambda _: None)
    assert "--no-backup" in postgres_upgrade.look(address, tmp_path).backup
    with pytest.raises(StoreUnavailable, match="no pg_dump"):
        postgres_upgrade.migrate(address, tmp_path, backup=True)
    assert postgres_upgrade.migrate(address, tmp_path, backup=False) is None


def test_a_hub_of_a_newer_version_is_left_alone(address: str) -> None:
    with psycopg.connect(address) as db:
        db.execute("UPDATE hub SET value = %s WHERE name = 'version'", (str(LATEST + 1),))
    with pytest.raises(StoreUnavailable, match="newer OpenHub"):
        PostgresStore(address)
