"""Following `next` comes to a last page, and never back to a page that was read."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="paging",
    rung="RPDE",
    anchor="feed-last",
    remedy="Let `next` of each page go on after its last entry, and end with a page that has no entries.",
)


def check(site: Site) -> Iterator[Breach]:
    if site.walk.again:
        yield Breach(came=f"`next` leads back to {site.walk.again}", where=site.walk.pages[-1].url)
    elif len(site.walk.pages) >= site.wishes.most_pages and site.walk.last is None:
        yield Breach(came=f"no last page among {len(site.walk.pages):,}", where=site.walk.pages[-1].url)
    else:
        site.last()
