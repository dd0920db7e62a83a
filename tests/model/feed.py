"""What a publisher and a harvester are to each other: pages, what is held of them, and the calls that real code answers too."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from tests.model.rules import Rules

Cursor = tuple[int, str]
"""Behind which change a page begins: its number, and for a publisher that goes by the clock its id too."""

START: Cursor = (0, "")
Root = frozenset[tuple[str, int, int | None]]
"""The leaves themselves: two sets of them are equal when their roots are."""


@dataclass(frozen=True, slots=True)
class Record:
    """One entry of a page; without content it is a tombstone."""

    id: str
    number: int
    content: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a publisher answers behind a cursor; the last page has no records, and leads to itself."""

    records: tuple[Record, ...]
    next: Cursor
    epoch: str
    horizon: int
    root: Root | None


def is_last(page: Page, asked: Cursor) -> bool:
    """feed-last: no records, and `next` is what was asked for."""
    return not page.records and page.next == asked


def root(items: Mapping[str, tuple[int, int]], rules: Rules) -> Root:
    """feed-root, feed-leaf: one value over id, number and content of all live items."""
    return frozenset((id, number, content if rules.feed_leaf else None) for id, (number, content) in items.items())


@dataclass(frozen=True, slots=True)
class Held:
    """What a harvester keeps of an item: as a live one, or (without content) as the number of its tombstone."""

    content: int | None
    number: int
    epoch: str
    baseline: int = 0
    """In which baseline it was applied, or after which."""


State = Literal["reading", "baseline", "verified", "complete", "held", "inconsistent", "failed"]
Mishap = Literal["none", "killed", "broken answer"]


@dataclass(slots=True)
class Clock:
    """The time in whole hours, the same for all."""

    now: int = 1


class Feed(Protocol):
    """What a harvester asks."""

    def get(self, after: Cursor, *, fresh: bool = False) -> Page:
        """The page behind a cursor; `fresh` asks with `Cache-Control: no-cache`."""

    def head(self) -> int:
        """The highest number given out, as the checkpoint states it."""


class Writer(Protocol):
    """Who has items and changes them.

    A real one needs the last two only where a scenario has the troubles of those names.
    """

    def begin(self, item: str, content: int | None) -> None:
        """Opens a transaction that writes an item, or deletes it; nothing happens if the item is locked or not there."""

    def commit(self, which: int) -> None:
        """Commits one of the open transactions."""

    def open_transactions(self) -> int: ...

    def live(self) -> Mapping[str, int]:
        """The truth: every live item with its content."""

    def purge(self) -> None:
        """Removes the tombstones that are old enough."""

    def back_up(self) -> None: ...

    def restore(self) -> None:
        """Goes back to the last backup, or to nothing where there is none; open transactions are lost."""

    def import_anew(self, item: str) -> None:
        """Loads all data again into a new database, with one item hidden that was shown, or shown that was hidden."""

    def turn_clock_back(self) -> None: ...

    def change_silently(self, item: str, content: int) -> None:
        """Changes a live item but not its number."""


class Publisher(Writer, Protocol):
    """Who shows the changes too, as pages of the model."""

    def page(self, after: Cursor) -> Page: ...

    def head(self) -> int:
        """The highest number given out, as the checkpoint states it."""


class Between(Protocol):
    """What lies between a publisher and a harvester: two caches beside each other, and for real code the network too."""

    edge: int
    """Through which of the caches is read."""

    @property
    def live(self) -> Mapping[str, int]:
        """What was live when the page was made that was answered last."""

    def let_others_read(self, pages: int) -> None:
        """Somebody else reads the feed from its start, and so fills this edge."""


class Harvester(Protocol):
    """Who reads the pages and holds the items."""

    def step(self, mishap: Mishap = "none") -> State:
        """Asks for one page and does with it what the rules say; begins a new run when the last one ended."""

    def begin_baseline(self) -> None:
        """Reads from the start again, as a harvester may at any time."""

    def held(self) -> Mapping[str, Held]:
        """The live items it holds."""

    def unconfirmed(self) -> frozenset[str]:
        """Items that one baseline did not show, and that wait for a second one."""
