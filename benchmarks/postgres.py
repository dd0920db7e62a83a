"""Measures PostgreSQL: keeping items beside COPY of the same bytes, and searching beside the same search typed by hand."""

import argparse
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import psycopg

from benchmarks.country import NOW, ORIGIN, Country
from benchmarks.searching import PAGE, apply, apply_same, load, questions
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.contract import Put
from openhub.stores.postgres import PostgresStore

MEASURED = 5_000  # items written to see what one costs
ROUNDS = 5


def postgres(number: int, server: str) -> None:
    """Everything in a schema of its own on a server, whose settings are taken as they are."""
    with _schema(server) as address:
        store, country = PostgresStore(address), Country(number)
        try:
            source = store.add_source(
                Source(name="Country", address=ORIGIN, origin=ORIGIN, format="openhub", hosts=("country.example",))
            ).id
            begun = time.perf_counter()
            load(store, source, country, number)
            print(f"postgresql, {number:,} items: loaded in {time.perf_counter() - begun:,.0f} s")
            keeping(store, source, country, address, number)
            with psycopg.connect(address, autocommit=True) as db:
                db.execute("VACUUM ANALYZE")
            finding(store, country, address)
        finally:
            store.close()


def keeping(store: PostgresStore, source: int, country: Country, address: str, start: int) -> None:
    """Wall time, the least of several rounds: most of it is the server's, and it waits for the disk."""
    least: dict[str, float] = {}
    for n in range(ROUNDS):
        puts = list(country.puts(start + n * MEASURED, MEASURED))
        changed = list(country.puts(start + n * MEASURED, MEASURED, version=1))
        moved = [replace(p, index=replace(p.index, name=f"{p.index.name} moved")) for p in changed]
        for name, work in (
            ("COPY of their bytes", lambda puts=puts: _copied(address, puts)),
            ("new", lambda puts=puts: apply(store, source, puts)),
            ("unchanged, told by their digest", lambda puts=puts: apply_same(store, source, puts)),
            ("changed in a member that nobody searches", lambda changed=changed: apply(store, source, changed)),
            ("changed in their names", lambda moved=moved: apply(store, source, moved)),
        ):
            least[name] = min(_seconds(work), least.get(name, 9e9))
    raw = least["COPY of their bytes"]
    for name, seconds in least.items():
        print(f"  {name:44} {MEASURED / seconds:>9,.0f} items/s {raw / seconds:>6.2f} of COPY", flush=True)


def finding(store: PostgresStore, country: Country, address: str) -> None:
    """Each kind of question; words, radius, date and theme beside the same SQL as somebody would type it."""
    asked = questions(country)
    for name, queries in asked.items():
        _say(name, [_seconds(lambda query=query: store.search(query, NOW)) for query in queries])
    theirs, ours = [], []
    with psycopg.connect(address, autocommit=True) as db:
        for query in asked["words, 3 miles, date, theme"]:
            theirs.append(_seconds(lambda query=query: _by_hand(db, query)))
            ours.append(_seconds(lambda query=query: store.search(query, NOW)))
    _say("the first of them, typed by hand", theirs)
    print(f"  {statistics.median(ours) / statistics.median(theirs):.2f} times as long as by hand, at the median")


# What a page with totals and counts takes, written out; the values are literals, as they are when somebody types.
_MATCHES = """
  SELECT f.origin, f.key, f.facets, f.source, f.spot, f.words, f.starts, f.lengths FROM found f
  WHERE (until IS NULL OR until >= {now}) {theme} AND f.first < {end}
    AND EXISTS (SELECT FROM unnest(starts, lengths) o(s, l) WHERE s + l > {start} AND s < {end})
    AND (ST_DWithin(spot, {spot}, {reach} + 2500, false) OR radius > 2500) AND ST_Distance(spot, {spot}, false) - radius <= {reach}
    AND words @@ to_tsquery('openhub', '{word} | {word}:*')
"""
_COUNTS = """
WITH m AS MATERIALIZED ({matches})
SELECT 'facet', facet, count(*) FROM m, unnest(facets) facet GROUP BY 2
UNION ALL SELECT 'source', source, count(*) FROM m GROUP BY 2 UNION ALL SELECT 'total', 0, count(*) FROM m
"""
_PAGE = """
WITH m AS ({matches}), p AS (SELECT origin, key, ST_Distance(spot, {spot}, false) AS metres,
  ts_rank('{{0.125, 0.25, 0.5, 1}}', words, to_tsquery('openhub', '{word} | {word}:*'), 1) AS rank,
  (SELECT min(greatest(s, {now})) FROM unnest(starts, lengths) o(s, l) WHERE s + l > {start} AND s < {end}) AS next FROM m)
SELECT i.*, b.data, f.latitude, f.longitude, f.radius, f.starts, f.lengths, f.kinds, f.zones, p.* FROM (SELECT * FROM p ORDER BY
  CASE WHEN metres <= 1200 THEN 0 WHEN metres <= 1609.344 THEN 1 WHEN metres <= 4828.032 THEN 2 ELSE 3 END, rank DESC, next, key
  LIMIT 21) p JOIN item i USING (origin, key) JOIN body b USING (origin, key) JOIN found f USING (origin, key)
"""


def _by_hand(db: psycopg.Connection, query: Query) -> None:
    assert query.near
    assert query.start
    assert query.end
    with_theme = f"AND facets && ARRAY(SELECT id FROM facet_value WHERE kind = 'theme' AND value = '{query.themes[0]}')"
    values = {
        "now": int(NOW.timestamp()),
        "start": int(query.start.timestamp()),
        "end": int(query.end.timestamp()),
        "reach": query.radius_metres,
        "word": query.words,
        "spot": f"ST_SetSRID(ST_MakePoint({query.near.longitude}, {query.near.latitude}), 4326)::geography",
    }
    for statement, theme in ((_COUNTS, with_theme), (_COUNTS, ""), (_PAGE, with_theme)):
        matches = _MATCHES.format(theme=theme, **values)
        db.execute(statement.format(matches=matches, **values)).fetchall()


def _copied(address: str, puts: list[Put]) -> None:
    """Into a table with a key, a page a transaction, as items come."""
    with psycopg.connect(address) as db:
        db.execute(
            "CREATE TABLE IF NOT EXISTS raw (key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data bytea NOT NULL)"
        )
        for first in range(0, len(puts), PAGE):
            with db.cursor().copy("COPY raw (data) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(["bytea"])
                for put in puts[first : first + PAGE]:
                    copy.write_row((put.raw,))
            db.commit()


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _say(name: str, seconds: list[float]) -> None:
    ordered = sorted(1000 * s for s in seconds)
    middle, most = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
    print(f"  {name:44} p50 {middle:>8.2f} ms   p99 {most:>8.2f} ms", flush=True)


@contextmanager
def _schema(server: str) -> Iterator[str]:
    name = f"bench_{random.Random(time.time()).randrange(10**9)}"
    with psycopg.connect(server, autocommit=True) as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        db.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{server}{'&' if '?' in server else '?'}options=-csearch_path%3D{name},public"
        finally:
            db.execute(f"DROP SCHEMA {name} CASCADE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("server", help="Such as postgresql://postgres@localhost/postgres.")
    parser.add_argument("--items", type=int, default=10_000)
    given = parser.parse_args()
    postgres(given.items, given.server)


if __name__ == "__main__":
    main()
