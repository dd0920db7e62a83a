"""Caches keep the last page for at most 8 seconds."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.pages import LAST_PAGE_SECONDS, kept_seconds

CHECK = Check(
    group="caching",
    rung="1",
    anchor="feed-caching",
    remedy="Answer the last page with Cache-Control: public, max-age=8, or less.",
)


def check(site: Site) -> Iterator[Breach]:
    last = site.last()
    given = last.headers.get("cache-control", "")
    seconds = kept_seconds(given)
    if seconds is None or seconds > LAST_PAGE_SECONDS:
        yield Breach(came=f"Cache-Control: {given or 'none'}", where=last.url)
