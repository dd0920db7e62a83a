"""Reads a feed while a command makes its publisher write, and looks whether a reader that goes on from its cursor lost anything."""

from dataclasses import dataclass

from openhub.conform.live.exchange import Asks
from openhub.conform.live.page import Entry, after
from openhub.conform.live.walk import Walk, held, root_of, walk

MOST_ROUNDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """`lost` and `kept` are items that only a fresh walk has, or only the reader, or both in two versions. `problem` says why
    nothing could be compared; `failed` what went wrong with the command.
    """

    rounds: int = 0
    changes: int = 0
    lost: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    root: str = ""
    stated: str = ""
    problem: str = ""
    failed: str = ""


class _Reader:
    """A harvester that reads a feed again and again from where it stopped; it begins again when the feed says so."""

    def __init__(self, asks: Asks, feed: str, most: int) -> None:
        self._asks, self._feed, self._most = asks, feed, most
        self.cursor, self.epoch = feed, ""
        self.live: dict[str, Entry] = {}
        self.changes = self.rounds = 0
        self.problem = ""

    def go_on(self) -> bool:
        """Reads to the last page; whether anything was there."""
        self.rounds += 1
        found = walk(self._asks, self.cursor, self._most)
        if self._begins_again(found):
            self.cursor, self.live = self._feed, {}
            found = walk(self._asks, self.cursor, self._most)
        self.problem = found.stopped
        self.live = held(found.pages, self.live)
        good = [page for page in found.pages if not page.problem]
        if good:
            self.cursor, self.epoch = good[-1].next, str(good[-1].state.get("epoch", ""))
        changes = sum(len(page.entries) for page in found.pages)
        self.changes += changes
        return changes > 0

    def _begins_again(self, found: Walk) -> bool:
        if self.cursor == self._feed:
            return False
        epochs = {str(page.state.get("epoch", "")) for page in found.pages if not page.problem}
        horizon = max((page.whole("horizon") or 0 for page in found.pages), default=0)
        number = after(self.cursor)
        return bool(epochs - {self.epoch}) or (number is not None and number < horizon)


def written(asks: Asks, feed: str, most: int) -> Written:
    """What came of reading while the command ran, and after it had ended."""
    reader = _Reader(asks, feed, most)
    reader.go_on()
    reader.changes = 0
    while asks.writing() and not reader.problem:
        reader.go_on()
    for _ in range(MOST_ROUNDS):
        asks.pause()
        reader.go_on()
        fresh = walk(asks, feed, most)
        if not reader.go_on() or reader.problem:
            break
    problem = reader.problem or fresh.stopped
    return Written(
        rounds=reader.rounds,
        changes=reader.changes,
        lost=tuple(_missing(fresh.live, reader.live)),
        kept=tuple(name for name in reader.live if name not in fresh.live),
        root=root_of(reader.live),
        stated=str(fresh.last.state.get("root", "")) if fresh.last else "",
        problem=problem,
        failed=asks.wrote() or ("" if reader.changes or problem else "changed nothing in the feed"),
    )


def _missing(fresh: dict[str, Entry], had: dict[str, Entry]) -> list[str]:
    return [name for name, entry in fresh.items() if name not in had or had[name].digest != entry.digest]
