"""The questions put to SQLite: which items match, in what order, and how many there would be with each filter."""

import heapq
import json
import sqlite3
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from operator import itemgetter
from typing import Any

import orjson

from openhub.model.place import RINGS_METRES, Spot, distance
from openhub.model.query import Found, Query, Results
from openhub.stores import paging, sqlite_asked, sqlite_candidates, sqlite_facets
from openhub.stores.sqlite_asked import ANY, Asked, haversine
from openhub.stores.sqlite_candidates import (
    FAILING,
    MASKS,
    NEARNESS,
    PLACE_KEY,
    RANK,
    SOURCE,
    TOLD,
    WHEN,
    Match,
)
from openhub.stores.sqlite_cells import KEY_BITS
from openhub.stores.sqlite_facets import ACCESS, COLUMNS, DENIED, Values
from openhub.stores.sqlite_times import unpack

UNDATED_SECONDS = 7 * 86_400  # things with no date stand after this week's and before the rest
SHOWN_OCCURRENCES = 30
_NEVER = 2**53
_BANDS = [haversine(ring) for ring in RINGS_METRES]
_KEY = (1 << KEY_BITS) - 1

_KEYS = 3  # of the last items of a page, to find where it ended

Position = tuple[float, ...]
Placed = tuple[Position, int, Match]


def search(db: sqlite3.Connection, values: Values, query: Query, now: datetime) -> Results:
    """All that match within one snapshot: the page asked for, the totals, and the counts of each filter."""
    mark = paging.read(query)
    values.refresh(db)
    asked = sqlite_asked.asked(db, values, query, int(now.timestamp()))
    if not query.counted and query.is_plain(now) and (likely := sqlite_candidates.likely(db, asked)):
        page, following = _page(asked, mark, likely)
        entries = tuple(_entries(db, page, query, now))
        return Results(total=len(page), told=sum(e.told for e in entries), entries=entries, exact=False, next=following)
    matched = sqlite_candidates.matched(db, asked)
    pool = matched.all
    if not matched.exact:
        pool = sqlite_candidates.once(pool, sqlite_candidates.first_ones(db, asked))
    page, following = _page(asked, mark, pool)
    return Results(
        total=len(matched.all),
        told=sum(m[TOLD] for m in matched.all),
        entries=tuple(_entries(db, page, query, now)),
        exact=matched.exact,
        next=following,
        counts=_counts(db, values, asked, matched) if query.counted else {},
    )


def count(db: sqlite3.Connection, values: Values, query: Query, now: datetime, most: int) -> int:
    """How many match, of which no more than so many are counted."""
    values.refresh(db)
    return sqlite_candidates.number(db, sqlite_asked.asked(db, values, query, int(now.timestamp())), most)


def one(db: sqlite3.Connection, ref: str, now: datetime) -> Found | None:
    """A live item by its reference."""
    row = db.execute("SELECT key FROM item WHERE ref = ? AND NOT gone", (ref,)).fetchone()
    return _found(_rows(db, [row[0]])[row[0]], Query(), now, told=True) if row else None


# Order and pages


def _page(asked: Asked, mark: paging.Mark | None, pool: list[Match]) -> tuple[list[Match], str]:
    """The matches of the page asked for, and the token of the one after it."""
    query = asked.query
    moment = mark.moment if mark else asked.values["now"]
    position_of = _positions(asked, moment)
    ordered = ((position_of(m), m[PLACE_KEY] & _KEY, m) for m in pool)
    first = heapq.nsmallest(query.limit + 1, _after(mark, ordered) if mark else ordered, key=itemgetter(0, 1))
    page = first[: query.limit]
    if len(first) <= query.limit:
        return [m for _, _, m in page], ""
    key, *earlier = (key for _, key, _ in page[: -_KEYS - 1 : -1])
    last = paging.Mark(moment=moment, position=page[-1][0], key=key, earlier=tuple(earlier))
    return [m for _, _, m in page], paging.write(query, last)


def _after(mark: paging.Mark, ordered: Iterable[Placed]) -> Iterable[Placed]:
    """What stands after a mark, or after where its items stand now."""
    placed = list(ordered)
    keys = (mark.key, *mark.earlier)
    now = {key: (position, key) for position, key, _ in placed if key in keys}
    after = next((now[key] for key in keys if key in now), (mark.position, mark.key))
    return (one for one in placed if one[:2] > after)


