"""Which items match a search, in SQLite: one pass over what is near, or has the words, or is on soonest."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from openhub.model.place import RINGS_METRES, Spot
from openhub.stores.sqlite_asked import Asked, haversine
from openhub.stores.sqlite_cells import KEY_BITS, Range, ranges, span
from openhub.stores.sqlite_facets import COLUMNS
from openhub.stores.sqlite_index import UNDATED
from openhub.stores.sqlite_times import next_start

MOST = 30_000  # matches of words or within a radius that are all looked at
COUNTED = 10_000  # when there are more, and whenever the whole hub has to be looked through
_LOOKED = 40_000  # items that are looked at in the order of when they are on before all are
_ENOUGH = 1_000  # matches near by, of which the first pages are made

Match = tuple[Any, ...]
"""Place key, whether it told us, which kinds of filter it fails, rank, the haversine of how far it is, when it starts or else its
times, source, and the masks of its facets."""
PLACE_KEY, TOLD, FAILING, RANK, NEARNESS, WHEN, SOURCE, MASKS = range(8)


@dataclass(frozen=True, slots=True)
class Matched:
    """`all` that match, or when there are more, some of them; `others` also fail by one kind of filter, and are there to say
    how many there would be with another value."""

    all: list[Match]
    exact: bool
    others: list[Match]


def matched(db: sqlite3.Connection, search: Asked) -> Matched:
    """What a search finds, with what it would find with one filter less."""
    if search.words and not search.ranges and (thin := _thin(db, search.words)):
        return _of_frequent_words(db, search, thin)
    if not search.words and not search.ranges:
        found, exact = _of_the_whole_hub(db, search)
        others = _run(db, search, _sample(search), source=_coming(search), wide=True) if search.kinds else found
        return Matched(found, exact, _fitting(search, others))
    others = _run(db, search, MOST + 1, wide=True)
    if len(others) <= MOST:
        others = _fitting(search, others)
        return Matched([m for m in others if not m[FAILING]], True, others)
    found = _run(db, search, MOST + 1) if search.kinds else others
    exact = len(found) <= MOST
    found = _fitting(search, found) if exact else _enough(db, search, COUNTED, by="soonest")[0]
    others = _run(db, search, _sample(search), by="soonest", wide=True) if search.kinds else found
    return Matched(found, exact, _fitting(search, others))


def number(db: sqlite3.Connection, search: Asked, most: int) -> int:
    """How many match, of which no more than so many are counted."""
    return min(most, len(_enough(db, search, most, ranked=False)[0]))


def likely(db: sqlite3.Connection, search: Asked) -> list[Match]:
    """Of a plain search enough of what comes first; nothing when that is not so quickly found."""
    query = search.query
    if query.order == "newest":
        found = _fitting(search, _run(db, search, _ENOUGH, source=_NEWEST))
    else:
        found = first_ones(db, search)
        if len(found) <= query.limit and query.order != "distance":
            found = once(found, _fitting(search, _run(db, search, 4 * _ENOUGH, source=_coming(search))))
    return found if len(found) > query.limit else []


def once(*found: list[Match]) -> list[Match]:
    """All of these, each item once."""
    return list({match[PLACE_KEY]: match for some in found for match in some}.values())


def first_ones(db: sqlite3.Connection, search: Asked) -> list[Match]:
    """When there are too many matches to look at, those that come before others: who told us, who is near, what is called
    so, what is new."""
    query = search.query
    found: list[Match] = []
    if query.access and query.unsaid:
        found += _run(db, replace(search, where=[*search.where, search.told]), COUNTED, by="soonest")
    if search.words and query.order in ("", "relevance"):
        named = replace(search, words=search.name_words)
        found += _run(db, _thinned(named, _thin(db, named.words)), MOST, ranked=True)
    elif search.words and query.order == "when":
        found += _run(db, search, COUNTED, by="soonest")
    if query.near and query.order in ("", "distance"):
        for ring in RINGS_METRES:
            within = _within(search, query.near, min(ring, query.radius_metres or ring))
            near = _run(db, within, COUNTED, by="nearest" if query.order else "soonest")
            found += near
            if len(near) >= _ENOUGH:
                break
    if query.order == "newest":
        found += _run(db, search, COUNTED, source=_NEWEST_WORDED if search.words else _NEWEST)
    return once(_fitting(search, found))


def when(search: Asked, match: Match) -> int | None:
    """The start of the next time that fits; None when there is none."""
    start = match[WHEN]
    if isinstance(start, bytes):
        return next_start(start, search.values["from"], search.values["to"], search.values["wanted"])
    return None if start is None else int(start)


def _fitting(search: Asked, found: list[Match]) -> list[Match]:
    """Those that have a time that fits, as far as one is asked for."""
    if not search.is_dated:
        return found
    return [m for m in found if when(search, m) is not None]


# Too many to look at


def _of_the_whole_hub(db: sqlite3.Connection, search: Asked) -> tuple[list[Match], bool]:
    """The soonest first; when few of those match, all are looked through."""
    if not search.is_narrow:
        soon = _fitting(search, _run(db, search, _sample(search) + 1, source=_coming(search)))
        if len(soon) > COUNTED:
            return soon[:COUNTED], False
    return _enough(db, search, COUNTED, source=_scanned(search))


def _enough(db: sqlite3.Connection, search: Asked, most: int, **how: Any) -> tuple[list[Match], bool]:
    """So many of those that fit, or all, and whether these are all; some turn out to have no time that fits."""
    looked = 2 * most if search.is_dated else most
    while True:
        found = _run(db, search, looked + 1, **how)
        fitting = _fitting(search, found)
        if len(found) <= looked:
            return fitting, True
        if len(fitting) > most:
            return fitting[:most], False
        looked *= 2 if looked > COUNTED else 4


def _of_frequent_words(db: sqlite3.Connection, search: Asked, thin: int) -> Matched:
    """A fair sample of the items that have words which many have; unless a filter leaves few of them."""
    if search.is_narrow or search.is_dated:
        found = _run(db, search, MOST + 1)
        if len(found) <= MOST:
            others = _run(db, _thinned(search, thin), MOST, wide=True, ranked=False) if search.kinds else found
            return Matched(_fitting(search, found), True, _fitting(search, others))
    others = _fitting(search, _run(db, _thinned(search, thin), MOST, wide=True, ranked=False))
    return Matched([m for m in others if not m[FAILING]], False, others)


def _thin(db: sqlite3.Connection, words: str) -> int:
    """One less than the power of two by which the items that have these words are to be thinned out; 0 when they are few."""
    found = int(db.execute("SELECT count(*) FROM words WHERE words MATCH ?", (words,)).fetchone()[0])
    return (1 << max(0, (found * 10 // (11 * COUNTED)).bit_length() - 1)) - 1 if found > MOST else 0


def _thinned(search: Asked, thin: int) -> Asked:
    """Only one in so many, whichever: an item's own key, in the low bits of its place key, says nothing of it."""
    return replace(search, where=[*search.where, f"(f.place_key & {thin}) = 0"], thin=thin) if thin else search


