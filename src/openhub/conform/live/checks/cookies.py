"""No answer sets a cookie."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site

CHECK = Check(
    group="transport",
    source="RFC 6265",
    remedy="Set no cookies in the feed: they keep caches from working, and readers have nothing to log in to.",
    must=False,
    on=("feed", "file"),
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    if exchange.header("set-cookie"):
        yield Breach(came="Set-Cookie", where=page.url)


def check(site: Site) -> Iterator[Breach]:
    answers = [site.found.first] if site.found.form == "file" else []
    answers += [site.found.description] if site.found.description else []
    for answer in answers:
        if answer.header("set-cookie"):
            yield Breach(came="Set-Cookie", where=answer.url)
