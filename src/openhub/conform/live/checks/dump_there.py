"""A dump is offered, from which a new harvester can begin."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="dump",
    rung="3",
    anchor="feed-dump",
    remedy="Offer a gzip file of JSON Lines, and list it in the description with the format openhub-dump.",
    must=False,
)


def check(site: Site) -> Iterator[Breach]:
    address = site.listed("openhub-dump")
    if not address:
        yield Breach(came="no distribution has the format openhub-dump", where=site.description_url)