def _sample(search: Asked) -> int:
    """How many are looked at of too many; more when some of them may turn out not to have a time that fits."""
    return 2 * COUNTED if search.is_dated else COUNTED


def _within(search: Asked, centre: Spot, metres: float) -> Asked:
    """The search narrowed to a circle."""
    where = [*search.where, f"{search.nearness} <= :ring"]
    return replace(
        search, where=where, values=search.values | {"ring": haversine(metres)}, ranges=ranges(centre, metres)
    )


# Looking


def _run(
    db: sqlite3.Connection,
    search: Asked,
    most: int,
    *,
    by: Literal["", "soonest", "nearest"] = "",
    source: str = "",
    wide: bool = False,
    ranked: bool = True,
) -> list[Match]:
    """Rows that match, at most so many. `wide` also has those that fail by one kind of filter; those taken by when they
    are on or where have no rank."""
    found: list[Match] = []
    rank = _RANKED if search.words and ranked and not by and not source else "0"
    columns = _SELECT.format(told=search.told, failing=search.failing, rank=rank, nearness=search.nearness)
    order = {"": "", "soonest": _SOONEST, "nearest": f"ORDER BY {search.nearness}"}[by]
    cursor = db.cursor()
    cursor.row_factory = None  # plain tuples, which are quicker than rows
    for tables, values in [(source, {})] if source else _sources(search):
        given = search.values | values | {"most": most - len(found), "words": search.words}
        statement = f"SELECT {columns} FROM {tables} WHERE {_where(search, wide)} {order} LIMIT :most"
        found += cursor.execute(statement, given).fetchall()
    return found


