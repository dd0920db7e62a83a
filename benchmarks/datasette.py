"""Datasette asked the same as a hub, on the hub's exported file: words, a radius, dates and a theme; python -m benchmarks.datasette hub.db.

It wants `pip install datasette`, which nothing else here needs.
"""

import argparse
import asyncio
import tempfile
import time
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.country import NOW, Country
from benchmarks.searching import questions, say
from openhub.hub.described import described
from openhub.model.place import box
from openhub.model.query import Query
from openhub.stores import exported, moving
from openhub.stores.sqlite import SqliteStore

METRES_A_DEGREE = 111_195
QUESTION = "words, 3 miles, date, theme"
_NEAR = (
    "(i.latitude - :latitude) * (i.latitude - :latitude) + (i.longitude - :longitude) * (i.longitude - :longitude) * :squeeze"
    " <= :reach"
)
_BOX = "w.south <= :north AND w.north >= :south AND w.west <= :east AND w.east >= :west"
_THEME = "i.id IN (SELECT item FROM facets WHERE kind = 'theme' AND value = :theme)"
_DATES = "EXISTS (SELECT 1 FROM occurrences o WHERE o.item = i.id AND o.date BETWEEN :first AND :last)"
_SHOWN = "i.id, i.name, i.next_date, i.place, i.url"
# As somebody writes it, and as somebody who knows that what is near is less than what has a word.
WAYS = {
    "joined": f"SELECT {_SHOWN} FROM items_fts JOIN items i ON i.id = items_fts.rowid JOIN items_where w ON w.id = i.id"
    f" WHERE items_fts MATCH :words AND {_BOX} AND {_NEAR} AND {_THEME} AND {_DATES} ORDER BY items_fts.rank LIMIT 20",
    "places first": f"WITH near AS MATERIALIZED (SELECT w.id FROM items_where w WHERE {_BOX})"
    f" SELECT {_SHOWN} FROM items i WHERE i.id IN (SELECT id FROM near) AND {_NEAR}"
    " AND EXISTS (SELECT 1 FROM facets f WHERE f.item = i.id AND f.kind = 'theme' AND f.value = :theme)"
    f" AND {_DATES} AND i.id IN (SELECT rowid FROM items_fts WHERE items_fts MATCH :words) ORDER BY i.next_date LIMIT 20",
}


def export(path: Path, file: Path) -> None:
    """The hub of a database as one file, and what that costs."""
    store = SqliteStore(path)
    begun = time.process_time()
    with exported.writing(file, described, NOW) as writer, store.moving_out() as reader:
        counts = moving.move(reader, writer)
    seconds = time.process_time() - begun
    store.close()
    size = file.stat().st_size
    print(
        f"  exported in {seconds:,.0f} s of CPU, {seconds / counts['item'] * 1e6:,.0f} µs and {size / counts['item']:,.0f} bytes an item"
    )


def bring_in(file: Path, path: Path) -> None:
    """The same into a new hub."""
    store = SqliteStore(path)
    begun = time.process_time()
    with exported.reading(file) as reader, store.moving_in() as writer:
        counts = moving.move(reader, writer)
    seconds = time.process_time() - begun
    print(f"  imported in {seconds:,.0f} s of CPU, {seconds / counts['item'] * 1e6:,.0f} µs an item")
    store.close()


def parameters(query: Query) -> dict[str, Any]:
    """The question as the parameters of the SQL."""
    assert query.near
    assert query.radius_metres
    assert query.start
    assert query.end
    south, north, west, east = box(query.near, query.radius_metres)
    squeeze = ((north - south) / (east - west)) ** 2
    days = {"first": query.start.date().isoformat(), "last": query.end.date().isoformat()}
    where = {"latitude": query.near.latitude, "longitude": query.near.longitude, "squeeze": squeeze}
    reach = (query.radius_metres / METRES_A_DEGREE) ** 2
    sides = {"south": south, "north": north, "west": west, "east": east, "reach": reach}
    return {"words": query.words, "theme": query.themes[0], **days, **where, **sides}


async def ask(file: Path, queries: Iterable[Query]) -> None:
    """Times of each way: of a request to Datasette's own API within the process, and of the query alone."""
    from datasette.app import Datasette

    datasette = Datasette([str(file)], settings={"sql_time_limit_ms": 60_000, "num_sql_threads": 1})
    await datasette.invoke_startup()
    asked = [parameters(query) for query in queries]
    database = datasette.get_database(file.stem)
    for name, sql in WAYS.items():
        requests, alone = [], []
        for values in asked:
            begun = time.perf_counter()
            answer = await datasette.client.get(f"/{file.stem}.json", params={"sql": sql, "_shape": "array", **values})
            requests.append((time.perf_counter() - begun) * 1000)
            assert answer.status_code == 200, answer.text
            begun = time.perf_counter()
            await database.execute(sql, values, custom_time_limit=60_000)
            alone.append((time.perf_counter() - begun) * 1000)
        say(f"Datasette, {name}", requests)
        say(f"Datasette, {name}, the query alone", alone)


def beside(hub: Path, items: int) -> None:
    """Exports a hub, brings it in again, and asks Datasette the same as the hub."""
    queries = questions(Country(items))[QUESTION]
    with tempfile.TemporaryDirectory(dir=hub.parent) as made:
        export(hub, Path(made) / "hub.db")
        bring_in(Path(made) / "hub.db", Path(made) / "again.db")
        store = SqliteStore(hub)
        times = []
        for query in queries:
            begun = time.perf_counter()
            store.search(query, NOW)
            times.append((time.perf_counter() - begun) * 1000)
        store.close()
        say("the hub itself, with all counts", times)
        if find_spec("datasette"):
            asyncio.run(ask(Path(made) / "hub.db", queries))
        else:
            print("  Datasette is not installed: not measured. pip install datasette")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("hub", type=Path, help="The database that benchmarks.searching --make made.")
    options.add_argument("--items", type=int, default=10_000, help="With how many items it was made.")
    given = options.parse_args()
    beside(given.hub, given.items)


if __name__ == "__main__":
    main()
