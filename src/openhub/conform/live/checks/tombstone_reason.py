"""The reason of a tombstone, where it has one, is `ended`, `withdrawn`, `error` or `urgent`."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site
from openhub.conform.outcome import shown
from openhub.conform.pages import REASONS

CHECK = Check(
    group="tombstones",
    rung="1",
    anchor="feed-reason",
    remedy="Give one of the four, or none. A reason that draws attention, such as privacy, is not told.",
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    entries = document["items"] if not page.problem else []
    for number, entry in enumerate(entries):
        more = entry.get("openhub") if isinstance(entry, dict) and entry.get("state") == "deleted" else None
        if isinstance(more, dict) and "reason" in more and more["reason"] not in REASONS:
            yield Breach(came=f"the reason {shown(more['reason'])}", where=f"{page.url} at /items/{number}")


def check(site: Site) -> Iterator[Breach]:
    if all(entry.live for entry in site.walk.entries):
        raise NotRun("the feed has no tombstone")
    yield from ()
