"""The commands that bring a hub up to date and move it, as an operator types them."""

import json
import socket
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from openhub.cli.main import openhub
from openhub.errors import ConfigError, OpenHubError
from openhub.stores import choice
from tests.migrations import load
from tests.postgres import postgres, schemas

__all__ = ["postgres", "schemas"]


def run(*words: object) -> Result:
    return CliRunner().invoke(openhub, [str(word) for word in words])


def fails(*words: object) -> str:
    result = run(*words)
    assert isinstance(result.exception, OpenHubError | SystemExit), result
    return f"{result.exception} {result.output}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A hub of version 4."""
    made = tmp_path / "old"
    assert run("hub", "init", made).exit_code == 0
    (made / "hub.db").unlink()
    load(4, made / "hub.db")
    return made


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir() if not one.name.endswith(("-wal", "-shm")))


def test_a_dry_run_says_what_would_be_done_and_does_nothing(folder: Path) -> None:
    said = run("hub", "migrate", "--dry-run", "--hub", folder).stdout
    assert "has version 4 of the tables" in said
    assert "-- 0005_search" in said
    assert "CREATE TABLE facet_value" in said
    assert f"A backup would be made first: {folder / 'hub.db.version-4'}" in said
    assert said.endswith("Nothing was changed.\n")
    assert names(folder) == ["hub.db", "openhub.toml"]
    with closing(sqlite3.connect(folder / "hub.db")) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (4,)


def test_it_is_brought_up_to_date_with_a_backup(folder: Path) -> None:
    assert "The backup is" in run("hub", "migrate", "--hub", folder).stdout
    assert names(folder) == ["hub.db", "hub.db.version-4", "openhub.toml"]
    assert "Nothing was done" in run("hub", "migrate", "--hub", folder).stdout
    assert "6 items" in run("source", "list", "--hub", folder).stdout


def test_the_backup_goes_where_it_is_told(folder: Path, tmp_path: Path) -> None:
    (safe := tmp_path / "safe").mkdir()
    told = run("hub", "migrate", "--dry-run", "--backup-to", safe, "--hub", folder).stdout
    assert f"A backup would be made first: {safe / 'hub.db.version-4'}" in told
    assert (
        f"The backup is {safe / 'hub.db.version-4'}"
        in run("hub", "migrate", "--backup-to", safe, "--hub", folder).stdout
    )
    assert (names(folder), names(safe)) == (["hub.db", "openhub.toml"], ["hub.db.version-4"])


def test_it_is_brought_up_to_date_without_one(folder: Path) -> None:
    assert run("hub", "migrate", "--no-backup", "--hub", folder).exit_code == 0
    assert names(folder) == ["hub.db", "openhub.toml"]


def test_a_hub_without_a_database_says_so(folder: Path) -> None:
    (folder / "hub.db").unlink()
    assert "no database" in fails("hub", "migrate", "--hub", folder)
    assert names(folder) == ["openhub.toml"]


def test_a_hub_is_moved(folder: Path, tmp_path: Path) -> None:
    file, new = tmp_path / "all.db", tmp_path / "new"
    done = run("export", "--sqlite", file, "--hub", folder)
    assert done.stdout == f"Wrote {file}: 7 items and tombstones, 1 sources.\n"
    assert "do not publish the table put_aside" in done.stderr
    assert "There is" in fails("export", "--sqlite", file, "--hub", folder)
    run("hub", "init", new)
    assert run("import", file, "--hub", new).stdout == f"Brought in {file}: 7 items and tombstones, 1 sources.\n"
    assert (
        run("source", "list", "--hub", new).stdout.splitlines()[:2]
        == run("source", "list", "--hub", folder).stdout.splitlines()[:2]
    )
    assert "--replace" in fails("import", file, "--hub", new)
    assert run("import", file, "--hub", new, "--replace").exit_code == 0
    assert names(tmp_path) == ["all.db", "new", "old"]


def test_a_hub_is_moved_to_postgresql(
    folder: Path, tmp_path: Path, schemas: Callable[[], AbstractContextManager[str]]
) -> None:
    file = tmp_path / "all.db"
    run("export", "--sqlite", file, "--hub", folder)
    with schemas() as address:
        assert run("import", file, "--hub", folder, "--store", address).exit_code == 0
        assert "6 items" in run("source", "list", "--hub", folder, "--store", address).stdout
        assert "is up to date" in run("hub", "migrate", "--hub", folder, "--store", address).stdout


def test_what_is_no_exported_hub_is_refused(folder: Path, tmp_path: Path) -> None:
    assert "no exported hub" in fails("import", folder / "hub.db", "--hub", folder)
    (tmp_path / "letter.txt").write_text("Dear hub,\n" * 99)
    assert "cannot be read as an exported hub" in fails("import", tmp_path / "letter.txt", "--hub", folder)
    newer = tmp_path / "newer.db"
    run("export", "--sqlite", newer, "--hub", folder)
    with closing(sqlite3.connect(newer)) as db:
        db.execute("PRAGMA user_version = 99")
    assert "newer OpenHub" in fails("import", newer, "--hub", folder, "--replace")


def test_an_exported_hub_is_no_database_to_work_on(folder: Path, tmp_path: Path) -> None:
    run("export", "--sqlite", tmp_path / "all.db", "--hub", folder)
    assert "openhub import" in fails("source", "list", "--hub", folder, "--store", tmp_path / "all.db")


