"""A search as conditions that SQLite can test on the rows of `found`, and its words as an expression of FTS5."""

import json
import math
import sqlite3
from dataclasses import dataclass, field
from typing import Any

from openhub.model.place import EARTH_METRES, Spot
from openhub.model.query import Query
from openhub.model.words import meaning
from openhub.stores.sqlite_cells import Range, ranges
from openhub.stores.sqlite_facets import Values, all_of, any_of
from openhub.stores.sqlite_times import DAYS, days_between, halves

# The filters of which one match is enough, by the facet they ask for; "source" is no facet, but counted like one.
ANY = {
    "type": "types",
    "theme": "themes",
    "participation": "participation",
    "cost": "costs",
    "language": "languages",
    "attendance": "attendance",
    "source": "sources",
}
_SHORTEST_BEGINNING = 3
_MOST_WRITTEN = 20  # words of names that begin like the last word
_FOR_EVER = 2**53
_EVERY_DAY = 127
_HALF_RADIANS = math.pi / 360


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as conditions on a row `f` of `found`, with their parameters."""

    query: Query
    where: list[str]
    values: dict[str, Any]
    kinds: list[str]  # those of which a value is chosen: a match fails by at most one of them
    failing: str
    told: str
    nearness: str
    words: str = ""
    name_words: str = ""
    ranges: list[Range] = field(default_factory=list)
    thin: int = 0  # only one in one more than this is looked at

    @property
    def is_narrow(self) -> bool:
        """Whether there is a filter besides words, place and dates."""
        query = self.query
        told = bool(query.access) and not query.unsaid
        return bool(self.kinds or told or query.cost is not None or query.age is not None)

    @property
    def is_dated(self) -> bool:
        return bool(self.query.start or self.query.end or self.query.weekdays or _parts(self.query))


def asked(db: sqlite3.Connection, known: Values, query: Query, now: int) -> Asked:
    """A search made ready."""
    where, values = ["(f.until IS NULL OR f.until >= :now)"], dict[str, Any](now=now)
    kinds, failing = _choices(known, query, values)
    told = "1"
    if query.access:
        denied, given = any_of(known, "denied", query.access)
        values |= given
        where.append(f"NOT {denied}")
        told, given = all_of(known, "access", query.access)
        values |= given
        if not query.unsaid:
            where.append(told)
    _where_cost_and_age(query, where, values)
    _where_when(query, where, values)
    nearness = _where_near(query, where, values)
    words, name_words = expression(db, query)
    found = ranges(query.near, query.radius_metres) if query.near and query.radius_metres is not None else []
    return Asked(query, where, values, kinds, failing, told, nearness, words, name_words, found)


# Filters


def _choices(known: Values, query: Query, values: dict[str, Any]) -> tuple[list[str], str]:
    """The kinds of filters of which something is chosen, and the bits of those that a row fails."""
    kinds: list[str] = []
    bits: list[str] = []
    for kind, name in ANY.items():
        chosen = getattr(query, name)
        if not chosen:
            continue
        if kind == "source":
            condition = "f.source IN (SELECT value FROM json_each(:sources))"
            values["sources"] = json.dumps(chosen)
        else:
            condition, given = any_of(known, kind, chosen)
            values |= given
        bits.append(f"(NOT {condition}) * {1 << len(kinds)}")
        kinds.append(kind)
    return kinds, " + ".join(bits) or "0"


def _where_cost_and_age(query: Query, where: list[str], values: dict[str, Any]) -> None:
    if query.cost is not None:
        where.append("f.cost <= :cost")
        values["cost"] = query.cost
    if query.age is not None:
        where.append("(f.youngest IS NULL OR f.youngest <= :age) AND (f.oldest IS NULL OR f.oldest >= :age)")
        values["age"] = query.age


def _parts(query: Query) -> set[str]:
    return {"evenings", "weekends"} & set(query.parts)


def _where_when(query: Query, where: list[str], values: dict[str, Any]) -> None:
    """What can be told of times without unpacking them."""
    start = int(query.start.timestamp()) if query.start else values["now"]
    end = int(query.end.timestamp()) if query.end else _FOR_EVER
    wanted = _week(query)
    values |= {"from": start, "to": end, "wanted": wanted, "simple": int(not wanted)}
    if query.start or query.end or wanted or _parts(query) or query.weekdays:
        where.append("f.first < :to")
        if (wanted or query.weekdays or _parts(query)) and wanted != _EVERY_DAY:
            where.append("(f.week & :wanted) <> 0")
        if end > start and (end - start) < (DAYS - 2) * 86_400:
            values["early"], values["late"] = halves(days_between(start, end))
            where.append("((f.early & :early) <> 0 OR (f.late & :late) <> 0)")
    if "undated" in query.parts:
        where.append("f.first IS NULL")


def _week(query: Query) -> int:
    """The weekdays on which a time has to begin, from bit 7 in the evening; 0 when it does not matter."""
    parts = _parts(query)
    if not parts and not query.weekdays:
        return 0
    days = set(query.weekdays) or set(range(7))
    if "weekends" in parts:
        days &= {5, 6}
    bits = sum(1 << day for day in days if 0 <= day < 7)
    return (bits << 7 if "evenings" in parts else bits) or 1 << 14  # a bit that nothing has: no such day


def _where_near(query: Query, where: list[str], values: dict[str, Any]) -> str:
    """The expression for the haversine of a row's distance, or NULL; within a radius also what that has to be."""
    if not query.near:
        return "NULL"
    near = query.near
    cosine = math.cos(math.radians(near.latitude))
    values |= {"latitude": near.latitude, "longitude": near.longitude, "k": _HALF_RADIANS, "cosine": cosine}
    south_north, west_east = (f"pow(sin((f.{c} - :{c}) * :k), 2)" for c in ("latitude", "longitude"))
    nearness = f"({south_north} + :cosine * cos(f.latitude * 2 * :k) * {west_east})"
    if query.radius_metres is not None:
        values |= {"reach": query.radius_metres, "within": haversine(query.radius_metres)}
        values |= {"half": 1 / (2 * EARTH_METRES), "straight": (cosine * _HALF_RADIANS) ** 2, "k2": _HALF_RADIANS**2}
        values["sure"], values["out"] = _sure(near, query.radius_metres)
        where.append(
            f"CASE WHEN f.radius > 0 THEN {nearness} <= pow(sin(min((:reach + f.radius) * :half, 1.5707963267948966)), 2)"
            f" WHEN {_STRAIGHT} < :sure THEN 1 WHEN {_STRAIGHT} > :out THEN 0 ELSE {nearness} <= :within END"
        )
    return nearness


