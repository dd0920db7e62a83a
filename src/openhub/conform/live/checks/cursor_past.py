"""After any number of the past come the entries with the lowest numbers above it, and none is passed over."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.page import at_number
from openhub.conform.live.site import Site
from openhub.conform.live.walk import walk

CHECK = Check(
    group="cursors",
    rung="1",
    anchor="feed-order",
    remedy="Select what is above the number that was asked for, sorted by number, from the lowest on.",
)


MOST = 4


def check(site: Site) -> Iterator[Breach]:
    site.numbered()
    site.last()
    numbers = sorted(entry.number for entry in site.walk.entries if entry.number)
    if not numbers:
        raise NotRun("the feed has no entries")
    step = max(1, len(numbers) // MOST)
    for number in [0, *numbers[:-1:step][:MOST], *(n - 1 for n in numbers[-1:])]:
        url = at_number(site.feed, number)
        page = site.page(url)
        came = [entry.number for entry in page.entries if entry.number]
        wanted = [n for n in numbers if n > number][: max(1, len(came))]
        if came != wanted and not _moved(site, wanted, came):
            yield Breach(came=f"{_told(came)} after {number}, where {_told(wanted)} stand", where=url)


def _told(numbers: list[Any]) -> str:
    return ", ".join(map(str, numbers[:4])) + (" …" if len(numbers) > 4 else "") or "nothing"


def _moved(site: Site, wanted: list[int], came: list[int]) -> bool:
    """Whether what is missing is gone from the whole feed too: it changed in between."""
    missing = set(wanted) - set(came)
    if not missing:
        return len(came) > 0 and all(n > max(wanted) for n in set(came) - set(wanted))
    fresh = walk(site.asks, site.feed, site.wishes.most_pages)
    return fresh.last is not None and missing.isdisjoint(entry.number for entry in fresh.entries)
