"""All that is known of the publisher on trial: what was found, the walk through its feed, and what else is asked on demand."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from openhub.conform.live.check import NotRun
from openhub.conform.live.exchange import Asks, Exchange
from openhub.conform.live.find import WELL_KNOWN, Found, as_description, distributions, host, json_of
from openhub.conform.live.items import Items
from openhub.conform.live.page import Page, cursor, read
from openhub.conform.live.walk import Walk, walk
from openhub.conform.live.writes import Written

SETTLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the user asks for: `owns` are further hosts of the origin, `writes` says that a command makes it write."""

    now: datetime
    home: ZoneInfo
    most_pages: int = 10_000
    owns: frozenset[str] = frozenset()
    writes: bool = False


class Site:
    """One publisher on trial. A check asks it for what it needs; what cannot be had raises NotRun with the reason."""

    def __init__(self, asks: Asks, found: Found, wishes: Wishes) -> None:
        self.asks, self.found, self.wishes = asks, found, wishes
        self.walk = Walk()
        self.written: Written | None = None
        licensed = isinstance((found.described or {}).get("license"), str)
        self.items = Items(wishes.now, wishes.home, self.hosts, licensed)

    @property
    def feed(self) -> str:
        return self.found.address

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that belong to the origin (discovery-hosts)."""
        known = {host(self.feed), *self.wishes.owns}
        if self.found.described and self.found.description:
            known.add(host(self.found.description.url))
            known |= {claimed} if (claimed := self._claimed()) else set()
        return frozenset(known - {""})

    def _claimed(self) -> str:
        """The host in the dataset's id, when its own description names the dataset."""
        origin = self.origin
        answer = self.at_origin
        described = as_description(answer) if answer else None
        return host(origin) if described and described["id"] == origin else ""

    @property
    def origin(self) -> str:
        return str((self.found.described or {}).get("id", ""))

    @cached_property
    def at_origin(self) -> Exchange | None:
        """What the host in the dataset's id answers at the well-known place; None when the id names no host."""
        if not self.origin.startswith(("http://", "https://")) or not host(self.origin):
            return None
        place = urljoin(self.origin, WELL_KNOWN)
        given = self.found.description
        return (
            given
            if given and given.url == place
            else self.asks.ask(place, headers={"Accept": "application/ld+json, application/json"})
        )

    # What checks ask for

    def described(self) -> dict[str, Any]:
        """The description of the dataset."""
        if self.found.described is None:
            raise NotRun("there is no description of the dataset")
        return self.found.described

    @property
    def description_url(self) -> str:
        return self.found.description.url if self.found.description else urljoin(self.feed, WELL_KNOWN)

    def last(self) -> Page:
        """The last page."""
        if self.walk.last is None:
            raise NotRun(f"the last page was not reached: {self.walk.stopped or 'there was none'}")
        return self.walk.last

    def pages(self) -> list[Page]:
        """The pages that could be read."""
        found = [page for page in self.walk.pages if not page.problem]
        if not found:
            raise NotRun("no page could be read")
        return found

    def full(self) -> list[Page]:
        """The pages that have entries."""
        found = [page for page in self.pages() if page.entries]
        if not found:
            raise NotRun("the feed has no entries")
        return found

    def numbered(self) -> None:
        """Goes on only when the feed is ordered by change number."""
        if by_time(self.walk):
            raise NotRun("the feed is not ordered by change number")

    def stated(self) -> Page:
        """The last page, when it has a state with `epoch`."""
        last = self.last()
        if not isinstance(last.state.get("epoch"), str):
            raise NotRun("the last page has no `openhub.epoch`")
        return last

    def proven(self) -> Page:
        """The last page, when it has `count` and `root`."""
        last = self.last()
        if last.whole("count") is None or not isinstance(last.state.get("root"), str):
            raise NotRun("the last page has no `count` and `root`")
        return last

    def listed(self, form: str) -> str:
        """The address that the description gives for a format, "" for none."""
        described = self.described()
        return next((url for url, name in distributions(self.description_url, described) if name == form), "")

    @cached_property
    def _checkpoint(self) -> Exchange | None:
        address = self.listed("openhub-checkpoint")
        return self.asks.ask(address) if address else None

    def checkpoint_answer(self) -> Exchange:
        if self._checkpoint is None:
            raise NotRun("there is no checkpoint")
        return self._checkpoint

    def checkpoint(self) -> dict[str, Any]:
        """The checkpoint as it stood when it was first asked for."""
        document = json_of(self.checkpoint_answer())
        if not isinstance(document, dict):
            raise NotRun("there is no checkpoint that can be read")
        return document

    @cached_property
    def _dump(self) -> Exchange | None:
        address = self.listed("openhub-dump")
        return self.asks.ask(address, headers={"Accept": "application/gzip"}) if address else None

    def dump(self) -> Exchange:
        """What came when the dump was asked for."""
        if self._dump is None:
            raise NotRun("no dump is offered")
        if self._dump.status != 200:
            raise NotRun(f"the dump could not be had: {self._dump.said}")
        return self._dump

    def page(self, url: str, **headers: str) -> Page:
        return read(self.asks.ask(url, headers=headers))[0]

    def settled(self, address: str, **headers: str) -> tuple[Page, Exchange]:
        """The last page and what an address answered, between two looks at that page that showed no change."""
        url = self.last().url
        for _ in range(SETTLES):
            before, answer, again = self.page(url), self.asks.ask(address, headers=headers), self.page(url)
            if before.is_last and said(before) == said(again):
                return before, answer
            url = self._end(url)
        raise NotRun("the feed kept changing meanwhile")

    def settled_walk(self) -> Walk:
        """A walk to the end during which the feed did not change."""
        found = self.walk
        for _ in range(SETTLES):
            last = found.last
            if last is not None and said(self.page(last.url)) == said(last) and _one_state(found):
                self.walk = found
                return found
            found = walk(self.asks, self.feed, self.wishes.most_pages)
        raise NotRun("the feed kept changing meanwhile")

    def _end(self, url: str) -> str:
        """Where the feed ends now."""
        for _ in range(self.wishes.most_pages):
            page = self.page(url)
            if page.problem or page.is_last:
                return url
            url = page.next
        return url


def _one_state(found: Walk) -> bool:
    """Whether no item moved within the walk."""
    names = [entry.name for entry in found.entries]
    return len(names) == len(set(names))


def said(page: Page) -> tuple[object, ...]:
    """All that a page says, whatever its bytes."""
    return page.problem, page.meaning, page.next, repr(sorted(page.state.items(), key=str))


def by_time(walk: Walk) -> bool:
    """Whether a feed is ordered by time and id."""
    return any("afterTimestamp" in cursor(page.next) for page in walk.pages if not page.problem)


def place(url: str) -> tuple[str, str, int, str] | None:
    """Scheme, host, port and path; None of what is no absolute address."""
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme, 0)
    except ValueError:
        return None
    return (parts.scheme, parts.hostname or "", port, parts.path) if parts.scheme and parts.hostname else None
