"""`count` is the number of live items."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-count",
    remedy="Count the live items in the snapshot from which the page comes.",
)


def check(site: Site) -> Iterator[Breach]:
    site.proven()
    found = site.settled_walk()
    if (stated := found.pages[-1].whole("count")) != len(found.live):
        yield Breach(came=f"`count` is {stated}, and {len(found.live)} items are live", where=found.pages[-1].url)
