"""The questions put to PostgreSQL: which items match, in what order, and how many there would be with each filter."""

from datetime import datetime
from typing import Any

import orjson

from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.stores import paging
from openhub.stores.postgres_conditions import ANY, Asked, asked, position
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_times import unpack

COUNTED = 10_000  # when more match, the nearest or the soonest of them are counted
SHOWN_OCCURRENCES = 30
_ORDERED = 2_000  # of too many, so many of each likely kind are put in order
_ITEM = (
    "i.ref, i.id, i.type, o.iri, i.source, i.licence, i.modified, i.retrieved, b.data, f.latitude, f.longitude, f.radius,"
    " f.starts, f.lengths, f.kinds, f.zones"
)
_JOINED = "JOIN body b USING (origin, key) JOIN found f USING (origin, key) JOIN origin o ON o.id = i.origin"


def search(db: Db, numbers: Numbers, query: Query, now: datetime) -> Results:
    """All that match within one snapshot: the page asked for, the totals, and the counts of each filter."""
    mark, seconds = paging.read(query), int(now.timestamp())
    search = asked(db, numbers, query, seconds, mark.moment if mark else seconds)
    if not query.limit:
        total, told = _number(db, search)
        return Results(total=min(total, COUNTED), told=told, entries=(), exact=total <= COUNTED)
    rows = _counted_page(db, search, mark)
    counted, exact = rows[0], rows[0]["total"] <= COUNTED
    rows = [row for row in rows if row["key"] is not None] if exact else _likely_page(db, search, mark)
    page = rows[: query.limit]
    return Results(
        total=min(counted["total"], COUNTED),
        told=counted["ours"],
        entries=tuple(_found(row, query, now) for row in page),
        exact=exact,
        next=_next(search, page[-1]) if len(rows) > query.limit else "",
        counts=_counts(db, numbers, search, counted),
    )


def one(db: Db, ref: str, now: datetime) -> Found | None:
    """A live item by its reference."""
    query = f"SELECT {_ITEM}, NULL AS metres, true AS told FROM item i {_JOINED} WHERE i.ref = %s AND NOT i.gone"
    row = db.execute(query, (ref,)).fetchone()
    return _found(row, Query(), now) if row else None


# Matches


def _some(search: Asked, more: str = "", order: str = "", *, without: str = "", most: int) -> str:
    """Rows that match and of which there are at most so many, the nearest or the soonest of them."""
    conditions = f"{search.conditions(without)}{f' AND {more}' if more else ''}"
    return f"(SELECT {search.columns} FROM found f WHERE {conditions} ORDER BY {order or search.nearest} LIMIT {most})"


def _matched(search: Asked, without: str = "") -> str:
    """The matches, one more than are counted, as `m`; their number as `n`."""
    some = _some(search, without=without, most=COUNTED + 1)
    return (
        f"m AS MATERIALIZED (SELECT f.origin, f.key, f.source, f.facets, {search.ours} AS told FROM {some} f),"
        " n AS MATERIALIZED (SELECT count(*) AS total, count(*) FILTER (WHERE told) AS ours FROM m)"
    )


def _number(db: Db, search: Asked) -> tuple[int, int]:
    """How many match, counted a little beyond what is counted, and how many of them told us."""
    row = db.execute(
        f"SELECT count(*) AS total, count(*) FILTER (WHERE told) AS told FROM (SELECT {search.ours} AS told FROM found f"
        f" WHERE {search.conditions()} LIMIT {COUNTED + 1}) m",
        search.values,
    ).fetchone()
    assert row
    return row["total"], min(row["told"], COUNTED)


# Counts

# Who says of an access feature both that it is there and that it is not is never found by it.
_BOTH_WAYS = (
    "SELECT yes.id, count(*) AS number FROM m, facet_value yes JOIN facet_value no USING (value)"
    " WHERE yes.kind = 'access' AND no.kind = 'denied' AND m.facets @> ARRAY[yes.id, no.id]"
    " AND m.facets && ARRAY(SELECT id FROM facet_value WHERE kind = 'denied') GROUP BY 1"
)
# As text, since there is a copy in each row.
_TALLIES = (
    "n.total, n.ours, (SELECT string_agg(facet || ' ' || number, ',') FROM"
    " (SELECT facet, count(*) AS number FROM m, unnest(m.facets) facet GROUP BY 1) t) AS facets,"
    " (SELECT string_agg(source || ' ' || number, ',') FROM (SELECT source, count(*) AS number FROM m GROUP BY 1) t) AS sources"
)
_ALL_TALLIES = f"{_TALLIES}, (SELECT string_agg(id || ' ' || number, ',') FROM ({_BOTH_WAYS}) t) AS both_ways"


