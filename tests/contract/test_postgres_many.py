"""More matches in PostgreSQL than are looked at: what is said of them is true, and the first page is the right one."""

import random
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from openhub.model.query import Query
from openhub.model.schedule import Occurrence
from openhub.stores import postgres_search
from openhub.stores.contract import Batch, Index, Key, Put
from openhub.stores.postgres import PostgresStore
from tests import make
from tests.contract import oracle

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEAR = {"near": oracle.CENTRE}


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
def store(items: list[Put], schemas: Callable[[], AbstractContextManager[str]]) -> Iterator[PostgresStore]:
    with schemas() as address, closing(PostgresStore(address)) as opened:
        opened.apply(opened.add_source(make.source()).id, Batch(puts=tuple(items)), NOW)
        yield opened


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, number in (("COUNTED", 210), ("_LIKELY", 200), ("_WORDED", 400)):
        monkeypatch.setattr(postgres_search, name, number)


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
        Query(order="newest", themes=("cooking", "walking")),
        Query(themes=("walking", "cooking")),
        Query(start=NOW),
        Query(weekdays=(1, 2, 5), end=NOW + timedelta(days=30)),
        Query(words="bread", order="newest"),
        Query(words="bread", order="when"),
    ],
)
def test_the_first_page_is_right_and_there_are_more(store: PostgresStore, items: list[Put], query: Query) -> None:
    found = [item for item in items if oracle.matches(item, query, NOW)]
    results = store.search(replace(query, limit=10), NOW)
    assert (results.exact, results.total) == (False, 210)
    shown = {item.id: oracle.position(item, query, NOW) for item in found}
    assert [shown[e.id] for e in results.entries] == sorted(shown.values())[:10]
    quickly = store.search(replace(query, limit=10, counted=False), NOW)
    assert [shown[e.id] for e in quickly.entries] == sorted(shown.values())[:10]
    assert quickly.counts == {}
    assert (quickly.total == 10) is query.is_plain(NOW)
    following = store.search(replace(query, limit=10, counted=False, after=quickly.next), NOW)
    assert len({e.id for e in (*quickly.entries, *following.entries)}) == 20
    assert store.count(query, NOW, 150) == 150
    assert store.count(query, NOW, 9_999) == len(found)
    expected = oracle.counts(items, query, NOW)
    for kind in expected:
        counted = results.counts[kind]
        assert set(counted) <= set(expected[kind])
        assert all(0 < number <= max(210, expected[kind][value]) for value, number in counted.items())
    assert sum(results.counts["source"].values()) == 210


@pytest.mark.parametrize("query", [Query(words="bread"), Query(words="bread jam", any_word=True, order="relevance")])
def test_frequent_words_are_those_of_names(store: PostgresStore, items: list[Put], query: Query) -> None:
    results = store.search(query, NOW)
    matching = {item.id: item for item in items if oracle.matches(item, query, NOW)}
    assert not results.exact
    assert len(results.entries) == 20
    assert all(set(query.words.split()) & set(matching[e.id].index.name.split()) for e in results.entries)


def test_few_among_many_are_all_found(store: PostgresStore, items: list[Put]) -> None:
    """A rare value is counted exactly, though the others of its kind are not."""
    for query in (
        Query(languages=("bn",), costs=("free",), attendance=("online",), participation=("eat",), limit=99),
        Query(near=oracle.CENTRE, radius_metres=500, themes=("cycling",), limit=99),
        Query(words="zebra", languages=("bn",), costs=("free",), attendance=("online",), limit=99),
    ):
        found = {item.id for item in items if oracle.matches(item, query, NOW)}
        results = store.search(query, NOW)
        assert (results.total, results.exact) == (len(found), True)
        assert {e.id for e in results.entries} == found


@pytest.mark.parametrize("hours", [0, 1, 30, 100])
def test_what_began_before_the_time_asked_for_is_found_while_it_is_on(store: PostgresStore, hours: int) -> None:
    """However long it lasts, and whatever else the item has before and after."""
    day = timedelta(days=1)
    begins = (NOW + 2 * day, NOW + 20 * day, NOW + 90 * day)
    on = tuple(Occurrence(b, b + timedelta(hours=hours if b == begins[1] else 1)) for b in begins)
    made = put(10_000, random.Random(2))
    index = replace(made.index, name="quokka", occurrences=on, until=None)
    store.apply(store.sources()[0].id, Batch(puts=(replace(made, digest=str(hours), index=index),)), NOW)
    for late in (-2, 0.5, 29.5, 99.5, 200):
        start = begins[1] + timedelta(hours=late)
        found = store.search(Query(words="quokka", start=start, end=start + timedelta(minutes=15)), NOW).entries
        assert len(found) == (0 < late < hours), late
