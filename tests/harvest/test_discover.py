"""Finding the feeds behind an address, as a council officer types it."""

import json
from collections.abc import Callable

import pytest

from openhub.errors import FetchFailed, UnreadableDocument, UsageError
from openhub.fetch.door import Door
from openhub.harvest.discover import discover
from openhub.publish.feed import description
from tests.conftest import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
PAGE = json.dumps(
    {
        "next": "http://x/feed?afterChangeNumber=0",
        "items": [],
        "openhub": {"version": "1.0", "epoch": "1", "horizon": 0},
    }
).encode()


@pytest.fixture
def described(site: Site) -> Site:
    about = description(
        dataset="https://goodgym.example/#dataset",
        title="Runs",
        about="Runs that help.",
        publisher="GoodGym",
        publisher_url=site.address,
        contact={"url": site.address},
        licence=LICENCE,
        feed=f"{site.address}/feed",
        level=2,
    )
    site.answers |= {
        "/.well-known/openhub": json.dumps(about).encode(),
        "/feed": PAGE,
        "/other?afterChangeNumber=4": PAGE,
    }
    return site


@pytest.mark.parametrize("path", ["", "/", "/.well-known/openhub", "/feed"])
def test_the_site_its_description_and_its_feed_all_lead_to_the_same_source(
    described: Site, door: Door, path: str
) -> None:
    (source,) = discover(door, described.address + path, ("goodgym.example",))
    assert source.origin == "https://goodgym.example/#dataset"
    assert source.address == f"{described.address}/feed"
    assert source.name == "GoodGym"
    assert source.hosts == ("127.0.0.1", "goodgym.example")
    assert source.licence == LICENCE


def test_neither_a_host_nor_a_name_is_the_origins_by_its_own_word(described: Site, door: Door) -> None:
    (source,) = discover(door, described.address)
    assert source.hosts == ("127.0.0.1",)
    assert source.origin == f"{described.address}/feed"


def test_a_feed_that_its_site_does_not_describe_is_its_own_origin(described: Site, door: Door) -> None:
    (source,) = discover(door, f"{described.address}/other?afterChangeNumber=4")
    assert source.origin == f"{described.address}/other"
    assert source.format == "openhub"


def test_an_address_without_a_feed_says_what_was_tried(site: Site, door: Door) -> None:
    with pytest.raises(FetchFailed, match=r"No feed was found.*/\.well-known/openhub"):
        discover(door, site.address)
    site.answers["/page"] = b"<p>Hello</p>"
    with pytest.raises(UnreadableDocument, match="No feed was found"):
        discover(door, f"{site.address}/page")


def test_what_is_no_web_address_is_refused(door: Door) -> None:
    with pytest.raises(UsageError, match="not a web address"):
        discover(door, "ftp://goodgym.example/")


def test_a_private_address_is_refused_unless_allowed(described: Site, settings: object, add: Callable) -> None:
    from dataclasses import replace

    with Door(replace(settings, allow_addresses=())) as strict, pytest.raises(FetchFailed):
        discover(strict, described.address)