# As if the earth were flat around the spot, which is quicker and settles most rows.
_STRAIGHT = (
    "((f.latitude - :latitude) * (f.latitude - :latitude) * :k2"
    " + (f.longitude - :longitude) * (f.longitude - :longitude) * :straight)"
)


def _sure(near: Spot, metres: float) -> tuple[float, float]:
    """Below the one a spot is sure to be within a circle, above the other sure to be out of it."""
    off = 4 * metres / EARTH_METRES * (1 + abs(math.tan(math.radians(near.latitude))))
    if off > 0.1:
        return -1.0, 9.0
    within = haversine(metres)
    return within * (1 - off), within * (1 + off) if abs(near.longitude) < 179 else 9.0


def haversine(metres: float) -> float:
    """The haversine of the angle of a distance, which rises with it."""
    return math.sin(min(metres / (2 * EARTH_METRES), math.pi / 2)) ** 2


# Words


def expression(db: sqlite3.Connection, query: Query) -> tuple[str, str]:
    """An FTS5 expression that wants every word of meaning, or any, and one that wants them in names. Each is quoted, so
    nothing in it is an operator.

    The last may be the beginning of a word. How it goes on is known by the words of names, since stems do not tell that
    "cookin" goes on as "cooking". Only what is no word of a name itself is looked for as the beginning of any word, for that
    is dear.
    """
    words = meaning(query.words)
    if not words:
        return "", ""
    terms = [f'"{word}"' for word in words]
    last = words[-1]
    if len(last) >= _SHORTEST_BEGINNING:
        written = _written(db, last)
        ways = [f'"{word}"' for word in dict.fromkeys((last, *written))]
        terms[-1] = f"({' OR '.join(ways if last in written else [*ways, f'{terms[-1]}*'])})"
    whole = (" OR " if query.any_word else " AND ").join(terms)
    return whole, f"{{name}} : ({whole})"


def _written(db: sqlite3.Connection, beginning: str) -> list[str]:
    """Words of names that begin so."""
    rows = db.execute(
        "SELECT term FROM name_word WHERE term >= ? AND term < ? LIMIT ?",
        (beginning, f"{beginning}\U0010ffff", _MOST_WRITTEN),
    )
    return [row[0] for row in rows]
