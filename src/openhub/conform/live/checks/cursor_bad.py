"""A cursor that is no whole number is answered with 400."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.page import at_number
from openhub.conform.live.site import Site

CHECK = Check(
    group="cursors",
    rung="1",
    anchor="feed-bad-cursor",
    remedy="Answer with 400 unless afterChangeNumber stands once and has only the digits 0 to 9.",
)


BAD = ("abc", "-1", "1.5", "", "1&afterChangeNumber=2", "0x10", "%EF%BC%91")


def check(site: Site) -> Iterator[Breach]:
    site.numbered()
    for text in BAD:
        url = at_number(site.feed, text)
        answer = site.asks.ask(url)
        if answer.status != 400:
            yield Breach(came=answer.said, where=url)
