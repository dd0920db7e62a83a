"""A hub's own feed proves that it is whole: another hub harvests it and knows that nothing is missing."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

from openhub import spec
from openhub.config import Settings
from openhub.fetch.door import Door
from openhub.harvest.discover import discover
from openhub.harvest.run import harvest
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from openhub.web.app import create_app
from tests.conftest import Site, serving
from tests.harvest.test_outcomes import item, page, publish

HOST = "127.0.0.1"


@pytest.fixture
def source(site: Site, add: Callable[..., Source], bring_in: Callable) -> Source:
    publish(site, [item(n) for n in range(12)])
    source = add(f"{site.address}/feed")
    bring_in(source)
    return source


@pytest.fixture
def other(settings: Settings, tmp_path: Path) -> Iterator[Hub]:
    """Another hub, which reads the first one's feed."""
    store = STORE(tmp_path / "other.db")
    yield Hub(settings, store)
    store.close()


def ids(hub: Hub) -> set[str]:
    return {str(c.envelope["originId"]) for c in hub.store.changes(0, 1_000).entries if c.raw is not None}


def test_another_hub_verifies_the_feed_and_follows_its_changes(
    site: Site, hub: Hub, source: Source, bring_in: Callable, door: Door, other: Hub
) -> None:
    with serving(hub) as address:
        (found,) = discover(door, address, (HOST,))
        assert found.checkpoint == f"{address}/feed/checkpoint"
        upstream = other.store.add_source(found)
        assert harvest(other, door, upstream).state == "verified"
        assert ids(other) == ids(hub)
        renamed, gone = item(3, name="Renamed walkers"), str(item(4)["id"])
        site.answers["/feed?afterChangeNumber=12"] = page(
            site, [(13, renamed, str(renamed["id"])), (14, None, gone)], 14
        )
        site.answers["/feed?afterChangeNumber=14"] = page(site, [], 14)
        bring_in(source)
        current = other.store.source(upstream.id)
        assert current
        run = harvest(other, door, current)
        assert (run.state, run.counts.changed, run.counts.deleted) == ("verified", 1, 1)
        assert ids(other) == ids(hub)


def test_the_reason_of_a_deletion_is_passed_on(
    site: Site, hub: Hub, source: Source, bring_in: Callable, other: Hub, door: Door
) -> None:
    body = json.loads(page(site, [(13, None, str(item(4)["id"])), (14, None, str(item(5)["id"]))], 14))
    body["items"][0]["openhub"], body["items"][1]["openhub"] = {"reason": "withdrawn"}, {"reason": "because"}
    site.answers["/feed?afterChangeNumber=12"] = json.dumps(body).encode()
    site.answers["/feed?afterChangeNumber=14"] = page(site, [], 14)
    bring_in(source)
    client = create_app(hub.settings, hub).test_client()
    gone = [e for e in client.get("/feed").json["items"] if e["state"] == "deleted"]
    assert [e.get("openhub") for e in gone] == [{"reason": "withdrawn"}, None]  # one of no list is not passed on
    assert all("data" not in e for e in gone)


@pytest.mark.parametrize("base_url", ["", "https://hub.camden.example"])
def test_the_checkpoint_is_that_of_the_last_page(hub: Hub, source: Source, base_url: str) -> None:
    client = create_app(replace(hub.settings, base_url=base_url), hub).test_client()
    answer = client.get("/feed/checkpoint")
    checkpoint, last = answer.json, client.get("/feed?afterChangeNumber=999999").json["openhub"]
    assert {n: checkpoint[n] for n in ("epoch", "horizon", "count", "root")} == {
        n: last[n] for n in last if n != "version"
    }
    assert (checkpoint["head"], checkpoint["count"]) == (12, 12)
    assert checkpoint["origin"] == client.get("/.well-known/openhub").json["id"]
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    known = [spec.schema(name) for name in ("checkpoint", "parts", "codes")]
    registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in known])
    assert list(jsonschema_rs.Draft202012Validator(known[0], registry=registry).iter_errors(checkpoint)) == []


def test_a_new_public_address_begins_a_new_epoch_with_new_numbers_for_everything(
    hub: Hub, source: Source, bring_in: Callable, site: Site
) -> None:
    """The ids of all items are others then (feed-epoch, feed-renumber, feed-reissue)."""
    site.answers["/feed?afterChangeNumber=12"] = page(site, [(13, None, str(item(4)["id"]))], 13)
    site.answers["/feed?afterChangeNumber=13"] = page(site, [], 13)
    bring_in(source)
    settings = replace(hub.settings, base_url="https://hub.camden.example")
    before = create_app(settings, hub).test_client().get("/feed").json
    again = create_app(settings, hub).test_client().get("/feed").json
    assert before == again  # the same address once more changes nothing
    moved = create_app(replace(settings, base_url="https://hub.brent.example"), hub).test_client()
    after = moved.get("/feed").json
    assert after["openhub"]["epoch"] != before["openhub"]["epoch"]
    assert moved.get("/feed/checkpoint").json["previousEpochs"] == [before["openhub"]["epoch"]]
    highest = max(e["modified"] for e in before["items"])
    assert min(e["modified"] for e in after["items"]) > highest
    assert [(e["state"], e["id"].rpartition("/")[2]) for e in after["items"]] == [
        (e["state"], e["id"].rpartition("/")[2]) for e in before["items"]
    ]


def test_the_root_is_kept_for_the_public_address_and_worked_out_for_others(hub: Hub, source: Source) -> None:
    kept, other = "https://hub.camden.example/activity/", "http://localhost/activity/"
    for _ in range(2):
        worked_out = hub.store.changes(1_000, 1, kept).proof, hub.store.changes(1_000, 1, other).proof
        hub.store.publish_at(kept)
        assert (hub.store.changes(1_000, 1, kept).proof, hub.store.changes(1_000, 1, other).proof) == worked_out
