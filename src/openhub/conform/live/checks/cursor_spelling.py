"""Noughts before a number are digits too, and other members of the query are passed over."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.page import at_number
from openhub.conform.live.site import Site

CHECK = Check(
    group="cursors",
    rung="1",
    anchor="feed-bad-cursor",
    remedy="Read the digits as a number, and leave alone what else is in the query.",
)


def check(site: Site) -> Iterator[Breach]:
    site.numbered()
    site.full()
    wanted = site.page(at_number(site.feed, 0))
    if wanted.problem:
        raise NotRun(f"{wanted.url} could not be read")
    for url in (at_number(site.feed, "000"), at_number(site.feed, "0&openhub-conform=1")):
        page = site.page(url)
        if page.problem or (page.meaning != wanted.meaning and page.meaning != site.page(wanted.url).meaning):
            came = page.problem or f"another page than {wanted.url}"
            yield Breach(came=came, where=url)
