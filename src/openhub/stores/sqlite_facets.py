"""Facets as bits in the columns of a row: each value of a kind has a number; those for which there is no bit are listed."""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BITS = 63
COLUMNS = ("mask0", "mask1", "mask2", "mask3", "mask4", "mask5")
# Which columns hold the bits of a kind. Kinds that are counted together share one.
_HOLDS = {
    "type": (0,),
    "participation": (0,),
    "cost": (0,),
    "attendance": (0,),
    "theme": (1, 2),
    "access": (3,),
    "denied": (4,),
    "language": (5,),
}
ACCESS, DENIED = 3, 4  # the columns of what an item says is there, and is not; their values are few enough to have bits
Facet = tuple[str, str]


def group_of(kind: str) -> tuple[int, ...]:
    """The columns that hold a kind's bits."""
    return _HOLDS[kind]


@dataclass(slots=True)
class Values:
    """The values known to a connection; there are only ever more."""

    slots: dict[Facet, tuple[int, int | None, int]] = field(default_factory=dict)  # number, column or None, bit
    named: dict[tuple[int, int], Facet] = field(default_factory=dict)  # by column and bit
    listed: dict[int, Facet] = field(default_factory=dict)  # those without a bit, by number
    used: Counter[tuple[int, ...]] = field(default_factory=Counter)  # how many bits of a group of columns are taken
    last: int = 0
    decoded: dict[tuple[int, int], tuple[Facet, ...]] = field(default_factory=dict)

    def refresh(self, db: sqlite3.Connection) -> None:
        """Reads what others have added."""
        rows = db.execute("SELECT id, kind, value, place FROM facet_value WHERE id > ? ORDER BY id", (self.last,))
        for number, kind, value, place in rows.fetchall():
            self._know(number, (kind, value), place)

    def forget(self) -> None:
        """After what was added has been taken back."""
        for known in (self.slots, self.named, self.listed, self.used, self.decoded):
            known.clear()
        self.last = 0

    def _learn(self, db: sqlite3.Connection, facets: Iterable[Facet]) -> None:
        """Gives a number to each value that has none yet."""
        for facet in facets:
            if facet in self.slots:
                continue
            group = _HOLDS[facet[0]]
            place = self.used[group] if self.used[group] < BITS * len(group) else None
            cursor = db.execute("INSERT INTO facet_value (kind, value, place) VALUES (?, ?, ?)", (*facet, place))
            self._know(int(cursor.lastrowid or 0), facet, place)

    def learn_masks(self, db: sqlite3.Connection, facets: tuple[Facet, ...]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The same as `masks`, of values of which some may have no number yet."""
        try:
            return self.masks(facets)
        except KeyError:
            self._learn(db, facets)
            return self.masks(facets)

    def masks(self, facets: Iterable[Facet]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The bits of these values, column by column, and the numbers of those that have none."""
        columns = [0] * len(COLUMNS)
        numbers = []
        for facet in facets:
            number, column, bit = self.slots[facet]
            if column is None:
                numbers.append(number)
            else:
                columns[column] |= 1 << bit
        return tuple(columns), tuple(numbers)

    def decode(self, column: int, mask: int) -> tuple[Facet, ...]:
        """The values whose bits these are."""
        found = self.decoded.get((column, mask))
        if found is None:
            found = tuple(self.named[column, bit] for bit in range(BITS) if mask >> bit & 1)
            if len(self.decoded) > 100_000:
                self.decoded.clear()
            self.decoded[column, mask] = found
        return found

    def _know(self, number: int, facet: Facet, place: int | None) -> None:
        group = _HOLDS[facet[0]]
        column, bit = (None, 0) if place is None else (group[place // BITS], place % BITS)
        self.slots[facet] = number, column, bit
        self.last = max(self.last, number)
        if column is None:
            self.listed[number] = facet
        else:
            self.used[group] += 1
            self.named[column, bit] = facet


def any_of(values: Values, kind: str, chosen: Iterable[str]) -> tuple[str, dict[str, int | str]]:
    """A condition on a row `f` that it has one of these values, and its parameters."""
    known = [(kind, value) for value in dict.fromkeys(chosen) if (kind, value) in values.slots]
    columns, numbers = values.masks(known)
    ways = [f"(f.{COLUMNS[n]} & :any_{kind}_{n}) <> 0" for n, mask in enumerate(columns) if mask]
    given: dict[str, int | str] = {f"any_{kind}_{n}": mask for n, mask in enumerate(columns) if mask}
    if numbers:
        ways.append(
            f"EXISTS (SELECT 1 FROM facet_more m WHERE m.place_key = f.place_key AND m.id IN (SELECT value FROM json_each(:listed_{kind})))"
        )
        given[f"listed_{kind}"] = json.dumps(numbers)
    return f"({' OR '.join(ways) or '0'})", given


def all_of(values: Values, kind: str, wanted: Sequence[str]) -> tuple[str, dict[str, int | str]]:
    """A condition on a row `f` that it has every one of these values, and its parameters."""
    if any((kind, value) not in values.slots for value in wanted):
        return "0", {}
    columns, numbers = values.masks((kind, value) for value in set(wanted))
    ways = [f"(f.{COLUMNS[n]} & :all_{kind}_{n}) = :all_{kind}_{n}" for n, mask in enumerate(columns) if mask]
    given: dict[str, int | str] = {f"all_{kind}_{n}": mask for n, mask in enumerate(columns) if mask}
    if numbers:
        ways.append(
            "(SELECT count(*) FROM facet_more m WHERE m.place_key = f.place_key AND m.id IN"
            f" (SELECT value FROM json_each(:every_{kind}))) = {len(numbers)}"
        )
        given[f"every_{kind}"] = json.dumps(numbers)
    return f"({' AND '.join(ways) or '1'})", given


def tally(values: Values, masks: Iterable[tuple[int, Counter[int]]]) -> dict[str, Counter[str]]:
    """How many rows have each value, of how many have each mask of a column."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for column, found in masks:
        for mask, number in found.items():
            for kind, value in values.decode(column, mask):
                counts[kind][value] += number
    return counts


def both_ways(values: Values, pairs: Counter[tuple[int, int]]) -> Counter[str]:
    """How many rows say of each access feature both that it is there and that it is not, of how many have each pair of
    masks."""
    counts: Counter[str] = Counter()
    for (access, denied), number in pairs.items():
        if access and denied:
            there = {value for _, value in values.decode(ACCESS, access)}
            counts.update({value: number for _, value in values.decode(DENIED, denied) if value in there})
    return counts


def count_listed(db: sqlite3.Connection, values: Values, place_keys: Iterable[int]) -> dict[str, Counter[str]]:
    """How many of these rows have each of the values that have no bit."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    if values.listed:
        rows = db.execute(
            "SELECT m.id, count(*) FROM json_each(?) k CROSS JOIN facet_more m ON m.place_key = k.value GROUP BY 1",
            (json.dumps(list(place_keys)),),
        )
        for number, found in rows:
            kind, value = values.listed[number]
            counts[kind][value] += found
    return counts