def _where(search: Asked, wide: bool) -> str:
    where = " AND ".join(search.where)
    if not search.kinds:
        return where
    bits = ["0", *(str(1 << n) for n in range(len(search.kinds) if wide else 0))]
    return f"{where} AND ({search.failing}) IN ({', '.join(bits)})"


_SOONEST = "ORDER BY ifnull(f.first, :now + 604800)"
_RANKED = "bm25(words, 8.0, 4.0, 1.0)"
_SELECT = (
    "f.place_key, {told}, {failing}, {rank}, {nearness},"
    " CASE WHEN :simple AND f.first_ends > :from THEN f.first ELSE f.times END,"
    f" f.source, {', '.join(f'f.{column}' for column in COLUMNS)}"
)
_NEAR = "json_each(:ranges) r CROSS JOIN found f ON f.place_key BETWEEN r.value ->> 0 AND r.value ->> 1"
_WORDS = "words CROSS JOIN found f ON f.place_key = words.rowid AND words MATCH :words"
_SPAN = f" AND words.rowid BETWEEN :low AND :high AND (words.rowid >> {KEY_BITS}) & 65535 BETWEEN :left AND :right"
_NEWEST = (
    f"(SELECT place_key FROM item WHERE NOT gone ORDER BY key DESC LIMIT {_LOOKED}) n"
    " CROSS JOIN found f ON f.place_key = n.place_key"
)
_NEWEST_WORDED = f"{_NEWEST} AND f.place_key IN (SELECT rowid FROM words WHERE words MATCH :words)"


def _coming(search: Asked) -> str:
    """Items by when they are first on; what has no date stands after this week."""
    week = search.values["now"] // 3600 + 7 * 24
    parts = (f"hour < {week}", f"hour = {UNDATED}", f"hour >= {week} AND hour < {UNDATED}")
    listed = " UNION ALL ".join(
        f"SELECT * FROM (SELECT place_key FROM coming WHERE {p} ORDER BY hour, key)" for p in parts
    )
    return f"(SELECT place_key FROM ({listed}) LIMIT {_LOOKED}) c CROSS JOIN found f ON f.place_key = c.place_key"


def _scanned(search: Asked) -> str:
    """The soonest of all that match: only their keys are sorted, which is quicker."""
    some = f"SELECT f.place_key FROM found f WHERE {_where(search, wide=False)} {_SOONEST} LIMIT :most"
    return f"({some}) c CROSS JOIN found f ON f.place_key = c.place_key"


def _sources(search: Asked) -> Iterable[tuple[str, dict[str, Any]]]:
    """What is read, with its parameters."""
    if not search.words:
        return [(_NEAR, {"ranges": json.dumps(search.ranges)})] if search.ranges else [("found f", {})]
    worded = f"{_WORDS} AND (words.rowid & {search.thin}) = 0" if search.thin else _WORDS
    if not search.ranges:
        return [(worded, {})]
    return [(worded + _SPAN, _columns(search.ranges, low, high)) for low, high in span(search.ranges)]


def _columns(found: Sequence[Range], low: int, high: int) -> dict[str, int]:
    here = [r for r in found if low <= r[0] <= high]
    left = min(r[0] >> KEY_BITS & 65_535 for r in here)
    right = max(r[1] >> KEY_BITS & 65_535 for r in here)
    return {"low": low, "high": high, "left": left, "right": right}
