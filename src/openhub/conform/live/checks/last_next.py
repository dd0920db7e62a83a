"""The `next` of the last page is, byte for byte, the address that was asked for."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="paging",
    rung="RPDE",
    anchor="feed-last",
    remedy="On a page without entries give back the very address that was asked for.",
)


def check(site: Site) -> Iterator[Breach]:
    last = site.last()
    if last.next != last.url:
        yield Breach(came=f"`next` is {last.next}", where=last.url)