def test_the_file_can_be_read_by_people(folder: Path, tmp_path: Path) -> None:
    """What Datasette shows: columns with names, a search by words, one by place, and dates."""
    run("export", "--sqlite", tmp_path / "all.db", "--hub", folder)
    with closing(sqlite3.connect(tmp_path / "all.db")) as db:
        (one,) = db.execute(
            "SELECT name, type, themes, place, organiser, platform FROM items WHERE name LIKE 'Saturday%'"
        )
        assert one[:2] == ("Saturday cookery", "EventSeries")
        assert json.loads(one[2])[0] == "cooking"
        assert one[3:] == ("St Dunstan's Hall", "Neighbours' Kitchen", "Club")
        matches = "SELECT name FROM items WHERE id IN (SELECT rowid FROM items_fts WHERE items_fts MATCH 'strolls')"
        assert db.execute(matches).fetchall() == [("Walking group",)]
        near = (
            "SELECT count(*) FROM items_where WHERE south < 51.56 AND north > 51.55 AND west < -0.14 AND east > -0.15"
        )
        assert db.execute(near).fetchone()[0] == 5
        days = "SELECT name, starts FROM occurrences JOIN items ON items.id = item WHERE date = '2026-12-05' ORDER BY starts"
        assert db.execute(days).fetchall() == [
            ("Saturday cookery", "2026-12-05T12:30:00+00:00"),
            ("Winter feast", "2026-12-05T14:00:00+00:00"),
        ]
        assert db.execute("SELECT code FROM findings WHERE severity = 'error'").fetchall() == [("end-before-start",)]
        assert db.execute("SELECT count(*) FROM items WHERE json_extract(document, '$.name') = name").fetchone() == (6,)


def test_a_hub_that_cannot_be_used_is_not_served(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "hub.db")) as db:
        db.execute("PRAGMA user_version = 99")
    assert "newer OpenHub" in fails("hub", "run", "--hub", folder, "--port", free())


# What is not there, or not as it should be


@pytest.mark.parametrize("words", [("source", "list"), ("harvest",), ("gazetteer", "list"), ("source", "remove", "1")])
def test_a_command_that_reads_makes_no_database(folder: Path, words: tuple[str, ...]) -> None:
    (folder / "hub.db").unlink()
    said = fails(*words, "--hub", folder)
    assert f"no hub in {folder / 'hub.db'} yet" in said
    assert f"openhub hub run --hub {folder}" in said
    assert names(folder) == ["openhub.toml"]


def test_nor_tables_in_an_empty_postgresql(folder: Path, schemas: Callable[[], AbstractContextManager[str]]) -> None:
    with schemas() as address:
        for _ in range(2):
            assert "no hub in postgresql://" in fails("source", "list", "--hub", folder, "--store", address)
        assert not choice.is_made(address, folder)


def test_any_shell_finds_the_hub_whose_settings_name_its_database(
    tmp_path: Path, schemas: Callable[[], AbstractContextManager[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where that cannot be had, nothing is left behind that would keep from trying again."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    new = tmp_path / "new"
    assert "no server" in fails("hub", "init", new, "--database", "postgresql://openhub@127.0.0.1:9/hub")
    assert names(new) == []
    with schemas() as address:
        assert run("hub", "init", new, "--database", address).exit_code == 0
        assert names(new) == ["openhub.toml"]
        assert "No sources yet" in run("source", "list", "--hub", new).stderr


def test_a_published_copy_says_what_it_lacks(folder: Path, tmp_path: Path) -> None:
    run("export", "--sqlite", (copy := tmp_path / "pub.db"), "--hub", folder)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("ALTER TABLE items DROP COLUMN digest")
    said = fails("import", copy, "--hub", folder, "--replace")
    assert "pub.db cannot be read as an exported hub" in said
    with closing(sqlite3.connect(copy)) as db:
        db.executescript("DROP TABLE put_aside; DELETE FROM findings; VACUUM;")
    said = fails("import", copy, "--hub", folder, "--replace")
    assert "pub.db lacks the table put_aside, so it cannot be imported" in said
    assert "hub.db" not in said
    assert "6 items" in run("source", "list", "--hub", folder).stdout


def test_a_hub_whose_settings_do_not_go_together_is_not_called_served(folder: Path) -> None:
    for address, said in (("postgresql://db/hub", "of this hub is a file"), ("hub2.db", "of this hub is a file")):
        result = run("hub", "run", "--hub", folder, "--port", free(), "--read-store", address)
        assert isinstance(result.exception, ConfigError)
        assert said in str(result.exception)
        assert "The hub is at" not in result.output
    with pytest.raises(ConfigError, match="read_database is no address"):
        choice.open_store("postgresql://db/hub", folder, "hub2.db")


def test_a_folder_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    missing = tmp_path / "nodir"
    assert f"There is no folder {missing}" in fails("export", "--sqlite", missing / "b.db", "--hub", folder)
    said = fails("hub", "run", "--hub", folder, "--port", free(), "--store", missing / "hub.db")
    assert f"There is no folder {missing}. Make it" in said
    said = fails("source", "list", "--hub", folder, "--store", tmp_path)
    assert "That is a folder. Name a file in it." in said
    (folder / "openhub.toml").write_text('database = ""\n')
    assert "The setting database cannot be empty" in fails("source", "list", "--hub", folder)


def test_a_mistyped_variable_is_told_on_the_way(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENHUB_PROT", "1")
    done = run("source", "list", "--hub", folder)
    assert done.exit_code == 0
    assert "OPENHUB_PROT is no setting and is passed over. Did you mean OPENHUB_PORT?" in done.stderr


def free() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
