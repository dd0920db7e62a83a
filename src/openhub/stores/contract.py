"""What a hub asks of a store; a backend is done when `tests/contract/test_store.py` passes on it."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from openhub.model.finding import Finding
from openhub.model.history import PastRun, Schedule, Tally
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.root import bucket, leaf
from openhub.model.schedule import Occurrence
from openhub.model.source import Source, State

if TYPE_CHECKING:
    from openhub.stores.moving import Reader, Writer


@dataclass(slots=True, kw_only=True)  # not frozen, for one is made of every item
class Index:
    """By what an item is found. `facets` are (kind, value) pairs; `places` are names that this spot teaches;
    `repeats` says that it has more occurrences on later days than those here. `cost` is what the cheapest way to take part
    asks, None when nothing is said; `ages` are the least and the greatest taken, in years, each None when nothing is said.

    Facet kinds: type, theme, participation, cost, access (told us so), denied (told us not), language, attendance.
    """

    name: str
    summary: str
    text: str
    facets: tuple[tuple[str, str], ...]
    until: datetime | None
    spot: Spot | None = None
    places: tuple[tuple[str, str], ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    repeats: bool = False
    cost: float | None = None
    ages: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What a document says that people want to read, and the words by which it is found, as in an exported file."""

    name: str
    summary: str
    text: str
    themes: tuple[str, ...]
    url: str
    organiser: str
    place: str


