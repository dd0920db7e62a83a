"""`next` is absolute and keeps the scheme, host, port and path of the address that was asked for."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site, place

CHECK = Check(
    group="paging",
    rung="RPDE",
    anchor="feed-next",
    remedy="Build `next` from the public address of the feed; change nothing but the query.",
)


def check(site: Site) -> Iterator[Breach]:
    for page in site.full():
        if place(page.next) != place(page.url):
            yield Breach(came=f"`next` is {page.next}", where=page.url)
