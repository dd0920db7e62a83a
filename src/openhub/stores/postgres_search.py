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

COUNTED = 10_000  # when more match, it is not said how many
SHOWN_OCCURRENCES = 30
_LIKELY = 2_000  # of too many, so many of each likely kind are put in order; by the first kind facets are estimated
_WORDED = 20_000  # matches of words in the whole hub, among which the soonest are looked for
_ITEM = (
    "i.ref, i.id, i.type, o.iri, i.source, i.licence, i.modified, i.retrieved, b.data, f.latitude, f.longitude, f.radius,"
    " f.starts, f.lengths, f.kinds, f.zones"
)
_JOINED = "JOIN body b USING (origin, key) JOIN found f USING (origin, key) JOIN origin o ON o.id = i.origin"


def search(db: Db, numbers: Numbers, query: Query, now: datetime) -> Results:
    """All that match within one snapshot: the page asked for, the totals, and the counts of each filter."""
    mark, seconds = paging.read(query), int(now.timestamp())
    search = asked(db, numbers, query, seconds, mark.moment if mark else seconds)
    if not query.counted and query.is_plain(now):
        return _uncounted(search, _likely_page(db, search, mark), now)
    total, told, rows = _looked(db, search, mark)
    counts = _counts(db, numbers, search, rows[0], min(total, COUNTED)) if query.counted else {}
    rows = [row for row in rows if row["key"] is not None]
    page = rows[: query.limit]
    return Results(
        total=min(total, COUNTED),
        told=told,
        entries=tuple(_found(row, query, now) for row in page),
        exact=total <= COUNTED,
        next=_next(search, page[-1]) if len(rows) > query.limit else "",
        counts=counts,
    )


def _uncounted(search: Asked, rows: list[dict[str, Any]], now: datetime) -> Results:
    """A page of these rows, of which the last says that there is another page."""
    rows = [row for row in rows if row["key"] is not None]
    page = rows[: search.query.limit]
    following = _next(search, page[-1]) if len(rows) > len(page) else ""
    entries = tuple(_found(row, search.query, now) for row in page)
    return Results(total=len(entries), told=sum(e.told for e in entries), entries=entries, exact=False, next=following)


def count(db: Db, numbers: Numbers, query: Query, now: datetime, most: int) -> int:
    """How many match, of which no more than so many are counted."""
    seconds = int(now.timestamp())
    return min(most, _number(db, asked(db, numbers, query, seconds, seconds), most=most)[0])


def one(db: Db, ref: str, now: datetime) -> Found | None:
    """A live item by its reference."""
    query = f"SELECT {_ITEM}, NULL AS metres, true AS told FROM item i {_JOINED} WHERE i.ref = %s AND NOT i.gone"
    row = db.execute(query, (ref,)).fetchone()
    return _found(row, Query(), now) if row else None


# Matches


def _some(search: Asked, more: str = "", order: str = "", *, without: str = "", most: int) -> str:
    """Rows that match and of which there are at most so many, the nearest or the soonest of them."""
    rows = f"FROM found f WHERE {search.conditions(without)}{f' AND {more}' if more else ''}"
    if search.is_by_words:
        rows = f"FROM (SELECT {search.columns} {rows} LIMIT {_WORDED}) f"
    return f"(SELECT {search.columns} {rows} ORDER BY {order or search.nearest} LIMIT {most})"


def _matched(search: Asked, some: str, placed: str = "") -> str:
    """Some matches as `m`, with what their order is made of; their number as `n`."""
    return (
        f"m AS MATERIALIZED (SELECT f.source, f.facets, {placed or f'{search.ours} AS told'} FROM {some} f),"
        " n AS MATERIALIZED (SELECT count(*) AS total, count(*) FILTER (WHERE told) AS ours FROM m)"
    )


def _all(search: Asked, without: str = "") -> str:
    """All rows that match, as far as they are counted."""
    return f"(SELECT {search.columns} FROM found f WHERE {search.conditions(without)} LIMIT {COUNTED + 1})"


def _number(db: Db, search: Asked, without: str = "", most: int = COUNTED) -> tuple[int, int]:
    """How many match, counted one beyond the most, and how many of them told us."""
    row = db.execute(
        f"SELECT count(*) AS total, count(*) FILTER (WHERE told) AS told FROM (SELECT {search.ours} AS told FROM found f"
        f" WHERE {search.conditions(without)} LIMIT {most + 1}) m",
        search.values,
    ).fetchone()
    assert row
    return row["total"], min(row["told"], most)


def _looked(db: Db, search: Asked, mark: paging.Mark | None) -> tuple[int, int, list[dict[str, Any]]]:
    """How many match and told us, and the page with one row more and with tallies in each; at least one row. Where there may
    be any number of matches, they are counted first."""
    total, told = _number(db, search) if search.is_wide else (0, 0)
    if total <= COUNTED:
        rows = _counted_page(db, search, mark)
        total, told = rows[0]["total"], min(rows[0]["ours"], COUNTED)
    if total > COUNTED:
        rows = _likely_page(db, search, mark)
    return total, told, rows


# Counts

# Who says of an access feature both that it is there and that it is not is never found by it.
_BOTH_WAYS = (
    "SELECT yes.id, count(*) AS number FROM m, facet_value yes JOIN facet_value no USING (value)"
    " WHERE yes.kind = 'access' AND no.kind = 'denied' AND m.facets @> ARRAY[yes.id, no.id]"
    " AND m.facets && ARRAY(SELECT id FROM facet_value WHERE kind = 'denied') GROUP BY 1"
)


