"""A hub that is moved from store to store by way of a file is the same hub: for residents, for operators, and for who harvests it."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from openhub.config import Settings
from openhub.hub.described import described
from openhub.hub.hub import Hub
from openhub.model.finding import Finding
from openhub.model.history import PastRun, Schedule
from openhub.model.place import Spot
from openhub.model.query import Query
from openhub.model.root import leaf, root
from openhub.stores import exported, moving
from openhub.stores.contract import Batch, Key, Proof, Quarantine, Store
from openhub.stores.sqlite import SqliteStore
from openhub.web.app import create_app
from tests import make
from tests.conftest import AS_OF, LOOPBACK
from tests.contract.conftest import BACKENDS, closing_all

HUB = "https://hub.example"
OWN = f"{HUB}/activity/"
CENTRE = Spot(latitude=51.5519, longitude=-0.1402)
SETTINGS = Settings(as_of=AS_OF, allow_addresses=LOOPBACK, area="Camden", base_url=HUB, feed_page_size=50)
NOW = SETTINGS.clock()
QUERIES = (
    Query(limit=100),
    Query(words="cooking", limit=100),
    Query(words="cooking together", any_word=True, near=CENTRE, limit=100),
    Query(near=CENTRE, radius_metres=1_500, limit=100),
    Query(near=CENTRE, radius_metres=3_000, themes=("cooking",), start=NOW, end=NOW + timedelta(days=7), limit=100),
    Query(parts=("evenings",), start=NOW, order="when", limit=100),
    Query(weekdays=(5,), order="when", limit=100),
    Query(access=("step-free-access",), unsaid=False, limit=100),
    Query(cost=5.0, order="newest", limit=100),
    Query(age=12, limit=100),
    Query(types=("Offer", "Request"), order="distance", near=CENTRE, limit=100),
    Query(languages=("en",), parts=("undated",), limit=100),
)


@pytest.fixture(scope="module")
def old(demo_hub: Hub, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a hub with all that there can be: items of every type, tombstones, what was put aside, what waits."""
    folder = tmp_path_factory.mktemp("old")
    demo_hub.store.settle()
    with closing(sqlite3.connect(demo_hub.store._path)) as held, closing(sqlite3.connect(folder / "hub.db")) as copy:  # type: ignore[attr-defined]  # of SQLite
        held.backup(copy)
    store = SqliteStore(folder / "hub.db")
    hub = Hub(SETTINGS, store)
    hub.store.publish_at("https://before.example/items/")
    hub.store.publish_at(OWN)  # so that there is an epoch before this one
    first, second, *_ = store.sources()
    store.remove_source(first.id, NOW - timedelta(days=1))
    store.write_gazetteer(
        "onspd", [("nw5 2aa", Spot(latitude=51.55, longitude=-0.14, label="NW5 2AA", radius_metres=50))]
    )
    run = PastRun(
        source=second.id, started=NOW, ended=NOW + timedelta(seconds=5), outcome="changed", state="complete", new=3
    )
    due = Schedule(
        source=second.id,
        address=second.address,
        due=NOW + timedelta(hours=1),
        set_at=NOW,
        failures=2,
        failing_since=NOW,
    )
    store.write_run(run, due, NOW - timedelta(days=90))
    store.set_interval(second.id, 600)
    said = {"message": "Ends too soon.", "remedy": "Look at it."}
    bad = Finding(code="end-before-start", severity="error", pointer="/endDate", item="bad", **said)
    key = Key(kind="Event", id="bad", modified=9, digest="of it")
    aside = Quarantine(key=key, name="Bad \U0001f600", raw=b'{"odd": "\xc3\xa9"}', findings=(bad,))
    where = {"cursor": second.cursor, "epoch": second.epoch, "baseline": -1, "paged": True}
    store.apply(second.id, Batch(quarantined=(aside,), **where), NOW)
    store.settle()
    store.close()
    return folder / "hub.db"


@pytest.fixture
def fresh(tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[str], AbstractContextManager[Store]]:
    """Opens a new store of a backend."""

    @contextmanager
    def open_(backend: str) -> Iterator[Store]:
        if backend == "sqlite":
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
            with closing_all(lambda: SqliteStore(path)) as opened:
                yield opened()
            return
        from openhub.stores.postgres import PostgresStore

        schema = request.getfixturevalue("schemas")
        with schema() as address, closing_all(lambda: PostgresStore(address)) as opened:
            yield opened()

    return open_


def export(store: Store, file: Path) -> dict[str, int]:
    with exported.writing(file, described, NOW) as writer, store.moving_out() as reader:
        return moving.move(reader, writer)


def bring_in(file: Path, store: Store) -> dict[str, int]:
    with exported.reading(file) as reader, store.moving_in() as writer:
        return moving.move(reader, writer)


