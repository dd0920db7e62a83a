"""What a reader remembers of a feed from reading to reading, and what the whole feed shows that no single page can."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from openhub.conform.outcome import Failure
from openhub.conform.pages import NO_DIGEST, Entry, Page, breach
from openhub.model.root import leaf, root

Name = tuple[str, str]


@dataclass(slots=True)
class Memory:
    """`reached` is the number up to which the feed was read, `floor` the highest number of all epochs before this one,
    `live` and `gone` are what the feed had as far as it was read, `put` the digests of all that was put, and `reasons`
    those with which items were deleted. `unread` says that something was changed that was not read yet.
    """

    put: dict[Name, set[str]] = field(default_factory=dict)
    reasons: dict[Name, str] = field(default_factory=dict)
    unread: bool = False
    entries: dict[int, Entry] = field(default_factory=dict)
    epochs: set[str] = field(default_factory=set)
    epoch: str = ""
    restored: bool = False
    highest: int = 0
    floor: int = 0
    reached: int = 0
    live: set[Name] = field(default_factory=set)
    gone: dict[Name, int] = field(default_factory=dict)
    purged: int = 0
    horizon: int = 0
    backup: frozenset[Name] = frozenset()
    backup_reasons: dict[Name, str] = field(default_factory=dict)
    must_be_gone: frozenset[Name] = frozenset()
    bodies: dict[str, str] = field(default_factory=dict)

    def begin(self, epoch: str) -> None:
        """A new epoch: nothing of what was read before counts, but its numbers are used."""
        self.must_be_gone = self.backup if self.restored else frozenset(self.gone)
        self.epoch, self.restored = epoch, False
        self.epochs.add(epoch)
        self.floor, self.reached, self.purged, self.horizon = self.highest, 0, 0, 0
        self.live, self.gone = set(), {}

    def note(self, page: Page) -> Iterator[Failure]:
        """Takes note of the entries of a page; says what is wrong with their numbers."""
        for entry in page.entries:
            known = self.entries.get(entry.modified)
            if entry.modified <= self.floor:
                yield _old_number(page, entry, known)
            elif known is None and entry.modified <= self.reached:
                came = f"{_said(entry)} became visible after {self.reached} had been read"
                remedy = "Give out numbers so that they become visible in rising order: see the ways in 2-feed, below this requirement."
                yield breach("feed-visibility", page.url, came, remedy)
            elif known and known.name == entry.name and not entry.digest and known.digest:
                came = f"{_said(entry)} is the one that the item had"
                yield breach("feed-tombstone", page.url, came, "Give a tombstone a new number.")
            elif known and known != entry:
                came = f"{_said(entry)} stood for something else before: {known.id}"
                yield breach("feed-order", page.url, came, "Never give out a number twice.")
            self._keep(entry)
        self.reached = max(self.reached, *(entry.modified for entry in page.entries), 0)

    def _keep(self, entry: Entry) -> None:
        self.entries.setdefault(entry.modified, entry)
        self.highest = max(self.highest, entry.modified)
        if entry.digest:
            self.live.add(entry.name)
            self.gone.pop(entry.name, None)
        else:
            self.live.discard(entry.name)
            self.gone[entry.name] = entry.modified

    def hold(self, view: "View") -> Iterator[Failure]:
        """Holds the whole feed, as it stands now, against what was read before, and remembers it."""
        for check in _CHECKS:
            yield from check(self, view)
        self.live = {entry.name for entry in view.live}
        self.gone = {entry.name: entry.modified for entry in view.entries if not entry.digest}
        self.must_be_gone, self.unread = frozenset(), False


@dataclass(frozen=True, slots=True)
class View:
    """A feed read from its first page to its last, with no change in between."""

    pages: tuple[Page, ...]

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for page in self.pages for entry in page.entries)

    @property
    def live(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.digest)

    @property
    def url(self) -> str:
        return self.pages[0].url

    @property
    def last(self) -> Page:
        return self.pages[-1]

    @property
    def root(self) -> str:
        """What the root has to be."""
        return root((e.id, leaf(e.kind, e.id, e.modified, e.digest)) for e in self.live)


def _said(entry: Entry) -> str:
    return f"the number {entry.modified} of {entry.id}"


def _old_number(page: Page, entry: Entry, known: Entry | None) -> Failure:
    if known == entry:
        remedy = "In a new epoch give all live items and all known tombstones new numbers."
        return breach("feed-reissue", page.url, f"{_said(entry)} is from the epoch before", remedy)
    remedy = "Begin a new epoch above all numbers ever given out; if they are not known, at the milliseconds since 1970 times 1,024."
    return breach("feed-renumber", page.url, f"{_said(entry)} is not above all of the epoch before", remedy)


def _once(memory: Memory, view: View) -> Iterator[Failure]:
    names = [entry.name for entry in view.entries]
    for kind, item in sorted({name for name in names if names.count(name) > 1}):
        came = f"{kind} {item} stands in the feed more than once"
        yield breach("feed-once", view.url, came, "Give only its latest change.")


def _same_epoch(memory: Memory, view: View) -> Iterator[Failure]:
    for page in view.pages:
        if page.epoch != memory.epoch:
            came = f"the epoch {page.epoch!r} and not {memory.epoch!r}, though nothing happened in between"
            yield breach("feed-epoch", page.url, came, "Keep the epoch as long as the numbers go on.")
            return


def _as_put(memory: Memory, view: View) -> Iterator[Failure]:
    for entry in view.live:
        if entry.digest not in memory.put.get(entry.name, ()):
            came = f"the `data` of {entry.id} is not what was put"
            yield breach("feed-page", view.url, came, "Publish each item as it was put, with all its members.")
        if entry.digest == NO_DIGEST:
            came = f"the `data` of {entry.id} has no canonical form"
            yield breach("feed-canonical", view.url, came, "Refuse such items, or leave them out of the feed.")


def _vanished(memory: Memory, view: View) -> Iterator[Failure]:
    """What is no longer in the feed at all, though it was not to be forgotten."""
    there = {entry.name for entry in view.entries}
    for _, item in sorted(memory.live - there):
        yield breach("feed-tombstone", view.url, f"{item} is gone without a trace", "Leave a tombstone.")
    for (_, item), modified in sorted(memory.gone.items()):
        if (_, item) not in there and modified > memory.purged:
            came = f"the tombstone {modified} of {item} is gone, and nobody asked for that"
            yield breach("feed-tombstone", view.url, came, "Keep tombstones for 7 days or longer.")
    for _, item in sorted(memory.must_be_gone - there):
        came = f"{item}, which was deleted in the epoch before, has no tombstone"
        yield breach("feed-reissue", view.url, came, "Give the known tombstones new numbers too.")


def _reasons(memory: Memory, view: View) -> Iterator[Failure]:
    for entry in view.entries:
        given = memory.reasons.get(entry.name)
        if not entry.digest and given and entry.reason != given:
            came = f"the tombstone {entry.modified} of {entry.id} has {entry.reason or 'no reason'}"
            remedy = "Give the reason of the latest deletion as `openhub.reason`; a new reason needs a new tombstone."
            yield breach("feed-reason", view.url, f"{came}, and it was deleted with {given}", remedy)


def _horizon(memory: Memory, view: View) -> Iterator[Failure]:
    there = {entry.name for entry in view.entries}
    memory.horizon = max(memory.horizon, *(n for name, n in memory.gone.items() if name not in there), 0)
    for page in view.pages:
        if page.horizon != memory.horizon:
            came = (
                f"`horizon` is {page.horizon}, and {memory.horizon} the highest of a tombstone that is no longer there"
            )
            yield breach("feed-horizon", page.url, came, "Raise `horizon` in the transaction that removes tombstones.")
            return
    for entry in view.entries:
        if not entry.digest and entry.modified <= memory.purged:
            came = f"the tombstone {entry.modified} of {entry.id} is still there after a purge"
            yield breach("feed-horizon", view.url, came, "Let `purge` remove the tombstones up to its number.")


def _proof(memory: Memory, view: View) -> Iterator[Failure]:
    last = view.last
    if last.count is not None and last.count != len(view.live):
        came = f"`count` is {last.count}, and {len(view.live)} items are live"
        yield breach("feed-count", last.url, came, "Count the live items in the same snapshot.")
    if last.root is not None and last.root != view.root and all(entry.digest != NO_DIGEST for entry in view.live):
        came = f"`root` is {last.root}, and that of the entries is {view.root}"
        yield breach("feed-root", last.url, came, "Try your digests, leaves and roots with --group digests.")


_CHECKS: tuple[Callable[[Memory, View], Iterator[Failure]], ...] = (
    _once,
    _same_epoch,
    _as_put,
    _vanished,
    _reasons,
    _horizon,
    _proof,
)
