"""Query: what somebody is looking for; Found and Results: what there is."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from openhub.model.place import Spot
from openhub.model.schedule import Occurrence

Order = Literal["", "relevance", "when", "distance", "newest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Every member narrows; the empty one finds all that is still to come. Times are aware.

    All of `words` must be there, or with `any_word` one of them, those with more and rarer ones first. The last of them
    may be the beginning of a word.

    `parts` are of "evenings", "weekends" and "undated": what has no fixed day, and so no evening and no weekend. Within `types`, `themes`,
    `participation`, `sources`, `costs` and `languages` one match is enough, of `access` all are wanted.
    `costs` are of "free", "donation" and "under-10". With `unsaid`, items that said nothing about an access
    need are found too, after those that did; an item that said it cannot is never found. `weekdays` count from Monday, 0;
    of `age` in years an item is found that takes it or says nothing of ages; at most `cost` pounds, or in whatever
    the item reckons, is what its cheapest way to take part asks, and one that says no price is not found.

    Ordered by `order`; "" is by how near in rings, how well the words fit, and when next; "newest" begins with what the hub
    came to know last. Whatever the order, who said yes to all access needs comes before who said nothing. A page begins `after`
    the place where the one before ended (its `next`), whatever has been added meanwhile; UsageError when that is no token of this
    search. With `counted` off only the page is wanted, which is quicker: there are no counts, and totals may be of it alone.
    """

    words: str = ""
    any_word: bool = False
    near: Spot | None = None
    radius_metres: float | None = None
    start: datetime | None = None
    end: datetime | None = None
    parts: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    participation: tuple[str, ...] = ()
    sources: tuple[int, ...] = ()
    costs: tuple[str, ...] = ()
    cost: float | None = None
    age: int | None = None
    access: tuple[str, ...] = ()
    unsaid: bool = True
    languages: tuple[str, ...] = ()
    attendance: tuple[str, ...] = ()
    order: Order = ""
    limit: int = 20
    after: str = ""
    counted: bool = True

    def is_plain(self, now: datetime) -> bool:
        """Whether its page is of what is near, soon or new, so that a store need not look at all that matches."""
        dated = self.end or self.weekdays or self.parts or (self.start and self.start > now)
        sifted = self.words or self.radius_metres is not None or (self.access and self.order == "newest")
        return not (dated or sifted or self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An item as the hub holds it, with what the question adds: when next, how far, and whether it told us."""

    ref: str
    id: str
    type: str
    origin: str
    source: int
    document: dict[str, Any]
    licence: str
    modified: int
    retrieved: datetime
    occurrences: tuple[Occurrence, ...] = ()
    spot: Spot | None = None
    distance_metres: float | None = None
    told: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """`total` counts all that match, `told` those of them that said yes to every access need asked for. When there are too
    many to count, `exact` is False and there are more than these; the counts are then of as many. Where a value of a kind is
    chosen, the other values of that kind are counted among as many at most.

    `next` is where the page after this one begins, "" when this is the last.

    `counts` says, for each kind of filter and each of its values, how many there would be with it:
    {"participation": {"eat": 4}, "type": ..., "theme": ..., "cost": ..., "access": ..., "language": ..., "source": ...}.
    """

    total: int
    told: int
    entries: tuple[Found, ...]
    exact: bool = True
    next: str = ""
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
