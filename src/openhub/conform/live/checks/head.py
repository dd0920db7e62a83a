"""HEAD is answered as GET is, without the body."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="transport",
    source="RFC 9110, section 9.3.2",
    remedy="Let the server answer HEAD too; most frameworks do so by themselves.",
    must=False,
    on=("feed", "file"),
)


SAME = ("content-type", "cache-control")


def check(site: Site) -> Iterator[Breach]:
    get, head = site.asks.ask(site.feed), site.asks.ask(site.feed, method="HEAD")
    if head.status != get.status:
        yield Breach(came=f"{head.said} to HEAD, and {get.said} to GET", where=site.feed)
        return
    for name in SAME:
        if head.header(name) != get.header(name):
            yield Breach(
                came=f"{name}: {head.header(name) or 'none'} to HEAD, {get.header(name) or 'none'} to GET",
                where=site.feed,
            )
