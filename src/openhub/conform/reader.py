"""Reads a publisher's feed as a harvester does, and stops at the first page that breaks a requirement of its level."""

from collections.abc import Callable, Iterable, Iterator

from openhub.conform.memory import Memory, View
from openhub.conform.outcome import Failure
from openhub.conform.pages import Answer, Entry, Page, breach, number, read
from openhub.validate.requirements import requirements

MOST_PAGES = 1_000


class Stopped(Exception):
    """What was found makes it useless to read on."""


class Reader:
    """Holds what it has read, `found` what is wrong. `ask` gives the answer of an address."""

    def __init__(self, ask: Callable[[str], Answer], feed: str, *, level: int, page_size: int, licence: str) -> None:
        self.memory = Memory()
        self.found: list[Failure] = []
        self.held: dict[tuple[str, str], Entry] = {}
        self.view: View | None = None
        self._ask = ask
        self._feed = feed
        self._level = level
        self._page_size = page_size
        self._licence = licence
        self._cursor = feed

    def walk(self, *, start: bool, pages: int = MOST_PAGES) -> None:
        """Goes on, or begins again, until the last page or so many pages. Raises Stopped when a requirement is broken."""
        if start:
            self._begin()
        baseline = start or self._cursor == self._feed
        for _ in range(pages):
            page = self.page(self._cursor)
            if self._is_new(page):
                self.memory.begin(page.epoch)
                baseline = True
                self._begin()
            elif self._level >= 2 and not baseline and number(self._cursor) < page.horizon:
                baseline = True
                self._begin()
            else:
                self._apply(page)
                if not page.entries:
                    self.look()
                    return
        if pages == MOST_PAGES:
            self._stop(self._endless(self._cursor))

    def page(self, url: str) -> Page:
        """The page at an address; it is asked for twice where both answers have to be the same."""
        for _ in range(2 if self._level >= 2 else 1):
            answer = self._ask(url)
            before = self.memory.bodies.setdefault(url, answer.body)
            if before != answer.body:
                came = f"two answers, {_difference(before, answer.body)}, though nothing was changed"
                remedy = "Leave out of a page what changes by itself, such as the time."
                self._stop(breach("feed-stable", url, came, remedy))
        page, found = read(answer)
        self._judge(found)
        if page is None:
            raise Stopped
        self._judge(self._as_told(page))
        return page

    def _as_told(self, page: Page) -> Iterator[Failure]:
        """Holds a page against what the program was told in `publish`."""
        if len(page.entries) > self._page_size:
            yield Failure(
                requirements=(),
                where=page.url,
                expected="no more entries on a page than the `page_size` that was given with `publish`",
                came=f"{len(page.entries)} entries, and `page_size` is {self._page_size}",
                remedy="Keep `page_size`: the vectors need it, though it is no requirement of a feed.",
            )
        if page.licence != self._licence:
            came = f"`license` is {page.licence}, and {self._licence} was given with `publish`"
            yield breach("feed-licence", page.url, came, "Put the licence of the feed into every page, as it is.")

    def _begin(self) -> None:
        self._cursor, self.held = self._feed, {}

    def _is_new(self, page: Page) -> bool:
        """Whether the page is of another epoch than was read so far."""
        if self._level < 2:
            return False
        if self.memory.restored and page.epoch in self.memory.epochs:
            came = f"`epoch` is {page.epoch!r} after the backup was put back, as it was before"
            remedy = "When a backup is put back, begin an epoch that was never used."
            self._stop(breach("feed-epoch", page.url, came, remedy))
        return page.epoch != self.memory.epoch

    def _apply(self, page: Page) -> None:
        self._judge(self.memory.note(page))
        for entry in page.entries:
            if entry.digest:
                self.held[entry.name] = entry
            else:
                self.held.pop(entry.name, None)
        self._cursor = page.next

    def look(self) -> None:
        """Reads the whole feed as it stands, for what only the whole shows; the walk stays where it is."""
        pages, url = list[Page](), self._feed
        while not pages or pages[-1].entries:
            if len(pages) > MOST_PAGES:
                self._stop(self._endless(url))
            pages.append(self.page(url))
            self._judge(self.memory.note(pages[-1]))
            url = pages[-1].next
        self.view = View(tuple(pages))
        self._judge(self.memory.hold(self.view))

    def _judge(self, found: Iterable[Failure]) -> None:
        """Keeps what concerns this level, each requirement once. Raises Stopped when something does."""
        fresh = [f for f in found if _level(f) <= self._level]
        told = {f.requirements for f in self.found}
        for failure in fresh:
            if failure.requirements not in told:
                told.add(failure.requirements)
                self.found.append(failure)
        if any(not f.advice for f in fresh):
            raise Stopped

    def _stop(self, failure: Failure) -> None:
        self._judge([failure])

    def _endless(self, url: str) -> Failure:
        return breach(
            "feed-last", url, f"no last page after {MOST_PAGES:,} pages", "End the feed with a page without entries."
        )


def _level(failure: Failure) -> int:
    known = requirements()
    return max((known[name].level for name in failure.requirements if name in known), default=1)


def _difference(before: str, after: str) -> str:
    at = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after)))
    return f"…{before[max(at - 30, 0) : at + 20]}… and …{after[max(at - 30, 0) : at + 20]}…"
