"""What is answered has a JSON media type."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site
from openhub.conform.pages import MEDIA_TYPE

CHECK = Check(
    group="pages",
    rung="RPDE",
    anchor="feed-media-type",
    remedy="Say Content-Type: application/json, or for a page RPDE's own type.",
    on=("feed", "file"),
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    if page.status == 200:
        yield from _wrong(exchange)


def check(site: Site) -> Iterator[Breach]:
    if site.found.form == "file":
        yield from _wrong(site.found.first)
    else:
        site.pages()


def _wrong(exchange: Exchange) -> Iterator[Breach]:
    given = exchange.header("content-type")
    if not MEDIA_TYPE.fullmatch(given.strip()):
        yield Breach(came=f"the media type {given or 'none'}", where=exchange.url)
