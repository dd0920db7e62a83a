"""Every page is answered with status 200 and is a JSON object with `items` and `next`."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site

CHECK = Check(
    group="pages",
    rung="RPDE",
    anchor="feed-page",
    remedy="Answer each address of the feed with an object that has the list `items` and the text `next`.",
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    if page.problem:
        yield Breach(came=page.problem, where=page.url)
