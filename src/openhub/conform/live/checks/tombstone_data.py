"""A tombstone has no `data`."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site

CHECK = Check(
    group="tombstones",
    rung="RPDE",
    anchor="feed-tombstone",
    remedy="Leave `data` out of a deleted entry.",
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    entries = document["items"] if not page.problem else []
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and entry.get("state") == "deleted" and "data" in entry:
            yield Breach(came=f"the tombstone of {entry.get('id')} has `data`", where=f"{page.url} at /items/{number}")


def check(site: Site) -> Iterator[Breach]:
    if all(entry.live for entry in site.walk.entries):
        raise NotRun("the feed has no tombstone")
    yield from ()