def test_from_sqlite_to_postgres_and_back(
    old: Path, tmp_path: Path, fresh: Callable[[str], AbstractContextManager[Store]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "AT_A_TIME", 10)
    with closing_all(lambda: SqliteStore(old)) as opened, fresh("postgres") as second, fresh("sqlite") as third:
        first = opened()
        counts = export(first, tmp_path / "one.db")
        assert all(counts.values()), counts
        assert bring_in(tmp_path / "one.db", second) == counts
        assert export(second, tmp_path / "two.db") == counts
        assert bring_in(tmp_path / "two.db", third) == counts
        export(third, tmp_path / "three.db")
        assert contents(tmp_path / "one.db") == contents(tmp_path / "two.db") == contents(tmp_path / "three.db")
        assert kept(first) == kept(second) == kept(third)
        for query in QUERIES:
            assert found(first, query) == found(third, query)
            assert found(first, query, in_order=not query.words) == found(second, query, in_order=not query.words)
        assert len(pages(first)) > 3
        assert pages(first) == pages(second) == pages(third)


@pytest.mark.parametrize("backend", BACKENDS)
def test_it_goes_on_where_it_was(
    backend: str, old: Path, tmp_path: Path, fresh: Callable[[str], AbstractContextManager[Store]]
) -> None:
    """The next source, item and change get numbers after those that were moved."""
    with closing_all(lambda: SqliteStore(old)) as opened, fresh(backend) as store:
        export(opened(), tmp_path / "hub.export")
        bring_in(tmp_path / "hub.export", store)
        before = store.changes(0, 9_999)
        known = {source.id for source in store.sources()}
        added = store.add_source(make.source(address="https://new.example/feed"))
        assert added.id not in known
        hub = Hub(SETTINGS, store)
        number = before.entries[-1].number
        assert hub.refresh() > 0
        store.remove_source(min(known), NOW)
        after = store.changes(number, 9_999)
        assert after.epoch == before.epoch
        assert [change.number for change in after.entries] == list(range(before.head + 1, after.head + 1))
        assert store.changes(after.head, 1, OWN).proof == proof_of(store)


def test_a_backup_that_is_restored_begins_a_new_epoch(
    old: Path, tmp_path: Path, fresh: Callable[[str], AbstractContextManager[Store]]
) -> None:
    """feed-epoch, feed-renumber, feed-reissue: nobody takes the new numbers for those that were given out since."""
    with closing_all(lambda: SqliteStore(old)) as opened, fresh("sqlite") as store:
        export(opened(), tmp_path / "hub.export")
        before = opened().changes(0, 9_999)
        with exported.reading(tmp_path / "hub.export", NOW) as reader, store.moving_in() as writer:
            moving.move(reader, writer)
        after = store.changes(0, 9_999)
        assert after.epoch != before.epoch
        assert after.previous == (*before.previous, before.epoch)
        first = int(NOW.timestamp() * 1000) * 1024 + 1
        assert [c.number for c in after.entries] == list(range(first, after.head + 1))
        assert [(c.ref, c.raw) for c in after.entries] == [(c.ref, c.raw) for c in before.entries]
        assert store.changes(after.head, 1, OWN).proof == proof_of(store)


@pytest.mark.parametrize("backend", BACKENDS)
def test_what_breaks_half_way_changes_nothing(
    backend: str, old: Path, tmp_path: Path, fresh: Callable[[str], AbstractContextManager[Store]]
) -> None:
    def stop(table: str, number: int) -> None:
        if table == "item":
            raise KeyboardInterrupt

    with closing_all(lambda: SqliteStore(old)) as opened, fresh(backend) as store:
        export(opened(), tmp_path / "hub.export")
        store.add_source(make.source())
        with (
            pytest.raises(KeyboardInterrupt),
            exported.reading(tmp_path / "hub.export") as reader,
            store.moving_in() as writer,
        ):
            moving.move(reader, writer, moved=stop)
        assert [source.name for source in store.sources()] == ["Club"]
        assert store.changes(0, 9).head == 0
        bring_in(tmp_path / "hub.export", store)  # in its place
        assert "Club" not in [source.name for source in store.sources()]


def contents(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables of an exported file; the order of rows is no matter."""
    with closing(sqlite3.connect(file)) as db:
        names = [
            row[0]
            for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'items_%'")
        ]
        return {name: sorted(db.execute(f"SELECT * FROM {name}").fetchall(), key=repr) for name in names}


def kept(store: Store) -> list[object]:
    """What operators see."""
    sources = store.sources()
    each = [
        (store.findings(s.id), store.runs(s.id, 99), store.proof(s.id), store.is_missing_since(s.id, NOW))
        for s in sources
    ]
    places = [store.learned_names("n", 99), store.gazetteer_place("nw5 2aa"), store.gazetteers()]
    tally = store.tally(NOW - timedelta(days=1))
    return [sources, each, store.schedules(), tally, store.expanded_on(), places]


def found(store: Store, query: Query, *, in_order: bool = True) -> object:
    """What residents see. How well words fit is reckoned by each store in its own way, so that their order may be another."""
    results = store.search(query, NOW)
    facts = [(e.id, e.document, e.licence, e.retrieved, e.occurrences, e.spot, e.told) for e in results.entries]
    facts = facts if in_order else sorted(facts, key=repr)
    counts = {kind: {value: n for value, n in values.items() if n} for kind, values in results.counts.items()}
    return results.total, results.told, facts, counts


def proof_of(store: Store) -> Proof:
    """That of the hub's own feed, worked out from what it says."""
    live = [change for change in store.changes(0, 9_999).entries if change.raw]
    named = [(OWN + one.ref, one) for one in live]
    leaves = [(name, leaf(one.type, name, one.number, str(one.envelope["digest"]))) for name, one in named]
    return Proof(root=root(leaves), count=len(leaves))


def pages(store: Store) -> list[bytes]:
    """Its checkpoint and every page of its feed, byte for byte."""
    client = create_app(SETTINGS, Hub(SETTINGS, store)).test_client()
    read = [client.get("/feed/checkpoint").data]
    address = "/feed"
    while True:
        answer = client.get(address)
        assert answer.status_code == 200
        read.append(answer.data)
        following = answer.json["next"].removeprefix(HUB)
        if following == address:
            return read
        address = following
