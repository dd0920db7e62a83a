"""Harvesting over HTTP: unchanged, empty, failed, changed and held are different answers, and nothing held is lost."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from openhub.fetch.door import Door
from openhub.harvest.rounds import tidy
from openhub.harvest.run import harvest
from openhub.hub.hub import Hub
from openhub.model.digest import digest
from openhub.model.query import Query
from openhub.model.root import leaf, root
from openhub.model.source import Source
from tests.conftest import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def item(number: int, host: str = "127.0.0.1", **changes: object) -> dict[str, object]:
    return {
        "type": "Group",
        "id": f"https://{host}/groups/{number}",
        "name": f"Walking group {number}",
        "url": f"https://{host}/groups/{number}",
        "themes": ["walking"],
        "organizer": {"type": "Organization", "name": "Walkers"},
        "location": {"type": "Place", "name": "The Green", "precision": "exact", "premises": "outdoor-public"},
        "join": {"joinMethod": ["turn-up"]},
        **changes,
    }


def page(
    site: Site,
    items: list[tuple[int, dict[str, object] | None, str]],
    following: int,
    epoch: str = "1",
    *,
    horizon: int = 0,
    live: list[tuple[int, dict[str, object], str]] | None = None,
) -> bytes:
    """A page of (number, document or None, id) leading to the page after a number; `live` are those of which it has the root."""
    leaves = [] if live is None else [(i, leaf("Group", i, n, digest(d))) for n, d, i in live]
    proof = {} if live is None else {"count": len(leaves), "root": root(leaves)}
    return json.dumps(
        {
            "next": f"{site.address}/feed?afterChangeNumber={following}",
            "license": LICENCE,
            "openhub": {"version": "1.0", "epoch": epoch, "horizon": horizon, **proof},
            "items": [
                {"state": "updated", "kind": "Group", "id": i, "modified": n, "data": d}
                if d is not None
                else {"state": "deleted", "kind": "Group", "id": i, "modified": n}
                for n, d, i in items
            ],
        }
    ).encode()


def publish(site: Site, items: list[dict[str, object]], size: int = 5, epoch: str = "1", start: int = 1) -> None:
    """A well-behaved feed of these items, in pages, with a root."""
    site.answers.clear()
    numbered = [(start + n, d, str(d["id"])) for n, d in enumerate(items)]
    cursors = [None, *(chunk[-1][0] for chunk in (numbered[i : i + size] for i in range(0, len(numbered), size)))]
    for index, cursor in enumerate(cursors):
        chunk = numbered[index * size : (index + 1) * size]
        path = "/feed" if cursor is None else f"/feed?afterChangeNumber={cursor}"
        live = None if chunk else numbered
        site.answers[path] = page(site, chunk, chunk[-1][0] if chunk else cursor or 0, epoch, live=live)
    if not numbered:
        site.answers["/feed"] = page(site, [], 0, epoch, live=[])
        site.answers["/feed?afterChangeNumber=0"] = page(site, [], 0, epoch, live=[])


def names(hub: Hub) -> set[str]:
    return {str(f.document["name"]) for f in hub.search(Query(limit=100)).entries}


@pytest.fixture
def source(site: Site, add: Callable[..., Source]) -> Source:
    publish(site, [item(n) for n in range(12)])
    return add(f"{site.address}/feed")


def test_a_feed_is_walked_to_its_end_and_the_cursor_is_kept(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    assert bring_in(source).counts.new == 12
    site.requests.clear()
    again = bring_in(source)
    assert (again.outcome, again.counts.new, again.counts.unchanged) == ("unchanged", 0, 0)
    assert site.requests == ["/feed?afterChangeNumber=12"]


def test_what_is_new_later_is_found_from_the_cursor(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    bring_in(source)
    site.answers["/feed?afterChangeNumber=12"] = page(
        site, [(13, item(3, name="Renamed walkers"), str(item(3)["id"])), (14, None, str(item(4)["id"]))], 14
    )
    site.answers["/feed?afterChangeNumber=14"] = page(site, [], 14)
    run = bring_in(source)
    assert (run.outcome, run.counts.changed, run.counts.deleted) == ("changed", 1, 1)
    assert "Renamed walkers" in names(hub)
    assert "Walking group 4" not in names(hub)


def test_bad_items_are_put_aside_with_reasons_and_the_good_ones_kept(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    bad = [item(1, name=7), item(2, host="elsewhere.example"), {"type": "Group"}, item(3)]
    site.answers["/feed"] = json.dumps(
        {
            "next": f"{site.address}/feed?afterChangeNumber=9",
            "license": LICENCE,
            "openhub": {"version": "1.0", "epoch": "1", "horizon": 0},
            "items": [
                *(
                    {"state": "updated", "kind": "Group", "id": str(d.get("id", "nameless")), "modified": n, "data": d}
                    for n, d in enumerate(bad, 1)
                ),
                {"state": "updated", "modified": 8, "data": item(4)},
                "not an object",
                {"state": "perhaps", "id": "x", "kind": "Group", "modified": 9},
            ],
        }
    ).encode()
    site.answers["/feed?afterChangeNumber=9"] = page(site, [], 9)
    run = bring_in(source)
    assert (run.outcome, run.counts.new, run.counts.quarantined) == ("changed", 1, 4)
    assert names(hub) == {"Walking group 3"}
    found = {(f.item, f.pointer, f.code) for f in hub.store.findings(source.id)}
    assert {
        ("https://127.0.0.1/groups/1", "/name", "wrong-type"),
        ("https://elsewhere.example/groups/2", "/id", "id-on-foreign-host"),
        ("x", "", "unreadable-item"),
        ("", "/items/4", "unreadable-item"),
        ("", "/items/5", "unreadable-item"),
    } <= found
    assert all(f.message and f.remedy for f in hub.store.findings(source.id))


def test_the_last_good_version_stays_while_a_bad_one_is_put_aside(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    bring_in(source)
    site.answers["/feed?afterChangeNumber=12"] = page(site, [(13, item(3, url="nonsense"), str(item(3)["id"]))], 13)
    site.answers["/feed?afterChangeNumber=13"] = page(site, [], 13)
    assert bring_in(source).counts.quarantined == 1
    assert "Walking group 3" in names(hub)
    site.answers["/feed?afterChangeNumber=13"] = page(
        site, [(14, item(3, name="Mended group"), str(item(3)["id"]))], 14
    )
    site.answers["/feed?afterChangeNumber=14"] = page(site, [], 14)
    bring_in(source)
    assert "Mended group" in names(hub)
    assert not hub.store.findings(source.id)


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (b'{"next": "x", "items": [', "not JSON"),
        (b"<html>Sorry</html>", "not JSON"),
        (b'{"items": "none", "next": ""}', "not a feed page"),
        ((500, b"oops"), "500"),
        ((404, b""), "not there"),
    ],
)
def test_a_page_that_fails_half_way_keeps_what_came_before_and_is_read_again(
    site: Site, hub: Hub, source: Source, bring_in: Callable, broken: bytes, words: str
) -> None:
    whole = site.answers["/feed?afterChangeNumber=5"]
    site.answers["/feed?afterChangeNumber=5"] = broken
    run = bring_in(source)
    assert (run.outcome, run.counts.new) == ("failed", 5)
    assert words in run.problem
    assert "/feed?afterChangeNumber=5" in run.problem
    assert len(names(hub)) == 5
    site.answers["/feed?afterChangeNumber=5"] = whole
    assert bring_in(source).counts.new == 7
    assert len(names(hub)) == 12


def test_a_next_that_loops_is_said_and_stops(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    items = [(n, item(n), str(item(n)["id"])) for n in range(1, 4)]
    site.answers["/feed"] = page(site, items[:2], 2)
    site.answers["/feed?afterChangeNumber=2"] = page(site, items[2:], 2)
    run = bring_in(source)
    assert run.outcome == "failed"
    assert "never ends" in run.problem
    assert len(names(hub)) == 3
    assert len(site.requests) < 10


@pytest.mark.parametrize(
    ("following", "words"),
    [
        ("https://elsewhere.example/feed?afterChangeNumber=9", "must keep scheme"),
        ("", "must keep scheme"),
        ("/other", "must keep scheme"),
    ],
)
def test_a_next_that_leaves_the_feed_is_not_followed(
    site: Site, hub: Hub, source: Source, bring_in: Callable, following: str, words: str
) -> None:
    body = json.loads(site.answers["/feed"])
    site.answers["/feed"] = json.dumps(body | {"next": following}).encode()
    run = bring_in(source)
    assert run.outcome == "failed"
    assert words in run.problem
    assert len(names(hub)) == 5


def test_an_empty_feed_is_not_a_failed_one(site: Site, hub: Hub, add: Callable, bring_in: Callable) -> None:
    publish(site, [])
    source = add(f"{site.address}/feed")
    assert bring_in(source).outcome == "empty"
    assert hub.store.sources()[0].problem == ""


def test_a_new_epoch_is_read_from_the_start_and_what_is_gone_is_swept(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    bring_in(source)
    publish(site, [item(n) for n in range(3, 12)], epoch="2", start=100)
    site.answers["/feed?afterChangeNumber=12"] = page(site, [], 12, epoch="2")
    run = bring_in(source)
    assert (run.outcome, run.counts.deleted, run.counts.unchanged) == ("changed", 3, 9)
    assert names(hub) == {f"Walking group {n}" for n in range(3, 12)}


def test_too_many_deletions_wait_for_a_person(site: Site, hub: Hub, add: Callable, bring_in: Callable) -> None:
    publish(site, [item(n) for n in range(30)], size=50)
    source = add(f"{site.address}/feed")
    bring_in(source)
    publish(site, [item(n) for n in range(5)], size=50, epoch="2", start=100)
    site.answers["/feed?afterChangeNumber=30"] = page(site, [], 30, epoch="2")
    run = bring_in(source)
    assert (run.outcome, run.counts.deleted) == ("held", 0)
    assert "25 of 30 items" in run.problem
    assert len(names(hub)) == 30
    run = bring_in(source, confirm_deletions=True)
    assert (run.outcome, run.counts.deleted) == ("changed", 25)
    assert len(names(hub)) == 5


def test_a_static_file_is_compared_with_the_last_one(site: Site, hub: Hub, add: Callable, bring_in: Callable) -> None:
    site.answers["/items.json"] = json.dumps({"license": LICENCE, "items": [item(n) for n in range(8)]}).encode()
    source = add(f"{site.address}/items.json")
    assert source.format == "openhub-static"
    assert bring_in(source).counts.new == 8
    site.answers["/items.json"] = json.dumps(
        {"license": LICENCE, "items": [item(n) for n in range(2, 8)] + [item(9)]}
    ).encode()
    run = bring_in(source)
    assert (run.counts.new, run.counts.unchanged, run.counts.deleted) == (1, 6, 2)


def test_an_unchanged_static_file_is_not_read_again(site: Site, hub: Hub, add: Callable, bring_in: Callable) -> None:
    body = json.dumps({"license": LICENCE, "items": [item(1)]}).encode()
    site.answers["/items.json"] = (200, body, {"ETag": '"one"'})
    source = add(f"{site.address}/items.json")
    bring_in(source)
    site.answers["/items.json"] = (304, b"", {"ETag": '"one"'})
    assert bring_in(source).outcome == "unchanged"
    assert names(hub) == {"Walking group 1"}


def test_two_sources_do_not_overwrite_each_other(
    site: Site, hub: Hub, source: Source, add: Callable, bring_in: Callable
) -> None:
    bring_in(source)
    site.answers["/other.json"] = json.dumps({"license": LICENCE, "items": [item(1, name="Stolen name")]}).encode()
    other = add(f"{site.address}/other.json")
    bring_in(other)
    assert {"Walking group 1", "Stolen name"} <= names(hub)
    assert sum(hub.store.live_items().values()) == 13


@pytest.mark.parametrize("number", [1, 3])
def test_a_file_that_is_suddenly_empty_takes_nothing_away(
    site: Site, hub: Hub, add: Callable, bring_in: Callable, number: int
) -> None:
    site.answers["/items.json"] = json.dumps({"license": LICENCE, "items": [item(n) for n in range(number)]}).encode()
    source = add(f"{site.address}/items.json")
    bring_in(source)
    site.answers["/items.json"] = b"[]"
    assert bring_in(source).outcome == "held"
    assert len(names(hub)) == number


def test_what_is_held_stays_held_until_a_person_settles_it(
    site: Site, hub: Hub, add: Callable, bring_in: Callable
) -> None:
    publish(site, [item(n) for n in range(30)], size=50)
    source = add(f"{site.address}/feed")
    bring_in(source)
    publish(site, [item(n) for n in range(5)], size=50, epoch="2", start=100)
    site.answers["/feed?afterChangeNumber=30"] = page(site, [], 30, epoch="2")
    assert [bring_in(source).outcome for _ in range(3)] == ["held"] * 3
    assert bring_in(source, confirm_deletions=True).counts.deleted == 25
    assert bring_in(source).outcome == "unchanged"


def test_a_page_out_of_a_cache_does_not_bring_back_what_was_withdrawn(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    bring_in(source)
    site.answers["/feed?afterChangeNumber=12"] = page(site, [(13, None, str(item(4)["id"]))], 13)
    site.answers["/feed?afterChangeNumber=13"] = page(site, [(5, item(4), str(item(4)["id"]))], 14)
    site.answers["/feed?afterChangeNumber=14"] = page(site, [], 14)
    bring_in(source)
    assert "Walking group 4" not in names(hub)


def test_a_page_that_leads_astray_says_so_once(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    body = json.loads(site.answers["/feed"])
    nameless = {"state": "updated", "modified": 9, "data": {}}
    site.answers["/feed"] = json.dumps(body | {"next": "http://[", "items": [*body["items"], nameless]}).encode()
    assert [bring_in(source).outcome for _ in range(3)] == ["failed"] * 3
    assert len([f for f in hub.store.findings(source.id) if f.item == ""]) == 1


def test_a_feed_behind_a_redirect_is_walked(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    site.answers["/old"] = (302, b"", {"Location": f"{site.address}/feed"})
    hub.store.save_source(replace(source, address=f"{site.address}/old"))
    assert bring_in(source).counts.new == 12


def test_nothing_of_an_item_lingers_in_the_file_once_it_is_gone(
    site: Site, hub: Hub, add: Callable, bring_in: Callable, tmp_path: Path
) -> None:
    secret = item(
        1, location={"type": "Place", "name": "Flat 3, 12 Leighton Road", "precision": "area", "premises": "domestic"}
    )
    site.answers["/items.json"] = json.dumps({"license": LICENCE, "items": [secret, item(2)]}).encode()
    source = add(f"{site.address}/items.json")
    bring_in(source)
    tidy(hub)
    assert hub.store.sources()[0].quarantined == 1
    assert b"Leighton" in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    hub.store.remove_source(source.id, hub.now())
    hub.store.settle()
    assert b"Leighton" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_publisher_that_has_gone_back_behind_the_cursor_is_read_from_its_start(
    site: Site, hub: Hub, source: Source, bring_in: Callable
) -> None:
    """Its page for a cursor beyond its end is empty, as if nothing had changed; its checkpoint tells (harvest-head)."""
    bring_in(source)
    hub.store.save_source(replace(hub.store.sources()[0], checkpoint=f"{site.address}/checkpoint"))
    for answer in (b'{"head": 12}', b'{"head": "12"}', b"[]", b"<html>", (503, b"")):
        site.answers["/checkpoint"] = answer
        site.requests.clear()
        assert bring_in(source).outcome == "unchanged"
        assert site.requests == ["/checkpoint", "/feed?afterChangeNumber=12"]
    publish(site, [item(n) for n in range(5)])
    site.answers["/checkpoint"] = b'{"head": 5}'
    site.answers["/feed?afterChangeNumber=12"] = page(site, [], 12)
    run = bring_in(source)
    assert (run.state, run.counts.deleted) == ("verified", 7)


def test_what_a_run_proved_is_kept_with_the_moment(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    assert bring_in(source).state == "verified"
    (first,) = hub.store.sources()
    assert (first.state, first.verified_at, first.proved) == ("verified", hub.now(), True)
    site.answers["/feed?afterChangeNumber=12"] = (500, b"")
    assert bring_in(source).state == "failed"
    (second,) = hub.store.sources()
    assert (second.state, second.verified_at) == ("failed", hub.now())
    site.answers["/feed?afterChangeNumber=12"] = page(site, [], 12)
    assert bring_in(source).state == "complete"


def test_what_does_not_add_up_is_said(site: Site, hub: Hub, source: Source, bring_in: Callable) -> None:
    numbered = [(n + 1, item(n), str(item(n)["id"])) for n in range(11)]
    site.answers["/feed?afterChangeNumber=12"] = page(site, [], 12, live=numbered)
    run = bring_in(source)
    assert (run.state, run.outcome, run.counts.new) == ("inconsistent", "changed", 12)
    assert "its root differs" in run.problem
    assert len(names(hub)) == 12


def test_an_item_that_is_not_valid_does_not_make_a_feed_differ(
    site: Site, hub: Hub, add: Callable, bring_in: Callable
) -> None:
    """It counts by what it came with, so that a hub knows that it has everything, though it does not show it all."""
    publish(site, [item(1), item(2, name=7), item(3, host="elsewhere.example"), item(4, name="x" * 70_000)])
    run = bring_in(add(f"{site.address}/feed"))
    assert (run.state, run.counts.new, run.counts.quarantined) == ("verified", 1, 3)


def test_a_file_that_becomes_a_feed_is_read_as_one_from_then_on(
    site: Site, hub: Hub, add: Callable, bring_in: Callable
) -> None:
    site.answers["/feed"] = json.dumps({"license": LICENCE, "items": [item(n) for n in range(6)]}).encode()
    source = add(f"{site.address}/feed")
    assert bring_in(source).state == "complete"
    publish(site, [item(n) for n in range(1, 6)])
    run = bring_in(source)
    assert (run.state, run.counts.deleted, run.counts.unchanged) == ("verified", 1, 5)
    assert (hub.store.sources()[0].format, hub.store.sources()[0].paged) == ("openhub", True)
    site.answers["/feed?afterChangeNumber=5"] = b"[]"
    assert bring_in(source).outcome == "failed"


def test_a_feed_without_a_root_is_read_again_each_week(
    site: Site, hub: Hub, source: Source, bring_in: Callable, door: Door
) -> None:
    site.answers["/feed?afterChangeNumber=12"] = page(site, [], 12)
    bring_in(source)
    for days, first in ((6, "/feed?afterChangeNumber=12"), (8, "/feed")):
        later = Hub(replace(hub.settings, as_of=(hub.now() + timedelta(days=days)).isoformat()), hub.store)
        site.requests.clear()
        harvest(later, door, hub.store.sources()[0])
        assert site.requests[0] == first
