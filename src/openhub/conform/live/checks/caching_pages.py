"""Caches keep a page with entries for an hour or longer, but not longer than tombstones are kept."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.pages import PAGE_SECONDS, kept_seconds

CHECK = Check(
    group="caching",
    rung="1",
    anchor="feed-caching",
    remedy="Answer pages with entries with Cache-Control: public, max-age=3600.",
    must=False,
)


WEEK = 7 * 24 * 60 * 60


def check(site: Site) -> Iterator[Breach]:
    for page in site.full():
        given = page.headers.get("cache-control", "")
        seconds = kept_seconds(given)
        if seconds is None or not PAGE_SECONDS <= seconds <= WEEK:
            yield Breach(came=f"Cache-Control: {given or 'none'}", where=page.url)
