"""What a hub asks of a store; a backend is done when `tests/contract/test_store.py` passes on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from openhub.model.finding import Finding
from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.schedule import Occurrence
from openhub.model.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """By what an item is found. `facets` are (kind, value) pairs; `places` are names that this spot teaches;
    `repeats` says that it has more occurrences on later days than those here.

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """How the feed names an item."""

    kind: str
    id: str
    modified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the store has of an item a feed names."""

    digest: str
    licence: str
    modified: int
    epoch: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
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
    """A bad item, kept aside with the reasons; a good version held before stays as it is."""

    key: Key
    name: str
    raw: bytes
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one page changes, with where the harvest stands after it: all of it in one transaction.

    `same` are items held already with the same digest. `baseline` marks every item named as seen in it.
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
    """One line of the hub's own feed; `raw` is None when the item is gone."""

    number: int
    ref: str
    type: str
    raw: bytes | None
    envelope: dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """Changes after a number, from one snapshot."""

    entries: tuple[Change, ...]
    epoch: str
    horizon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unswept:
    """Items of a source that a finished baseline did not see: `missing` of `held`."""

    missing: int
    held: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A repeating item whose occurrences want expanding again."""

    ref: str
    raw: bytes


class Store(Protocol):
    """Raises StoreUnavailable when the database cannot be opened, read or written."""

    def close(self) -> None: ...
    def settle(self) -> None: ...

    # Sources
    def add_source(self, source: Source) -> Source: ...
    def save_source(self, source: Source) -> None: ...
    def remove_source(self, source_id: int, now: datetime) -> int: ...
    def sources(self) -> list[Source]: ...

    # Harvest
    def held(self, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]: ...
    def apply(self, source_id: int, batch: Batch, now: datetime) -> Counts: ...
    def unswept(self, source_id: int, baseline: int) -> Unswept: ...
    def sweep(self, source_id: int, baseline: int, now: datetime) -> int: ...
    def findings(self, source_id: int) -> list[Finding]: ...

    # Reading
    def search(self, query: Query, now: datetime) -> Results: ...
    def item(self, ref: str, now: datetime) -> Found | None: ...
    def is_gone(self, ref: str) -> bool: ...
    def changes(self, after: int, limit: int) -> Changes: ...
    def learned_place(self, name: str) -> Spot | None: ...
    def learned_names(self, prefix: str, limit: int) -> list[str]: ...

    # Daily
    def expanded_on(self) -> str: ...
    def series(self) -> Iterable[Series]: ...
    def expand(self, ref_to_occurrences: dict[str, tuple[Occurrence, ...]], day: str) -> None: ...
