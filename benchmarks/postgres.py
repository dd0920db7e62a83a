"""Measures PostgreSQL: keeping items beside COPY of the same bytes, and searching beside the same search typed by hand."""

import argparse
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from operator import itemgetter
from pathlib import Path

import psycopg

from benchmarks.country import NOW, ORIGIN, Country
from benchmarks.searching import PAGE, apply, apply_same, ask, later, load, questions
from openhub.cli._rubbish import few_collections
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.contract import Put
from openhub.stores.postgres import PostgresStore
from tests import postgres as machine

SIZES = (10_000, 100_000)
OWN = {"listen_addresses": "", "shared_buffers": "1GB", "max_wal_size": "8GB", "max_connections": "60"}
MEASURED = 5_000  # items written to see what one costs, at each size
ROUNDS = 5
Cost = tuple[float, float, float]
"""Seconds by the clock, of our processor time, and of the server's; the last is 0 when it runs elsewhere."""


def postgres(sizes: Iterable[int], address: str) -> None:
    """Each size in a schema of its own on a server, whose settings are taken as they are."""
    first: dict[str, float] = {}
    for size in sizes:
        with _schema(address) as schema, few_collections():
            store, country = PostgresStore(schema), Country(size)
            try:
                source = store.add_source(
                    Source(name="Country", address=ORIGIN, origin=ORIGIN, format="openhub", hosts=("country.example",))
                ).id
                begun = time.perf_counter()
                load(store, source, country, size)
                print(f"{size:,} items, loaded in {time.perf_counter() - begun:,.0f} s", flush=True)
                with psycopg.connect(schema, autocommit=True) as db:
                    db.execute("VACUUM ANALYZE")
                    say_costs(keeping(store, source, country, db, size), first)
                    db.execute("VACUUM ANALYZE")
                    finding(store, country, db)
            finally:
                store.close()


def own_postgres(sizes: Iterable[int]) -> None:
    """The same on a server that is started for it and gone afterwards."""
    if not machine.programs():
        print("There are no programs of PostgreSQL here: not measured.")
        return
    with machine.server(OWN) as address:
        postgres(sizes, address)


def keeping(store: PostgresStore, source: int, country: Country, db: psycopg.Connection, start: int) -> dict[str, Cost]:
    """What each way to write so many items takes, the least of several rounds."""
    costs: dict[str, list[Cost]] = defaultdict(list)
    for n in range(ROUNDS):
        puts = list(country.puts(start + n * MEASURED, MEASURED))
        same = later(puts)
        changed = list(country.puts(start + n * MEASURED, MEASURED, version=1))
        moved = [replace(p, index=replace(p.index, name=f"{p.index.name} moved")) for p in changed]
        for name, work in (
            ("COPY of their bytes", lambda puts=puts: _copied(db, puts)),
            ("new", lambda puts=puts: apply(store, source, puts)),
            ("unchanged, told by their digest", lambda same=same: apply_same(store, source, same)),
            ("changed in a member that nobody searches", lambda changed=changed: apply(store, source, changed)),
            ("changed in their names", lambda moved=moved: apply(store, source, moved)),
        ):
            costs[name].append(_cost(db, work))
    return {
        name: (min(c[0] for c in some), min(c[1] for c in some), min(c[2] for c in some))
        for name, some in costs.items()
    }


def say_costs(costs: dict[str, Cost], first: dict[str, float]) -> None:
    """By the clock and in processor time, beside COPY; and beside what it took at the first size."""
    raw = costs["COPY of their bytes"]
    for name, (clock, ours, server) in costs.items():
        cpu = ours + server
        growth = cpu / first.setdefault(name, cpu)
        print(
            f"  {name:41} {MEASURED / clock:>7,.0f} items/s {raw[0] / clock:>5.2f} of COPY   CPU {ours / MEASURED * 1e6:>4.0f} ours"
            f" + {server / MEASURED * 1e6:>4.0f} the server's µs {sum(raw[1:]) / cpu:>5.2f} of COPY {growth:>5.2f} of the first size",
            flush=True,
        )