def _tallies() -> str:
    """As text, since there is a copy in each row; nothing when too many match for all of them to be counted."""
    return (
        f"n.total, n.ours, CASE WHEN n.total <= {COUNTED} THEN (SELECT string_agg(facet || ' ' || number, ',') FROM"
        " (SELECT facet, count(*) AS number FROM m, unnest(m.facets) facet GROUP BY 1) t) END AS facets,"
        f" CASE WHEN n.total <= {COUNTED} THEN (SELECT string_agg(source || ' ' || number, ',') FROM"
        " (SELECT source, count(*) AS number FROM m GROUP BY 1) t) END AS sources,"
        f" CASE WHEN n.total <= {COUNTED} THEN (SELECT string_agg(id || ' ' || number, ',') FROM ({_BOTH_WAYS}) t) END AS both_ways"
    )


def _counts(db: Db, numbers: Numbers, search: Asked, tallied: dict[str, Any], total: int) -> dict[str, dict[str, int]]:
    """For each filter, how many there would be; where one of a kind is chosen, as if it were not."""
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (*ANY, "access")}
    counts |= _tally(db, numbers, tallied, total)
    for kind in search.choices:
        others, sure = _tally(db, numbers, *_others(db, search, kind)).get(kind, {}), counts[kind]
        counts[kind] = others | {value: max(found, others.get(value, 0)) for value, found in sure.items()}
    return counts


def _others(db: Db, search: Asked, kind: str) -> tuple[dict[str, Any], int]:
    """Tallies with one kind of filter less, and the number that they stand for."""

    def tallied(some: str) -> dict[str, Any]:
        return db.execute(f"WITH {_matched(search, some)} SELECT {_tallies()} FROM n", search.values).fetchone() or {}

    number = _number(db, search, kind)[0] if search.is_wide else 0
    if number <= COUNTED and (row := tallied(_all(search, kind)))["total"] <= COUNTED:
        return row, row["total"]
    return tallied(_some(search, without=kind, most=_LIKELY)), COUNTED


def _tally(db: Db, numbers: Numbers, row: dict[str, Any], total: int) -> dict[str, dict[str, int]]:
    """How many have each value: of as many as the total, though fewer of them were looked at."""
    times = total / row["total"] if row["total"] else 1
    sources = _pairs(row["sources"], times)
    counts: dict[str, dict[str, int]] = {"source": {str(source): found for source, found in sources}}
    for kind, value, found in _named(db, numbers, row["facets"], times):
        if kind != "denied":
            counts.setdefault(kind, {})[value] = found
    for kind, value, found in _named(db, numbers, row["both_ways"], times):
        counts[kind][value] -= found
    if "access" in counts:
        counts["access"] = {value: found for value, found in counts["access"].items() if found}
    return counts


def _named(db: Db, numbers: Numbers, text: str | None, times: float) -> list[tuple[str, str, int]]:
    pairs = _pairs(text, times)
    named = numbers.named(db, (number for number, _ in pairs))
    return [(*named[number], found) for number, found in pairs]


def _pairs(text: str | None, times: float) -> list[tuple[int, int]]:
    return [
        (int(one), round(int(number) * times))
        for one, number in (pair.split() for pair in (text or "").split(",") if pair)
    ]


# Pages


def _counted_page(db: Db, search: Asked, mark: paging.Mark | None) -> list[dict[str, Any]]:
    """The page out of all matches, as far as there are not too many of them."""
    return _rows(db, search, mark, _all(search), f"SELECT {_PLACED} FROM m, n WHERE n.total <= {COUNTED}")


def _likely_page(db: Db, search: Asked, mark: paging.Mark | None) -> list[dict[str, Any]]:
    """The page when there are too many matches to look at all: out of those that come before others."""
    first, *others = _likely(search)
    pools = [f"SELECT {_PLACED} FROM m", *(f"SELECT {_placed(search)} FROM {some} f" for some in others)]
    return _rows(db, search, mark, first, " UNION ALL ".join(pools))


def _rows(db: Db, search: Asked, mark: paging.Mark | None, some: str, pool: str) -> list[dict[str, Any]]:
    """The page and one more, with tallies of some matches in each; at least one row."""
    page, values = _page(search, mark, pool)
    matched = _matched(search, some, _placed(search))
    return db.execute(
        f"WITH {matched}, {page} SELECT {_tallies()}, page.* FROM n LEFT JOIN page ON true ORDER BY position, key",
        values,
    ).fetchall()


def _likely(search: Asked) -> list[str]:
    """Who is near or soon, who told us, what is called so, what is new."""
    query = search.query
    if query.order == "newest":
        return [_some(search, order="f.key DESC", most=_LIKELY)]
    found = [_some(search, most=_LIKELY)]
    if query.near and query.order != "distance":
        found.append(_some(search, order="f.first", most=_LIKELY))
    if query.access and query.unsaid:
        found.append(_some(search, search.ours, most=_LIKELY))
    if search.named and query.order in ("", "relevance"):
        found.append(_some(search, search.named, most=_LIKELY))
    return found


_PLACED = "origin, key, told, metres, rank, next"


def _placed(search: Asked) -> str:
    return f"f.origin, f.key, {search.ours} AS told, {search.metres} AS metres, {search.rank} AS rank, {search.next} AS next"


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
        f"pool AS MATERIALIZED ({pool}),"
        f" placed AS MATERIALIZED (SELECT DISTINCT ON (m.key) m.*, ARRAY[{', '.join(at)}] AS position FROM pool m),"
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
