"""An item stands in the feed once, with its latest change."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.page import Entry, Page
from openhub.conform.live.site import Site

CHECK = Check(
    group="order",
    rung="1",
    anchor="feed-once",
    remedy="Keep one row for each item, and give it a new number when it changes.",
)


def check(site: Site) -> Iterator[Breach]:
    site.last()
    first: dict[str, tuple[Page, Entry]] = {}
    for page in site.full():
        for entry in page.entries:
            there, before = first.setdefault(entry.name, (page, entry))
            again = before is not entry and (there is page or before.modified != entry.modified)
            if again and _still(site, there, before):
                yield Breach(came=f"{entry.name} stands there more than once", where=there.url)


def _still(site: Site, page: Page, entry: Entry) -> bool:
    """Whether it did not merely move to the end while the feed was read."""
    return any((e.name, e.modified) == (entry.name, entry.modified) for e in site.page(page.url).entries)