def _cost(db: psycopg.Connection, work: Callable[[], object]) -> Cost:
    clock, ours, server = time.perf_counter(), time.process_time(), _server_seconds(db)
    work()
    return time.perf_counter() - clock, time.process_time() - ours, _server_seconds(db) - server


def _server_seconds(db: psycopg.Connection) -> float:
    """Of those of its processes that work for somebody and are there before and after."""
    rows = db.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'").fetchall()
    times = (Path(f"/proc/{pid}/schedstat") for (pid,) in rows)
    return sum(int(path.read_text().split()[0]) for path in times if path.exists()) / 1e9


def finding(store: PostgresStore, country: Country, db: psycopg.Connection) -> None:
    """Each kind of question; words, radius, date and theme beside the same SQL as somebody would type it."""
    asked = questions(country)
    for name, queries in asked.items():
        _say(name, [_cost(db, lambda what=name, query=query: ask(store, what, query)) for query in queries])
    theirs, ours = [], []
    for query in asked["words, 3 miles, date, theme"]:
        theirs.append(_cost(db, lambda query=query: _by_hand(db, query)))
        ours.append(_cost(db, lambda query=query: store.search(query, NOW)))
    _say("the first of them, typed by hand", theirs)
    clock, processor = (
        statistics.median(map(way, ours)) / statistics.median(map(way, theirs)) for way in (itemgetter(0), _processor)
    )
    print(f"  {clock:.2f} times as long as by hand, at the median; {processor:.2f} times in processor time")


# What a page with totals and counts takes, written out; the values are literals, as they are when somebody types.
_MATCHES = """
  SELECT f.origin, f.key, f.facets, f.source, f.spot, f.words, f.starts, f.lengths FROM found f
  WHERE (until IS NULL OR until >= {now}) {theme} AND f.first < {end}
    AND EXISTS (SELECT FROM unnest(starts, lengths) o(s, l) WHERE s + l > {start} AND s < {end})
    AND (ST_DWithin(spot, {spot}, {reach}, false) OR radius > 0 AND ST_DWithin(spot, {spot}, {reach} + 2500, false)
      OR radius > 2500 AND ST_DWithin(spot, {spot}, {reach} + 50000, false) OR radius > 50000)
    AND ST_Distance(spot, {spot}, false) - radius <= {reach}
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


def _copied(db: psycopg.Connection, puts: list[Put]) -> None:
    """Into a table with a key, a page a transaction, as items come."""
    db.execute(
        "CREATE TABLE IF NOT EXISTS raw (key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, data bytea NOT NULL)"
    )
    for first in range(0, len(puts), PAGE):
        with db.cursor().copy("COPY raw (data) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["bytea"])
            for put in puts[first : first + PAGE]:
                copy.write_row((put.raw,))


def _processor(cost: Cost) -> float:
    return cost[1] + cost[2]


def _say(name: str, costs: list[Cost]) -> None:
    ordered, processor = sorted(1000 * cost[0] for cost in costs), sorted(1000 * _processor(cost) for cost in costs)
    middle, most = len(costs) // 2, len(costs) * 99 // 100
    print(
        f"  {name:44} p50 {ordered[middle]:>8.2f} ms   p99 {ordered[most]:>8.2f} ms   CPU p50 {processor[middle]:>8.2f} ms"
        f"   p99 {processor[most]:>8.2f} ms",
        flush=True,
    )


@contextmanager
def _schema(address: str) -> Iterator[str]:
    name = f"bench_{random.Random(time.time()).randrange(10**9)}"
    with psycopg.connect(address, autocommit=True) as db:
        db.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        db.execute(f"CREATE SCHEMA {name}")
        try:
            yield f"{address}{'&' if '?' in address else '?'}options=-csearch_path%3D{name},public"
        finally:
            db.execute(f"DROP SCHEMA {name} CASCADE")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "server", nargs="?", help="Such as postgresql://postgres@localhost/postgres; without it one is started."
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    given = parser.parse_args()
    if given.server:
        postgres(given.sizes, given.server)
    else:
        own_postgres(given.sizes)


if __name__ == "__main__":
    main()
