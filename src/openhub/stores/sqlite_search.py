"""The questions put to SQLite: which items match, in what order, and how many there would be with each filter."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from openhub.model.place import RINGS_METRES, Spot, box, distance
from openhub.model.query import Found, Query, Results
from openhub.model.schedule import Occurrence
from openhub.model.words import meaning

UNDATED_AFTER = timedelta(days=7)  # things with no date stand after this week's and before the rest
SHOWN_OCCURRENCES = 30
# The filters of which one match is enough, by the facet they ask for.
_ANY = {
    "type": "types",
    "theme": "themes",
    "participation": "participation",
    "cost": "costs",
    "language": "languages",
    "attendance": "attendance",
}

_Where = tuple[list[str], dict[str, Any]]


def search(db: sqlite3.Connection, query: Query, now: datetime) -> Results:
    """All that match within one snapshot: the page asked for, the totals, and the counts of each filter."""
    db.create_function("metres", 4, _metres, deterministic=True)
    where, values = _where(query, now)
    _keep(db, "matches", where, values, query)
    total, told = db.execute("SELECT count(*), coalesce(sum(told), 0) FROM temp.matches").fetchone()
    rows = db.execute(
        "SELECT key, told, metres FROM temp.matches ORDER BY told DESC, band, rank, coalesce(next, :undated), name, key"
        " LIMIT :limit OFFSET :offset",
        {"limit": query.limit, "offset": query.offset, "undated": int((now + UNDATED_AFTER).timestamp())},
    ).fetchall()
    entries = tuple(_found(db, row["key"], query, now, metres=row["metres"], told=bool(row["told"])) for row in rows)
    return Results(total=total, told=told, entries=entries, counts=_counts(db, query, now) if query.limit else {})


def one(db: sqlite3.Connection, ref: str, now: datetime) -> Found | None:
    """A live item by its reference."""
    row = db.execute("SELECT key FROM item WHERE ref = ? AND NOT gone", (ref,)).fetchone()
    return _found(db, row["key"], Query(), now, metres=None, told=True) if row else None


def match_words(words: str, *, any_word: bool = False) -> str:
    """An FTS5 expression that wants every word of meaning, or any; each is quoted, so nothing in it is an operator."""
    return (" OR " if any_word else " ").join(f'"{word}"' for word in meaning(words))


def _where(query: Query, now: datetime) -> _Where:
    where = ["NOT i.gone", "(i.until IS NULL OR i.until >= :now)"]
    values: dict[str, Any] = {"now": int(now.timestamp()), "wanted": len(query.access)}
    for kind, name in _ANY.items():
        if chosen := getattr(query, name):
            where.append(
                f"i.key IN (SELECT key FROM facet WHERE kind = '{kind}' AND value IN (SELECT value FROM json_each(:{name})))"
            )
            values[name] = json.dumps(chosen)
    if query.sources:
        where.append("i.source IN (SELECT value FROM json_each(:sources))")
        values["sources"] = json.dumps(query.sources)
    if expression := match_words(query.words, any_word=query.any_word):
        values["words"] = expression
    if query.access:
        where.append(
            "i.key NOT IN (SELECT key FROM facet WHERE kind = 'denied' AND value IN (SELECT value FROM json_each(:access)))"
        )
        if not query.unsaid:
            where.append(f"{_TOLD} = :wanted")
        values["access"] = json.dumps(query.access)
    _where_near(query, where, values)
    _where_when(query, where, values)
    return where, values


_TOLD = "(SELECT count(*) FROM facet f WHERE f.kind = 'access' AND f.key = i.key AND f.value IN (SELECT value FROM json_each(:access)))"


def _where_near(query: Query, where: list[str], values: dict[str, Any]) -> None:
    if not query.near:
        return
    values |= {"latitude": query.near.latitude, "longitude": query.near.longitude}
    if query.radius_metres is not None:
        south, north, west, east = box(query.near, query.radius_metres)
        values |= {"south": south, "north": north, "west": west, "east": east, "reach": query.radius_metres}
        where.append(
            "i.key IN (SELECT key FROM spot WHERE north >= :south AND south <= :north AND east >= :west AND west <= :east)"
        )
        where.append("metres(i.latitude, i.longitude, :latitude, :longitude) - i.radius <= :reach")


def _where_when(query: Query, where: list[str], values: dict[str, Any]) -> None:
    """Dates and parts of the week ask of one and the same occurrence; "undated" is another way to match."""
    values |= {
        "from": int((query.start or datetime.fromtimestamp(values["now"], UTC)).timestamp()),
        "to": int(query.end.timestamp()) if query.end else 2**53,
    }
    ways = []
    if query.start or query.end or {"evenings", "weekends"} & set(query.parts):
        parts = [
            f"o.{column}" for name, column in (("evenings", "evening"), ("weekends", "weekend")) if name in query.parts
        ]
        ways.append(f"EXISTS (SELECT 1 FROM occurrence o WHERE {_WITHIN}{''.join(f' AND {p}' for p in parts)})")
    if "undated" in query.parts:
        ways.append("NOT EXISTS (SELECT 1 FROM occurrence o WHERE o.key = i.key)")
    if ways:
        where.append(f"({' OR '.join(ways)})")


_WITHIN = "o.key = i.key AND o.end > :from AND o.start < :to"


def _keep(db: sqlite3.Connection, table: str, where: list[str], values: dict[str, Any], query: Query) -> None:
    """The matches as a temporary table of this connection, with what they are ordered by."""
    metres = "metres(i.latitude, i.longitude, :latitude, :longitude)" if query.near else "NULL"
    bands = "".join(f" WHEN metres <= {limit} THEN {n}" for n, limit in enumerate(RINGS_METRES))
    told = f"({_TOLD} = :wanted)" if query.access else "1"
    db.execute(f"DROP TABLE IF EXISTS temp.{table}")
    db.execute(
        f"CREATE TEMP TABLE {table} AS WITH ranked AS MATERIALIZED ({_RANKED if 'words' in values else _UNRANKED})"
        f" SELECT *, CASE {bands} ELSE {len(RINGS_METRES)} END AS band FROM ("
        f"SELECT i.key AS key, i.id AS name, i.source, {metres} AS metres, {told} AS told, ranked.rank AS rank,"
        f" (SELECT min(max(o.start, :now)) FROM occurrence o WHERE {_WITHIN}) AS next"
        f" FROM item i {'JOIN ranked USING (key)' if 'words' in values else 'CROSS JOIN ranked'} WHERE {' AND '.join(where)})",
        values,
    )


_RANKED = "SELECT rowid AS key, bm25(words, 8.0, 4.0, 1.0) AS rank FROM words WHERE words MATCH :words"
_UNRANKED = "SELECT 0 AS rank"


def _counts(db: sqlite3.Connection, query: Query, now: datetime) -> dict[str, dict[str, int]]:
    """For each filter, how many there would be; where one of a kind is chosen, as if it were not."""
    counts = _tallies(db, "matches")
    for kind, name in (*_ANY.items(), ("source", "sources")):
        if getattr(query, name):
            without = replace(query, **{name: ()})  # type: ignore[arg-type]  # each of these names holds a tuple
            _keep(db, "others", *_where(without, now), without)
            counts[kind] = _tallies(db, "others")[kind]
    return counts


def _tallies(db: sqlite3.Connection, table: str) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {kind: {} for kind in (*_ANY, "access", "source")}
    rows = db.execute(  # CROSS JOIN keeps the order: few matches, then their facets
        f"SELECT f.kind, f.value, count(*) FROM temp.{table} m CROSS JOIN facet f ON f.key = m.key WHERE f.kind <> 'denied' GROUP BY 1, 2"
        f" UNION ALL SELECT 'source', source, count(*) FROM temp.{table} GROUP BY 2"
    )
    for kind, value, number in rows:
        counts[kind][str(value)] = number
    return counts


def _found(db: sqlite3.Connection, key: int, query: Query, now: datetime, *, metres: float | None, told: bool) -> Found:
    row = db.execute("SELECT i.*, b.data FROM item i JOIN body b USING (key) WHERE key = ?", (key,)).fetchone()
    start = int((query.start or now).timestamp())
    times = db.execute(
        "SELECT start, end, zone, timed FROM occurrence WHERE key = ? AND end > ? ORDER BY start LIMIT ?",
        (key, start, SHOWN_OCCURRENCES),
    ).fetchall()
    spot = None
    if row["latitude"] is not None:
        spot = Spot(latitude=row["latitude"], longitude=row["longitude"], radius_metres=row["radius"])
    return Found(
        ref=row["ref"],
        id=row["id"],
        type=row["type"],
        origin=row["origin"],
        source=row["source"],
        document=orjson.loads(row["data"]),
        licence=row["licence"],
        modified=row["modified"],
        retrieved=datetime.fromisoformat(row["retrieved"]),
        occurrences=tuple(_occurrence(t) for t in times),
        spot=spot,
        distance_metres=metres,
        told=told,
    )


def _occurrence(row: sqlite3.Row) -> Occurrence:
    home = ZoneInfo(row["zone"])
    start, end = (datetime.fromtimestamp(row[name], home) for name in ("start", "end"))
    return Occurrence(start, end, bool(row["timed"]))


def _metres(lat_a: float | None, lon_a: float | None, lat_b: float, lon_b: float) -> float | None:
    if lat_a is None or lon_a is None:
        return None
    return distance(Spot(latitude=lat_a, longitude=lon_a), Spot(latitude=lat_b, longitude=lon_b))
