"""More matches than are looked at: what is said of them is true, and the first page is the right one."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from openhub.model.query import Query
from openhub.model.schedule import Occurrence
from openhub.stores import sqlite_candidates
from openhub.stores.contract import Batch, Index, Key, Put
from openhub.stores.sqlite import SqliteStore
from tests import make
from tests.contract import oracle

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def put(number: int, dice: random.Random) -> Put:
    made = oracle.random_index(dice, NOW)
    said = made.pop("said")
    address = f"https://club.example/items/{number}"
    return Put(
        key=Key(kind="Group", id=address, modified=1, digest=str(number)),
        origin=make.FEED,
        type="Group",
        id=address,
        ref=str(number),
        raw=b'{"name": "x"}',
        digest=str(number),
        licence=make.LICENCE,
        index=Index(summary="", text=said, **made),
    )


@pytest.fixture(scope="module")
def items() -> list[Put]:
    dice = random.Random(1)
    return [put(number, dice) for number in range(1_200)]


@pytest.fixture(scope="module")
def store(items: list[Put], tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = SqliteStore(tmp_path_factory.mktemp("many") / "hub.db")
    source = store.add_source(make.source())
    store.apply(source.id, Batch(puts=tuple(items)), NOW)
    yield store
    store.close()


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("MOST", 90), ("COUNTED", 60), ("_LOOKED", 300), ("_ENOUGH", 20)):
        monkeypatch.setattr(sqlite_candidates, name, number)


NEAR = {"near": oracle.CENTRE}


@pytest.mark.parametrize(
    "query",
    [
        Query(),
        Query(**NEAR),
        Query(**NEAR, order="distance"),
        Query(**NEAR, radius_metres=30_000),
        Query(**NEAR, access=("lift",)),
        Query(access=("lift", "hearing-loop")),
        Query(order="newest"),
        Query(order="newest", access=("lift",)),
        Query(order="newest", themes=("cooking",)),
        Query(themes=("walking",)),
        Query(start=NOW),
        Query(weekdays=(1, 2, 5), end=NOW + timedelta(days=30)),
        Query(words="bread", order="newest"),
        Query(words="bread", order="when"),
    ],
)
def test_the_first_page_is_right_and_there_are_more(store: SqliteStore, items: list[Put], query: Query) -> None:
    found = [item for item in items if oracle.matches(item, query, NOW)]
    results = store.search(replace(query, limit=10), NOW)
    assert not results.exact
    assert sqlite_candidates.COUNTED * 0.5 <= results.total < len(found)
    assert results.total >= sqlite_candidates.COUNTED or query.words
    shown = {item.id: oracle.position(item, query, NOW) for item in found}
    assert [shown[e.id] for e in results.entries] == sorted(shown.values())[:10]
    quickly = store.search(replace(query, limit=10, counted=False), NOW)
    assert [shown[e.id] for e in quickly.entries] == sorted(shown.values())[:10]
    assert quickly.counts == {}
    assert (quickly.total == 10) is query.is_plain(NOW)
    following = store.search(replace(query, limit=10, counted=False, after=quickly.next), NOW)
    assert len({e.id for e in (*quickly.entries, *following.entries)}) == 20
    assert store.count(query, NOW, 150) == 150
    assert store.count(query, NOW, 99_999) == len(found)
    expected = oracle.counts(items, query, NOW)
    assert all(
        results.counts[kind][value] <= expected[kind][value] for kind in expected for value in results.counts[kind]
    )


@pytest.mark.parametrize("query", [Query(words="bread"), Query(words="bread jam", any_word=True, order="relevance")])
def test_frequent_words_are_those_of_names(store: SqliteStore, items: list[Put], query: Query) -> None:
    results = store.search(query, NOW)
    called = {item.id for item in items if set(query.words.split()) & set(item.index.name.split())}
    assert not results.exact
    assert len(results.entries) == 20
    assert {e.id for e in results.entries} <= {i.id for i in items if oracle.matches(i, query, NOW)}
    assert called


def test_few_among_many_are_all_found(store: SqliteStore, items: list[Put]) -> None:
    """A rare value is counted exactly, though the others of its kind are not."""
    for query in (
        Query(
            types=("Event",),
            languages=("bn",),
            costs=("free",),
            attendance=("online",),
            participation=("eat",),
            limit=99,
        ),
        Query(near=oracle.CENTRE, radius_metres=500, themes=("cycling",), limit=99),
        Query(words="zebra", types=("Group",), languages=("bn",), costs=("free",), attendance=("online",), limit=99),
    ):
        found = {item.id for item in items if oracle.matches(item, query, NOW)}
        results = store.search(query, NOW)
        assert (results.total, results.exact) == (len(found), True)
        assert {e.id for e in results.entries} == found


def test_many_pages_have_no_item_twice(store: SqliteStore) -> None:
    for query in (Query(), Query(near=oracle.CENTRE), Query(words="bread"), Query(order="newest")):
        seen: list[str] = []
        while True:
            results = store.search(query, NOW)
            seen += [e.id for e in results.entries]
            if not results.next:
                break
            query = replace(query, after=results.next)
        assert len(seen) == len(set(seen)) >= 60


def test_what_is_over_is_out_of_the_way_the_day_after(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    source = store.add_source(make.source()).id
    dice = random.Random(3)
    times = (Occurrence(NOW, NOW + timedelta(hours=1)),)
    index = Index(name="", summary="", text="", facets=(), until=None, occurrences=times)
    on = replace(put(1, dice), index=index)
    over = replace(put(2, dice), index=replace(index, until=NOW + timedelta(hours=1)))
    store.apply(source, Batch(puts=(over, on)), NOW)
    coming = "SELECT key FROM coming"
    assert len(store._db().execute(coming).fetchall()) == 2
    store.expand((), "2026-11-27")
    assert len(store._db().execute(coming).fetchall()) == 1
    store.apply(source, Batch(puts=(replace(over, index=replace(over.index, until=NOW + timedelta(days=9))),)), NOW)
    assert len(store._db().execute(coming).fetchall()) == 2
    store.close()
