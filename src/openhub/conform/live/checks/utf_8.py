"""All JSON is written in UTF-8, without a byte order mark."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site
from openhub.formats.strict_json import BOM

CHECK = Check(
    group="pages",
    rung="RPDE",
    anchor="item-json",
    remedy="Write the answer in UTF-8, and leave out the byte order mark.",
    on=("feed", "file"),
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    yield from _wrong(exchange)


def check(site: Site) -> Iterator[Breach]:
    if site.found.form == "file":
        yield from _wrong(site.found.first)
    else:
        site.pages()


def _wrong(exchange: Exchange) -> Iterator[Breach]:
    if exchange.body.startswith(BOM):
        yield Breach(came="a byte order mark before the JSON", where=exchange.url)
    try:
        exchange.body.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Breach(came=f"byte {error.start:,} is not UTF-8", where=exchange.url)
