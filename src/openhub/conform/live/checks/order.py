"""Entries stand in the order of their change, on each page and from page to page."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.page import Entry, after
from openhub.conform.live.site import Site, by_time

CHECK = Check(
    group="order",
    rung="RPDE",
    anchor="feed-order",
    remedy="Sort by the change number, or by the time and then the id, and give only what comes after the cursor.",
)


def check(site: Site) -> Iterator[Breach]:
    before: tuple[Any, ...] = ()
    for page in site.full():
        for entry in page.entries:
            key = _key(site, entry)
            if before and _falls(before, key):
                came = f"{entry.modified} of {entry.id} comes after {before[0]}"
                yield Breach(came=came, where=page.url)
            before = key
        floor = after(page.url)
        if floor and page.entries[0].number and page.entries[0].number <= floor:
            yield Breach(came=f"{page.entries[0].number} is not above {floor}", where=page.url)


def _key(site: Site, entry: Entry) -> tuple[Any, ...]:
    return (entry.modified, str(entry.id)) if by_time(site.walk) else (entry.modified,)


def _falls(before: tuple[Any, ...], now: tuple[Any, ...]) -> bool:
    try:
        return now < before
    except TypeError:
        return False  # numbers and texts together: change-numbers says so
