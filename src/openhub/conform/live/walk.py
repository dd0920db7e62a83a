"""Walks a feed from an address to its last page, as a harvester does, and hands on each page as it comes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from openhub.conform.live.exchange import Asks, Exchange
from openhub.conform.live.page import Entry, Page, read
from openhub.model.root import leaf, root

Seen = Callable[[Page, Any, Exchange], None]


@dataclass(slots=True)
class Walk:
    """The pages in the order in which they were read. `stopped` says why the last page was not reached."""

    pages: list[Page] = field(default_factory=list)
    stopped: str = ""
    again: str = ""
    """The address at which the feed came back to itself."""

    @property
    def last(self) -> Page | None:
        """The last page, when it was reached."""
        return self.pages[-1] if self.pages and self.pages[-1].is_last else None

    @property
    def entries(self) -> list[Entry]:
        return [entry for page in self.pages for entry in page.entries]

    @property
    def live(self) -> dict[str, Entry]:
        """What a harvester holds after it."""
        return held(self.pages)

    @property
    def highest(self) -> int:
        """The highest change number."""
        return max((entry.number or 0 for entry in self.entries), default=0)


def held(pages: list[Page], before: dict[str, Entry] | None = None) -> dict[str, Entry]:
    """What a harvester holds that applies these pages to what it held before."""
    found = dict(before or {})
    for page in pages:
        for entry in page.entries:
            if entry.live:
                found[entry.name] = entry
            else:
                found.pop(entry.name, None)
    return found


def root_of(live: dict[str, Entry]) -> str:
    """The root that these items have."""
    return root((str(e.id), leaf(str(e.kind), str(e.id), e.number or 0, e.digest)) for e in live.values())


def _unseen(page: Page, document: Any, exchange: Exchange) -> None:
    """Nobody looks."""


def walk(asks: Asks, start: str, most: int, seen: Seen = _unseen) -> Walk:
    """Reads page after page until one has no entries, cannot be read, or was read before; `most` pages at most."""
    found, url, been = Walk(), start, set[str]()
    while len(found.pages) < most:
        exchange = asks.ask(url)
        page, document = read(exchange)
        found.pages.append(page)
        been.add(url)
        seen(page, document, exchange)
        if page.problem:
            found.stopped = f"{url} could not be read"
        elif page.entries and page.next in been:
            found.again = page.next
            found.stopped = f"it comes back to {page.next}"
        elif page.entries and not page.next.startswith(("http://", "https://")):
            found.stopped = f"the `next` of {url} leads nowhere"
        if found.stopped or page.is_last:
            return found
        url = page.next
    found.stopped = f"it has more than {most:,} pages"
    return found
