"""One walk through a feed, page by page, by the rules of spec/2-feed.md; all that it has to remember is in the store."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, Protocol

from openhub import formats
from openhub.errors import FetchFailed, OpenHubError, UnreadableDocument
from openhub.fetch.door import Answer
from openhub.formats.strict_json import parse
from openhub.harvest.cursor import number, wrong_next
from openhub.hub.hub import Hub, Position
from openhub.model.record import Page
from openhub.model.source import Source
from openhub.stores.contract import Counts, Ended, Ending

BASELINES_A_RUN = 2
MOST_SHARE = 5  # a fifth of what was held,
MOST_NUMBER = 10  # or this many, may be deleted by one run
FILE = "openhub-static"
GAP = -1  # in place of how far a feed was known to reach: a deletion may have been lost since

Report = Callable[[Source, int, Counts], None]


class Fetches(Protocol):
    """Through what a run fetches: a door, or a share of one."""

    def get(self, url: str, *, etag: str = "", accept: str = ..., fresh: bool = False) -> Answer: ...


class Stopped(Exception):
    """The run cannot go on; what was applied stays. The message says why."""


@dataclass(slots=True)
class Walk:
    """A run under way. `source` is what is known of it now; `held` is how many entries were held when the run began."""

    hub: Hub
    door: Fetches
    source: Source
    report: Report
    held: int = 0
    begun: int = 0
    pages: int = 0
    first: bool = False
    counts: Counts = field(default_factory=Counts)

    def to_the_end(self, *, confirmed: bool) -> Ended | None:
        """Reads from the cursor to the first page without entries. None when a file has not changed at all.

        Raises Stopped, and OpenHubError for what cannot be fetched or read.
        """
        self.held = self.hub.store.proof(self.source.id).count
        if confirmed:
            self.counts += Counts(deleted=self.hub.store.confirm(self.source.id, self.hub.now()))
        self.first = not self.source.cursor
        if self.first or self._is_due():
            self._begin_baseline()
        elif self._is_beyond_head():
            self._begin_baseline(reach=0)  # its numbers were given out anew
        seen: set[str] = set()
        while True:
            answer = self._get(confirmed)
            if answer.status == 304:
                return None
            page, form = read_as(self.hub, self.source, answer.body, answer.url)
            if self._must_begin_again(page):
                self._begin_baseline()
                seen.clear()
                continue
            self._take(page, form, answer.url, seen)
            if page.last or page.whole:
                return self._finish(page, answer.etag if page.whole else "")
            if self.pages >= self.hub.settings.harvest_max_pages:
                raise Stopped(f"The feed did not end after {self.pages:,} pages; the next run goes on from there.")

    # Beginning

    def _is_due(self) -> bool:
        """Whether a feed that proves nothing has to be read from its start again (harvest-second, harvest-plain)."""
        source, settings = self.source, self.hub.settings
        if source.baseline > 0 or source.proved:
            return False
        now = self.hub.now()
        if self.hub.store.is_missing_since(source.id, now - timedelta(seconds=settings.harvest_agree_seconds)):
            return True
        if source.began is None or source.began > now:  # the clock was put back
            return True
        return now - source.began >= timedelta(days=settings.harvest_baseline_days)

    def _is_beyond_head(self) -> bool:
        """Whether the publisher has gone back behind the cursor, by its checkpoint (harvest-head)."""
        if not self.source.checkpoint or self.source.baseline > 0:
            return False
        head = read_head(self.door, self.source.checkpoint)
        return head is not None and head < number(self.source.cursor)

    def _begin_baseline(self, reach: int | None = None) -> None:
        """`reach` is how far the feed is known to reach; by default as far as it was read (harvest-horizon)."""
        self.begun += 1
        if self.begun > BASELINES_A_RUN:
            raise Stopped(
                "The feed has been read from its start twice, and asks for that again; the next run tries once more."
            )
        if reach is None:
            reach = max(number(self.source.cursor), self.source.horizon)
        if self.source.cursor:  # a run that is killed now has to know that it cannot go on from there
            current = self.hub.store.source(self.source.id) or self.source
            self.hub.store.save_source(replace(current, cursor="", horizon=reach))
        self.first = True
        self.source = replace(
            self.source, cursor="", baseline=abs(self.source.baseline) + 1, began=self.hub.now(), horizon=max(reach, 0)
        )

    def _must_begin_again(self, page: Page) -> bool:
        """Whether the page has to be left unused, and the feed read from its start."""
        if self.first or page.whole:
            return False
        if page.epoch != self.source.epoch:
            return True  # harvest-epoch
        if not page.last:
            return False
        if not page.root:
            return self._reach(page) == GAP  # harvest-horizon
        return self.source.baseline <= 0 and page.root != self.hub.store.proof(self.source.id).root  # harvest-root

    def _reach(self, page: Page) -> int:
        """How far the feed was known to reach when the latest baseline began, or GAP, after this page (harvest-horizon)."""
        reach = self.source.horizon
        if self.first:
            return max(page.horizon, reach if page.epoch == self.source.epoch else 0)
        if reach == GAP or page.horizon > max(number(self.source.cursor), reach):
            return GAP
        return reach

    # A page

    def _get(self, confirmed: bool) -> Answer:
        source = self.source
        etag = source.etag if self.first and self.begun == 1 and not confirmed and not source.paged else ""
        fresh = source.paged and source.baseline > 1  # harvest-fresh: every baseline but the first
        return self.door.get(source.cursor or source.address, etag=etag, fresh=fresh)

    def _take(self, page: Page, form: str, address: str, seen: set[str]) -> None:
        """Keeps what the page says, with where the run then stands, in one transaction (harvest-atomic)."""
        asked = self.source.cursor or self.source.address
        wrong = wrong_next(address, page, seen)
        stays = page.last or bool(wrong)
        self.source = replace(
            self.source,
            cursor="" if page.whole else asked if stays else page.next,
            epoch=page.epoch,
            horizon=self._reach(page),
            paged=not page.whole,
            format=form,
        )
        self.pages += 1
        self.counts += self.hub.accept(self.source, page, self._position())
        self.first = False
        seen.add(address)
        self.report(self.source, self.pages, self.counts)
        if wrong:
            raise Stopped(wrong)

    def _position(self) -> Position:
        source = self.source
        return Position(
            cursor=source.cursor,
            epoch=source.epoch,
            horizon=source.horizon,
            baseline=source.baseline,
            first=self.first,
            began=source.began,
            paged=source.paged,
            format=source.format,
        )

    # The end

    def _finish(self, page: Page, etag: str) -> Ended:
        source = self.source
        began = source.began or self.hub.now()
        ending = Ending(
            baseline=source.baseline,
            root=page.root,
            whole=page.whole,
            most=max(MOST_NUMBER, self.held // MOST_SHARE),
            agreed_before=began - timedelta(seconds=self.hub.settings.harvest_agree_seconds),
            etag=etag,
        )
        ended = self.hub.store.finish(source.id, ending, self.hub.now())
        self.counts += Counts(deleted=ended.deleted)
        return ended


def read(hub: Hub, source: Source, body: bytes, address: str) -> Page:
    """The page of a source in these bytes. Raises UnreadableDocument, which says at which address."""
    return read_as(hub, source, body, address)[0]


def read_as(hub: Hub, source: Source, body: bytes, address: str) -> tuple[Page, str]:
    """The page in these bytes, and the format in which the source is read from now on.

    An address that has answered with a page is no file any more; one that was a file may have become a feed.
    """
    reading = formats.Reading(origin=source.origin, zone=hub.zone, themes=source.themes, hosts=frozenset(source.hosts))
    name = "" if source.format == FILE else source.format
    try:
        name, page = formats.read(body, reading, name)
        if page.whole and source.paged:
            raise UnreadableDocument("This is no page of a feed, as it has been before: there is no `next`.")
    except OpenHubError as error:
        raise type(error)(f"{address}: {error}", **error.facts) from error
    return page, name if page.records else source.format


def read_head(door: Fetches, address: str) -> int | None:
    """The highest number that a publisher says it ever gave out; None when its checkpoint cannot be had or read."""
    try:
        said: Any = parse(door.get(address, fresh=True).body)
    except (FetchFailed, UnreadableDocument):
        return None
    head = said.get("head") if isinstance(said, dict) else None
    return head if type(head) is int and head >= 0 else None