def _counts(db: Db, numbers: Numbers, search: Asked, counted: dict[str, Any]) -> dict[str, dict[str, int]]:
    """For each filter, how many there would be; where one of a kind is chosen, as if it were not."""
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (*ANY, "access")}
    for kind, tally in _tally(db, numbers, counted).items():
        counts[kind] = tally
    for kind, value, found in _named(db, numbers, counted["both_ways"]):
        counts[kind][value] -= found
    counts["access"] = {value: found for value, found in counts["access"].items() if found}
    for kind in search.choices:
        row = db.execute(f"WITH {_matched(search, kind)} SELECT {_TALLIES} FROM n", search.values).fetchone()
        counts[kind] = _tally(db, numbers, row or {}).get(kind, {})
    return counts


def _tally(db: Db, numbers: Numbers, row: dict[str, Any]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {"source": {str(source): found for source, found in _pairs(row["sources"])}}
    for kind, value, found in _named(db, numbers, row["facets"]):
        if kind != "denied":
            counts.setdefault(kind, {})[value] = found
    return counts


def _named(db: Db, numbers: Numbers, text: str | None) -> list[tuple[str, str, int]]:
    pairs = _pairs(text)
    named = numbers.named(db, (number for number, _ in pairs))
    return [(*named[number], found) for number, found in pairs]


def _pairs(text: str | None) -> list[tuple[int, int]]:
    return [(int(one), int(number)) for one, number in (pair.split() for pair in (text or "").split(",") if pair)]


# Pages


def _counted_page(db: Db, search: Asked, mark: paging.Mark | None) -> list[dict[str, Any]]:
    """The totals, with each row of the page and one more as far as there are not too many matches; at least one row."""
    pool = f"SELECT {_placed(search, 'm.told')} FROM m JOIN found f USING (origin, key), n WHERE n.total <= {COUNTED}"
    page, values = _page(search, mark, pool)
    return db.execute(
        f"WITH {_matched(search)}, {page} SELECT {_ALL_TALLIES}, page.* FROM n LEFT JOIN page ON true ORDER BY position, key",
        values,
    ).fetchall()


def _likely_page(db: Db, search: Asked, mark: paging.Mark | None) -> list[dict[str, Any]]:
    """The page and one more, when there are too many matches to look at all: out of those that come before others."""
    pool = " UNION ALL ".join(f"SELECT {_placed(search, search.ours)} FROM {some} f" for some in _likely(search))
    page, values = _page(search, mark, pool)
    return db.execute(f"WITH {page} SELECT * FROM page ORDER BY position, key", values).fetchall()


def _likely(search: Asked) -> list[str]:
    """Who is near or soon, who told us, what is called so, what is new."""
    query = search.query
    if query.order == "newest":
        return [_some(search, order="f.key DESC", most=_ORDERED)]
    found = [_some(search, most=_ORDERED)]
    if query.near and query.order != "distance":
        found.append(_some(search, order="f.first", most=_ORDERED))
    if query.access and query.unsaid:
        found.append(_some(search, search.ours, most=_ORDERED))
    if search.named and query.order in ("", "relevance"):
        found.append(_some(search, search.named, most=_ORDERED))
    return found


def _placed(search: Asked, told: str) -> str:
    return f"f.origin, f.key, {told} AS told, {search.metres} AS metres, {search.rank} AS rank, {search.next} AS next"


def _page(search: Asked, mark: paging.Mark | None, pool: str) -> tuple[str, dict[str, Any]]:
    """The expression `page` with all of its items, out of a pool of which it makes the order; and its values."""
    at = position(search)
    values = search.values | {"page": search.query.limit + 1}
    after = ""
    if mark:
        values |= {"after": [*map(float, mark.position)], "last": mark.key}
        now = "coalesce((SELECT position FROM placed WHERE key = %(last)s), %(after)s::float8[])"
        after = f" WHERE (position, key) > ({now}, %(last)s)"
    return (
        f"pool AS ({pool}), placed AS MATERIALIZED (SELECT DISTINCT ON (m.key) m.*, ARRAY[{', '.join(at)}] AS position FROM pool m),"
        f" page AS (SELECT {_ITEM}, p.* FROM (SELECT * FROM placed{after} ORDER BY position, key LIMIT %(page)s) p"
        f" JOIN item i USING (origin, key) {_JOINED})",
        values,
    )


def _next(search: Asked, row: dict[str, Any]) -> str:
    mark = paging.Mark(moment=search.values["moment"], position=tuple(row["position"]), key=row["key"])
    return paging.write(search.query, mark)


def _found(row: dict[str, Any], query: Query, now: datetime) -> Found:
    spot = None
    if row["latitude"] is not None:
        spot = Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])
    return Found(
        ref=row["ref"],
        id=row["id"],
        type=row["type"],
        origin=row["iri"],
        source=row["source"],
        document=orjson.loads(row["data"]),
        licence=row["licence"],
        modified=row["modified"],
        retrieved=row["retrieved"],
        occurrences=unpack(row, int((query.start or now).timestamp()), SHOWN_OCCURRENCES),
        spot=spot,
        distance_metres=row["metres"],
        told=row["told"],
    )