@dataclass(slots=True, kw_only=True)  # not frozen, for one is made of every item
class Key:
    """How the feed names an entry, with the digest of its data ("" when it has none), or the reason why it is gone."""

    kind: str
    id: str
    modified: int
    digest: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the store has of an item a feed names; `gone` says that the hub does not show it.

    `last` is the change number last applied to its entry, `walk` the baseline that last showed it.
    """

    digest: str
    licence: str
    modified: int
    epoch: str
    gone: bool
    last: int
    walk: int


@dataclass(slots=True, kw_only=True)  # not frozen, for one is made of every item
class Put:
    """A good item to keep, with everything by which it is found."""

    key: Key
    origin: str
    type: str
    id: str
    ref: str
    raw: bytes
    digest: str
    licence: str
    index: Index
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """A bad item, kept aside with the reasons; a good version held before stays as it is.

    Its key has a digest when the entry is sound but the item not valid: then it counts for the root (harvest-invalid).
    """

    key: Key
    name: str
    raw: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one page changes, with where the harvest stands after it: all of it in one transaction.

    `same` are items held already with the same digest. `gone` are deletions, which are carried out at the end of the run
    but for those with the reason `urgent`. `baseline` marks every entry named as seen in it.
    `loose` findings belong to no item held; those of the walk before go when a page is `first`.
    """

    puts: tuple[Put, ...] = ()
    same: tuple[Key, ...] = ()
    gone: tuple[Key, ...] = ()
    quarantined: tuple[Quarantine, ...] = ()
    loose: tuple[Finding, ...] = ()
    cursor: str = ""
    epoch: str = ""
    horizon: int = 0
    baseline: int = 0
    first: bool = False
    began: datetime | None = None
    paged: bool = False
    format: str = ""

    def kept(self) -> list[tuple[int, str, str, bytes, int]]:
        """Bucket, id, kind, leaf and number of each entry that counts, in this order; of two for one item the later."""
        keys = [
            *((put.key, put.digest) for put in self.puts),
            *((key, key.digest) for key in self.same),
            *((bad.key, bad.key.digest) for bad in self.quarantined if bad.key.digest),
        ]
        rows = {
            (bucket(k.id), k.id, k.kind): (leaf(k.kind, k.id, k.modified, digest), k.modified) for k, digest in keys
        }
        return [(*name, *rows[name]) for name in sorted(rows)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """What is known at the end of a feed. `baseline` is positive when that ends one, which began at its start.

    Items that were missing since before `agreed_before` are swept without a root. More than `most` deletions wait.
    """

    baseline: int
    root: str
    whole: bool
    most: int
    agreed_before: datetime
    etag: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What the end of a run came to: items taken away, entries whose deletion `waiting` is for a person, of all `held`.

    `proven` says that the root was right, also when deletions wait.
    """

    state: State
    proven: bool
    deleted: int
    waiting: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What a set of live items can be compared by."""

    root: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many items a batch, or a run, made new, changed, left alone, took away or put aside."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One line of the hub's own feed; `raw` is None when the item is gone, perhaps for a `reason`."""

    number: int
    ref: str
    type: str
    raw: bytes | None
    envelope: dict[str, object]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Changes after a number, from one snapshot; `head` is the highest number ever given out, `previous` are
    the epochs before this one, the oldest first.

    `proof` is that of all live items, when it was asked for and there is no change.
    """

    entries: tuple[Change, ...]
    epoch: str
    horizon: int
    head: int = 0
    previous: tuple[str, ...] = ()
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A repeating item whose occurrences want expanding again, and the number of the change that made it so."""

    ref: str
    raw: bytes
    number: int


class Store(Protocol):
    """Raises StoreUnavailable when the database cannot be opened, read or written."""

    def close(self) -> None: ...
    def settle(self) -> None: ...

    # Sources
    def add_source(self, source: Source) -> Source: ...
    def save_source(self, source: Source) -> None: ...  # at another address it is due at once
    def remove_source(self, source_id: int, now: datetime) -> int: ...
    def sources(self) -> list[Source]: ...
    def source(self, source_id: int) -> Source | None: ...
    def live_items(self, source_id: int | None = None) -> dict[int, int]: ...  # how many of each source that has any

    # Harvest
    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]: ...
    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts: ...
    def proof(self, source_id: int) -> Proof: ...
    def is_missing_since(self, source_id: int, moment: datetime) -> bool: ...
    def finish(self, source_id: int, ending: Ending, now: datetime) -> Ended: ...
    def confirm(self, source_id: int, now: datetime) -> int: ...
    def findings(self, source_id: int) -> list[Finding]: ...

    # Reading
    def search(self, query: Query, now: datetime) -> Results: ...
    def count(self, query: Query, now: datetime, most: int) -> int: ...  # how many match, at most so many
    def item(self, ref: str, now: datetime) -> Found | None: ...
    def is_gone(self, ref: str) -> bool: ...
    def publish_at(self, address: str) -> None: ...
    def changes(self, after: int, limit: int, address: str | None = None) -> Changes: ...
    def learned_place(self, name: str) -> Spot | None: ...
    def learned_names(self, prefix: str, limit: int) -> list[str]: ...
    def close_words(self, word: str, limit: int) -> list[str]: ...  # in names of live items, the likeliest first
    def write_gazetteer(self, name: str, places: Iterable[tuple[str, Spot]]) -> int: ...  # in place of what it had
    def gazetteer_place(self, name: str) -> Spot | None: ...
    def gazetteers(self) -> dict[str, int]: ...

    # Daily
    def purge(self, before: datetime) -> int: ...  # tombstones made before then; the highest of them is the horizon
    def expanded_on(self) -> str: ...
    def series(self) -> Iterable[Series]: ...
    def expand(  # in several transactions; what has changed since it was read is left alone
        self, expanded: Iterable[tuple[Series, tuple[Occurrence, ...]]], day: str
    ) -> int: ...

    # Runs
    def lease(
        self, source_id: int, *, wait_seconds: float = 60, waiting: Callable[[], None] = ...
    ) -> AbstractContextManager[None]: ...
    def write_run(self, run: PastRun, schedule: Schedule, forget_before: datetime) -> None: ...
    def set_interval(self, source_id: int, seconds: int) -> None: ...
    def runs(self, source_id: int, limit: int) -> list[PastRun]: ...
    def schedules(self) -> list[Schedule]: ...
    def tally(self, since: datetime, source_id: int | None = None, offset: timedelta = ...) -> list[Tally]: ...

    # Moving: all of it, of one moment; and all of another hub in place of what was there, or nothing
    def moving_out(self) -> AbstractContextManager["Reader"]: ...
    def moving_in(self) -> AbstractContextManager["Writer"]: ...
