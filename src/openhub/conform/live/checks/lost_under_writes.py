"""A reader that goes on from its cursor while items change has in the end what a fresh reader has."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="order",
    rung="1",
    anchor="feed-visibility",
    remedy="Let numbers become visible in rising order: the ways are in 2-feed.md, below this requirement.",
)


def check(site: Site) -> Iterator[Breach]:
    found = site.written
    if found is None:
        raise NotRun("nothing wrote meanwhile: give --writes with a command that does")
    if found.problem:
        raise NotRun(f"the feed could not be read to its end: {found.problem}")
    for name in found.lost:
        yield Breach(
            came=f"{name} was lost: a fresh reader has it as it is now, one that went on has not", where=site.feed
        )
    for name in found.kept:
        yield Breach(came=f"{name} is gone, and no tombstone said so to a reader that went on", where=site.feed)
    if found.lost or found.kept:
        return
    if found.failed:
        raise NotRun(f"the command of --writes {found.failed}")
