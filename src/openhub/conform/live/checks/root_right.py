"""`root` is that of the live items."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site
from openhub.conform.live.walk import root_of
from openhub.conform.pages import NO_DIGEST

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-root",
    remedy="Try your digests, leaves and roots with openhub conformance --group digests.",
)


def check(site: Site) -> Iterator[Breach]:
    site.proven()
    site.numbered()
    found = site.settled_walk()
    if without := [entry.id for entry in found.live.values() if entry.digest == NO_DIGEST or entry.number is None]:
        raise NotRun(f"{without[0]} has no canonical form or no number, so there is no root")
    stated = found.pages[-1].state.get("root")
    if stated != (own := root_of(found.live)):
        yield Breach(came=f"`root` is {stated}, and that of the entries is {own}", where=found.pages[-1].url)
