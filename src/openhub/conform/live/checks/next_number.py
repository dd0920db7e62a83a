"""`next` goes on after the last entry of the page."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.page import AFTER_ID, NUMBER, TIME, cursor
from openhub.conform.live.site import Site, place

CHECK = Check(
    group="paging",
    rung="RPDE",
    anchor="feed-next",
    remedy="Build `next` from the last entry of the page that is sent, not from a second query.",
)


def check(site: Site) -> Iterator[Breach]:
    for page in site.full():
        if page.next == site.walk.again or place(page.next) is None:
            continue  # other checks say so
        last, given = page.entries[-1], cursor(page.next)
        timed = {TIME: str(last.modified), AFTER_ID: str(last.id)}
        wanted = timed if given.keys() & timed.keys() else {NUMBER: str(last.modified)}
        if given != wanted:
            said = " and ".join(f"{name}={value}" for name, value in wanted.items())
            yield Breach(came=f"`next` is {page.next}, and {said} are those of the last entry", where=page.url)
