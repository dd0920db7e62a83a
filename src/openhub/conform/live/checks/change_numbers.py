"""The feed is ordered by change numbers: whole numbers from 1 to 2^53 − 1, each given out once."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site, by_time
from openhub.conform.outcome import shown

CHECK = Check(
    group="order",
    rung="1",
    anchor="feed-order",
    remedy="Number each change with one whole number that no other change has, and let `next` have it as afterChangeNumber.",
)


def check(site: Site) -> Iterator[Breach]:
    full = site.full()
    if by_time(site.walk):
        yield Breach(came="the feed goes by afterTimestamp and not by afterChangeNumber", where=site.feed)
        return
    seen: dict[int, str] = {}
    for page in full:
        for entry in page.entries:
            if entry.number is None:
                yield Breach(came=f"`modified` of {entry.id} is {shown(entry.modified)}", where=page.url)
            elif seen.setdefault(entry.number, entry.name) != entry.name:
                yield Breach(came=f"{entry.name} and {seen[entry.number]} both have {entry.number}", where=page.url)
