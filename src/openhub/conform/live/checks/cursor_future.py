"""A cursor above every number in the feed is answered with the last page."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.page import at_number
from openhub.conform.live.site import Site

CHECK = Check(
    group="cursors",
    rung="1",
    anchor="feed-future-cursor",
    remedy="Answer with no entries, and the address that was asked for as `next`: never 404, and never the first page.",
)


def check(site: Site) -> Iterator[Breach]:
    site.numbered()
    site.last()
    for number in (min(site.walk.highest + 1_000_000, 2**53 - 1), 2**53 - 1, 10**30):
        url = at_number(site.feed, number)
        page = site.page(url)
        if page.problem:
            yield Breach(came=page.problem, where=url)
        elif page.entries:
            yield Breach(came=f"{len(page.entries)} entries, from {page.entries[0].modified} on", where=url)
