"""However pages come, a hub ends up with the same items: twice is once, and any split of a feed is the whole of it."""

import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.config import Settings
from openhub.formats import openhub, openhub_static
from openhub.hub.hub import Hub, Position
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.contract import Counts
from openhub.stores.sqlite import STORE
from openhub.validate.engine import Validator
from tests import make

VALIDATOR = Validator()


@contextmanager
def new_hub() -> Iterator[tuple[Hub, Source]]:
    with tempfile.TemporaryDirectory() as folder:
        store = STORE(Path(folder) / "hub.db")
        yield Hub(Settings(as_of="2026-11-24T09:00:00Z"), store, VALIDATOR), store.add_source(make.source())
        store.close()


def accept(hub: Hub, source: Source, items: list[Any], first: bool = False) -> Counts:
    page = openhub.read(make.page(items), make.reading())
    return hub.accept(source, page, Position(cursor="", epoch="1", horizon=0, baseline=1, first=first))


def state(hub: Hub) -> tuple[Any, ...]:
    """All that somebody outside can see of the items, but for the numbers of the changes."""
    entries = hub.search(Query(limit=100)).entries
    live = {e.id: (e.document, e.modified, e.licence) for e in entries}
    gone = {c.ref for c in hub.store.changes(0, 100).entries if c.raw is None}
    sources = (hub.store.live_items(), [s.quarantined for s in hub.store.sources()])
    return (
        live,
        gone,
        sources,
        sorted((f.item, f.code, f.pointer) for f in hub.store.findings(hub.store.sources()[0].id)),
    )


def _entry(number: int, item: int, kind: str, name: str) -> dict[str, Any]:
    document = make.group(id=f"https://club.example/groups/{item}", name=name)
    if kind == "deleted":
        return make.deleted(document, modified=number)
    if kind == "bad":
        document["name"] = 7
    if kind == "broken":
        return make.updated(document, modified=number, state="odd")
    return make.updated(document, modified=number)


@st.composite
def feeds(draw: st.DrawFn) -> list[dict[str, Any]]:
    """The items of a feed in the order of their numbers: some changed, some withdrawn, some bad."""
    kinds = st.sampled_from(["good", "good", "good", "deleted", "bad", "broken"])
    steps = draw(
        st.lists(st.tuples(st.integers(0, 4), kinds, st.sampled_from(["Walkers", "Menders", "Cooks"])), max_size=14)
    )
    return [_entry(number, *step) for number, step in enumerate(steps, start=1)]


def without_overtaken(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A feed as RPDE has it: each item once, at its last number."""
    return list({item["id"]: item for item in items}.values())


@settings(deadline=None, max_examples=40)
@given(feeds())
def test_accepting_a_page_twice_is_accepting_it_once(items: list[dict[str, Any]]) -> None:
    with new_hub() as (hub, source):
        accept(hub, source, items, first=True)
        once, numbers = state(hub), hub.store.changes(0, 100)
        again = accept(hub, source, items, first=True)
        assert state(hub) == once
        assert (again.new, again.deleted) == (0, 0) or len(without_overtaken(items)) < len(items)
        if len(without_overtaken(items)) == len(items):
            assert again.changed == 0
            assert hub.store.changes(0, 100) == numbers


@settings(deadline=None, max_examples=40)
@given(items=feeds(), cuts=st.lists(st.integers(0, 14), max_size=4))
def test_a_feed_cut_anywhere_gives_the_same_items(items: list[dict[str, Any]], cuts: list[int]) -> None:
    feed = without_overtaken(items)
    bounds = sorted({0, len(feed), *(c for c in cuts if c < len(feed))})
    with new_hub() as (hub, source), new_hub() as (other, its_source):
        accept(hub, source, feed, first=True)
        for turn, (start, end) in enumerate(itertools.pairwise(bounds)):
            accept(other, its_source, feed[start:end], first=turn == 0)
        assert state(other) == state(hub)


@settings(deadline=None, max_examples=40)
@given(items=feeds(), seen=st.integers(0, 14))
def test_who_comes_late_has_what_they_have_who_saw_it_all(items: list[dict[str, Any]], seen: int) -> None:
    """Earlier versions make no difference in the end, but for what was withdrawn or went bad before one came."""
    with new_hub() as (hub, source), new_hub() as (late, its_source):
        for item in items:
            accept(hub, source, [item])
        for item in without_overtaken(items):
            accept(late, its_source, [item])
        good = {e["id"] for e in without_overtaken(items) if e["state"] == "updated" and e["data"]["name"] != 7}
        ours, theirs = state(hub)[0], state(late)[0]
        assert {i: v for i, v in ours.items() if i in good} == theirs
        assert set(theirs) == good


@settings(deadline=None, max_examples=40)
@given(feeds())
def test_a_page_out_of_a_cache_changes_nothing(items: list[dict[str, Any]]) -> None:
    with new_hub() as (hub, source):
        for item in items:
            accept(hub, source, [item])
        live = state(hub)[0]
        for item in items:
            if item["state"] == "updated" and item["data"]["name"] != 7 and item["id"] in live:
                accept(hub, source, [item])
        assert state(hub)[0] == live


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["good", "bad", "nameless", "junk"]), max_size=6))
def test_a_file_read_twice_is_read_once(kinds: list[str]) -> None:
    items: list[Any] = [make.group(id=f"https://club.example/{n}") for n in range(len(kinds))]
    for n, kind in enumerate(kinds):
        items[n] = {"good": items[n], "bad": {**items[n], "name": 7}, "nameless": {}, "junk": n}[kind]
    page = openhub_static.read(json.dumps({"license": make.LICENCE, "items": items}).encode(), make.reading())
    with new_hub() as (hub, source):
        for _ in range(2):
            counts = hub.accept(source, page, Position(cursor="", epoch="", horizon=0, baseline=1, first=True))
            assert counts.quarantined == kinds.count("bad") + kinds.count("junk")
        assert (counts.new, counts.changed, counts.unchanged) == (0, 0, kinds.count("good"))
        assert len(hub.store.findings(source.id)) >= len(kinds) - kinds.count("good")