def _positions(asked: Asked, moment: int) -> Callable[[Match], Position]:
    """Where a match stands in the order: who told us comes before who did not, whatever the order is."""
    undated = _NEVER if asked.query.order == "when" else moment + UNDATED_SECONDS

    def next_time(match: Match) -> int:
        start = match[WHEN]
        if start.__class__ is bytes:
            start = sqlite_candidates.when(asked, match)
        return undated if start is None else start if start > moment else moment

    def usual(match: Match) -> Position:
        nearness = match[NEARNESS]
        band = len(_BANDS) if nearness is None else bisect_left(_BANDS, nearness)
        return 1 - match[TOLD], band, match[RANK], next_time(match)

    orders: dict[str, Callable[[Match], Position]] = {
        "": usual,
        "relevance": lambda match: (1 - match[TOLD], match[RANK], next_time(match)),
        "when": lambda match: (1 - match[TOLD], next_time(match)),
        "distance": lambda match: (1 - match[TOLD], _NEVER if match[NEARNESS] is None else match[NEARNESS]),
        "newest": lambda match: (1 - match[TOLD], -(match[PLACE_KEY] & _KEY)),
    }
    return orders[asked.query.order]


# Counts


def _counts(
    db: sqlite3.Connection, values: Values, asked: Asked, matched: sqlite_candidates.Matched
) -> dict[str, dict[str, int]]:
    """For each filter, how many there would be; where one of a kind is chosen, as if it were not."""
    counted = _tally(db, values, matched.all)
    for number, kind in enumerate(asked.kinds):
        others = [m for m in matched.others if m[FAILING] in (0, 1 << number)]
        counted[kind] = _tally(db, values, others)[kind] | counted[kind]  # at least as many as are sure
    return {kind: dict(counted[kind]) for kind in (*ANY, "access")}


def _tally(db: sqlite3.Connection, values: Values, found: list[Match]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    if not found:
        return counts
    columns = list(zip(*found, strict=True))
    masks = ((n, Counter(columns[MASKS + n])) for n in range(len(COLUMNS)) if n != DENIED)
    counts |= sqlite_facets.tally(values, masks)
    if any(columns[MASKS + DENIED]):
        pairs = Counter(zip(columns[MASKS + ACCESS], columns[MASKS + DENIED], strict=True))
        counts["access"] -= sqlite_facets.both_ways(values, pairs)  # who says that it is not is never found
    for kind, more in sqlite_facets.count_listed(db, values, columns[PLACE_KEY]).items():
        counts[kind] += more
    counts["source"] = Counter({str(source): number for source, number in Counter(columns[SOURCE]).items()})
    return counts


# Items


def _entries(db: sqlite3.Connection, page: list[Match], query: Query, now: datetime) -> Iterable[Found]:
    rows = _rows(db, [m[PLACE_KEY] & _KEY for m in page])
    return (_found(rows[m[PLACE_KEY] & _KEY], query, now, told=bool(m[TOLD])) for m in page)


def _rows(db: sqlite3.Connection, keys: list[int]) -> dict[int, sqlite3.Row]:
    rows = db.execute(
        "SELECT i.*, b.data, f.latitude, f.longitude, f.radius, f.times FROM json_each(?) k CROSS JOIN item i ON i.key = k.value"
        " JOIN body b ON b.key = i.key JOIN found f ON f.place_key = i.place_key",
        (json.dumps(keys),),
    )
    return {row["key"]: row for row in rows}


def _found(row: sqlite3.Row, query: Query, now: datetime, *, told: bool) -> Found:
    spot = None
    if row["latitude"] is not None:
        spot = Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])
    document: dict[str, Any] = orjson.loads(row["data"])
    return Found(
        ref=row["ref"],
        id=row["id"],
        type=row["type"],
        origin=row["origin"],
        source=row["source"],
        document=document,
        licence=row["licence"],
        modified=row["modified"],
        retrieved=datetime.fromisoformat(row["retrieved"]),
        occurrences=unpack(row["times"], int((query.start or now).timestamp()), SHOWN_OCCURRENCES),
        spot=spot,
        distance_metres=distance(spot, query.near) if spot and query.near else None,
        told=told,
    )
