"""The caches between a publisher and a harvester: they may answer with what they saw before."""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.model.feed import START, Clock, Cursor, Page, Publisher

PAGE_HOURS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A page, and what was live when the publisher made it."""

    page: Page
    live: Mapping[str, int]
    at: int


class Cache:
    """Two caches beside each other (feed-caching): each keeps a page with records for some hours.

    The last page may be kept for some seconds. Where that is modelled (`keeps_ends`), it is until the hour is over.
    """

    def __init__(
        self, publisher: Publisher, clock: Clock, *, hours: int = PAGE_HOURS, keeps_ends: bool = False
    ) -> None:
        self.publisher, self.clock, self.hours, self.keeps_ends = publisher, clock, hours, keeps_ends
        self.edge = 0
        self.live: Mapping[str, int] = {}
        """What was live when the page was made that was answered last."""
        self._kept: dict[tuple[int, Cursor], Answer] = {}

    def get(self, after: Cursor, *, fresh: bool = False) -> Page:
        """The page behind a cursor; `fresh` asks with `Cache-Control: no-cache`."""
        kept = self._kept.get((self.edge, after))
        if fresh or kept is None or self.clock.now - kept.at >= self._hours(kept.page):
            kept = Answer(self.publisher.page(after), self.publisher.live(), self.clock.now)
            self._kept[self.edge, after] = kept
        self.live = kept.live
        return kept.page

    def head(self) -> int:
        """harvest-head: the checkpoint is asked for past all caches, so that its head is not older than the cursor."""
        return self.publisher.head()

    def let_others_read(self, pages: int) -> None:
        """Somebody else reads the feed from its start, and so fills this edge."""
        after = START
        for _ in range(pages):
            after = self.get(after).next

    def _hours(self, page: Page) -> int:
        return self.hours if page.records else int(self.keeps_ends)
