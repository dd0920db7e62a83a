"""A hub of every earlier version is brought up to date with all that it holds, and goes on from there."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from openhub.config import Settings
from openhub.errors import StoreUnavailable
from openhub.fetch.door import Door
from openhub.harvest.run import harvest
from openhub.hub.hub import Hub
from openhub.model.query import Query
from openhub.stores import revisions, sqlite_upgrade
from openhub.stores.sqlite import SqliteStore
from openhub.stores.sqlite_connection import connect
from tests import make
from tests.conftest import Site
from tests.migrations import VERSIONS, dump, load

LATEST = revisions.revisions("sqlite")[-1].number
NAMES = ["Ladder to lend", "SHOUTING CLUB", "Saturday cookery", "Soup for the street", "Walking group", "Winter feast"]
OWN = "https://hub.example/items/"

EACH_VERSION = pytest.mark.parametrize("version", VERSIONS)


def test_every_version_before_this_one_is_here() -> None:
    assert list(range(1, LATEST)) == VERSIONS


@pytest.fixture
def upgraded(tmp_path: Path, site: Site, settings: Settings) -> Callable[[int], Hub]:
    """The hub of a version, brought up to date by being opened."""

    def open_(version: int) -> Hub:
        load(version, tmp_path / "hub.db", site.address)
        return Hub(settings, SqliteStore(tmp_path / "hub.db"))

    return open_


@EACH_VERSION
def test_what_was_there_is_found(version: int, upgraded: Callable[[int], Hub]) -> None:
    hub = upgraded(version)
    assert sorted(e.document["name"] for e in hub.search(Query(limit=99)).entries) == NAMES
    assert [e.document["name"] for e in hub.search(Query(words="stroll")).entries] == ["Walking group"]
    near = hub.find_place("NW5 2ZZ")
    assert near is not None
    found = hub.search(Query(near=near, radius_metres=500.0, themes=("cooking",), start=hub.now()))
    assert {e.document["name"] for e in found.entries} == {"Saturday cookery", "Winter feast"}
    assert found.counts["theme"]["cooking"] == 2
    (source,) = hub.store.sources()
    assert (hub.store.live_items(), source.quarantined) == ({source.id: 6}, 1)
    assert [f.code for f in hub.store.findings(source.id)][:1] == ["end-before-start"]
    if version > 2:
        assert [run.outcome for run in hub.store.runs(source.id, 9)] == ["changed"]
        assert [s.interval_seconds for s in hub.store.schedules()] == [600]
    hub.store.close()


@EACH_VERSION
def test_its_feed_is_the_same_for_whoever_reads_it(
    version: int, upgraded: Callable[[int], Hub], tmp_path: Path
) -> None:
    hub = upgraded(version)
    with closing(sqlite3.connect(tmp_path / f"hub.db.version-{version}")) as before:
        facts = dict(before.execute("SELECT name, value FROM hub").fetchall())
        numbers = before.execute("SELECT number, ref, gone FROM item ORDER BY number").fetchall()
    changes = hub.store.changes(0, 99)
    assert [(c.number, c.ref, c.raw is None) for c in changes.entries] == [
        (n, ref, bool(gone)) for n, ref, gone in numbers
    ]
    assert (changes.epoch, changes.head) == (facts["epoch"], int(facts["number"]))
    hub.store.publish_at(OWN)
    last = hub.store.changes(changes.head, 99, OWN)
    worked_out = hub.store.changes(changes.head, 99, "https://another.example/")  # reckoned from the items, not kept
    assert (last.epoch, last.proof and last.proof.count) == (facts["epoch"], 6)
    assert last.proof != worked_out.proof
    hub.store.close()


@EACH_VERSION
def test_its_harvest_goes_on(version: int, upgraded: Callable[[int], Hub], site: Site, door: Door) -> None:
    hub = upgraded(version)
    walk = make.group(id="https://club.example/items/group", name="Evening walkers")
    news = [
        make.updated(walk, modified=10),
        make.deleted(make.offer(id="https://club.example/items/offer"), modified=11),
    ]
    for cursor in ("/feed", "/feed?afterChangeNumber=9"):  # version 1 does not know when it began, so it begins again
        site.answers[cursor] = make.page(news, next=f"{site.address}/feed?afterChangeNumber=11")
    site.answers["/feed?afterChangeNumber=11"] = make.page([], next=f"{site.address}/feed?afterChangeNumber=11")
    (source,) = hub.store.sources()
    run = harvest(hub, door, source)
    assert (run.outcome, run.counts.changed, run.counts.deleted, run.problem) == ("changed", 1, 1, "")
    assert [e.document["name"] for e in hub.search(Query(words="walkers")).entries] == ["Evening walkers"]
    assert hub.search(Query(words="stroll")).total == 0
    assert hub.store.proof(source.id).count == (
        5 if version == 1 else 6
    )  # version 1 keeps no ledger of what is put aside
    hub.store.close()


@EACH_VERSION
def test_its_tables_are_those_of_a_new_hub(version: int, tmp_path: Path) -> None:
    load(version, tmp_path / "old.db")
    assert shape(tmp_path / "old.db") == shape(tmp_path / "new.db")


def shape(path: Path) -> list[tuple[str, ...]]:
    """Every table, index and trigger of a hub once it has been opened, as it is declared."""
    SqliteStore(path).close()
    with closing(sqlite3.connect(path)) as db:
        rows = db.execute("SELECT type, name, tbl_name, ifnull(sql, '') FROM sqlite_master ORDER BY 1, 2").fetchall()
        return [(*row[:3], re.sub(r"\s+", " ", row[3].replace('"', ""))) for row in rows]


# The backup


def test_the_backup_is_what_was_there(tmp_path: Path) -> None:
    load(4, tmp_path / "hub.db")
    before = dump(tmp_path / "hub.db")
    SqliteStore(tmp_path / "hub.db").close()
    assert dump(tmp_path / "hub.db.version-4") == before
    assert dump(tmp_path / "hub.db") != before


def test_a_backup_of_before_is_kept(tmp_path: Path) -> None:
    (tmp_path / "hub.db.version-4").write_text("dear")
    load(4, tmp_path / "hub.db")
    SqliteStore(tmp_path / "hub.db").close()
    assert (tmp_path / "hub.db.version-4").read_text() == "dear"
    assert (tmp_path / "hub.db.version-4-2").stat().st_size > 8_192


def test_a_new_hub_makes_none(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "hub.db").close()
    SqliteStore(tmp_path / "hub.db").close()
    assert [file.name for file in tmp_path.iterdir()] == ["hub.db"]


def test_what_fails_half_way_leaves_all_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(1, tmp_path / "hub.db")
    before = dump(tmp_path / "hub.db")
    broken = revisions.Revision(number=99, name="0099_broken", script="DROP TABLE item;\nNO SUCH WORD;\n")
    known = revisions.revisions("sqlite")
    monkeypatch.setattr(revisions, "revisions", lambda _: (*known, broken))
    monkeypatch.setattr(sqlite_upgrade, "revisions", lambda _: (*known, broken))
    with pytest.raises(StoreUnavailable, match="syntax error"):
        SqliteStore(tmp_path / "hub.db")
    assert dump(tmp_path / "hub.db") == before
    assert [file.name for file in tmp_path.iterdir()] == ["hub.db"]


def test_too_little_room_is_said_before_anything_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(3, tmp_path / "hub.db")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=200_000))
    with pytest.raises(StoreUnavailable, match="too little room"):
        SqliteStore(tmp_path / "hub.db")
    assert [file.name for file in tmp_path.iterdir()] == ["hub.db"]


def test_a_large_hub_waits_for_its_operator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(4, path := tmp_path / "hub.db")
    monkeypatch.setattr(revisions, "AUTOMATIC_BYTES", 10_000)
    with pytest.raises(StoreUnavailable, match="openhub hub migrate"):
        SqliteStore(path)
    with closing(connect(path)) as db:
        assert sqlite_upgrade.upgrade(db, path, backup=False) is None
    SqliteStore(path).close()
    assert not path.with_name("hub.db.version-4").exists()


# What is not ours to change


def test_a_hub_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    SqliteStore(tmp_path / "hub.db").close()
    with closing(sqlite3.connect(tmp_path / "hub.db")) as db:
        db.execute(f"PRAGMA user_version = {LATEST + 1}")
    before = (tmp_path / "hub.db").read_bytes()
    with pytest.raises(StoreUnavailable, match=r"newer OpenHub.*put back the backup"):
        SqliteStore(tmp_path / "hub.db")
    assert (tmp_path / "hub.db").read_bytes() == before


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "photos.db")) as db:
        db.execute("CREATE TABLE photo (name)")
    with pytest.raises(StoreUnavailable, match="something else"):
        SqliteStore(tmp_path / "photos.db")
    with closing(sqlite3.connect(tmp_path / "photos.db")) as db:
        assert [row[0] for row in db.execute("SELECT name FROM sqlite_master")] == ["photo"]


def test_several_that_open_it_at_once_do_it_once(tmp_path: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    load(2, tmp_path / "hub.db")
    with ThreadPoolExecutor(6) as pool:
        for store in pool.map(SqliteStore, [tmp_path / "hub.db"] * 6):
            store.close()
    assert sorted(file.name for file in tmp_path.glob("*version*")) == ["hub.db.version-2"]
