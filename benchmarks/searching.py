"""Measures keeping and finding at 10,000, 100,000 and a million items: what an item costs, and how long a search takes."""

import argparse
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.country import NOW, ORIGIN, Country
from benchmarks.harvesting import ADDRESS, accept, pages
from openhub.cli._rubbish import few_collections
from openhub.config import Settings
from openhub.hub.hub import Hub
from openhub.model.place import RINGS_METRES
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.contract import Batch, Key, Put, Store
from openhub.stores.sqlite import SqliteStore
from openhub.web.app import create_app

PAGE = 500
MEASURED = 5_000  # items written to see what one costs, at each size
QUERIES = 200
ROUNDS = 3
SETTINGS = Settings(as_of=NOW.isoformat())
PAGES = (
    "/",
    "/find",
    "/find?near=Camden",
    "/find?near=Camden&far=mile&when=tomorrow",
    "/find?q=yoga",
    "/find?q=welcome",
    "/find?theme=gardening",
    "/data",
)


def searching(
    sizes: Iterable[int], folder: str | None = None, *, beside: Callable[[Path, int], None] | None = None
) -> None:
    """Hubs of these sizes; what is `beside` the search is done with each before more is written to it."""
    for size in sizes:
        with tempfile.TemporaryDirectory(dir=folder) as made:
            print(f"{size:,} items", flush=True)
            path = Path(made) / "hub.db"
            make(path, size)
            reading(path, size)
            if beside:
                beside(path, size)
            writing(path, size)
            print(flush=True)


# Writing


def make(path: Path, size: int) -> None:
    store = SqliteStore(path)
    source = store.add_source(
        Source(name="Country", address=ORIGIN, origin=ORIGIN, format="openhub", hosts=("country.example",))
    )
    begun = time.perf_counter()
    with few_collections():
        load(store, source.id, Country(size), size)
    store.close()
    took = time.perf_counter() - begun
    print(f"  loaded in {took:,.0f} s, {path.stat().st_size / size:,.0f} bytes an item in the file", flush=True)


def writing(path: Path, size: int) -> None:
    country = Country(size)
    store = SqliteStore(path)
    source = next(source.id for source in store.sources() if source.address == ORIGIN)
    hub = Hub(SETTINGS, store)
    least: dict[str, float] = {}
    with few_collections():
        for number in range(ROUNDS):
            start = size + number * MEASURED
            for name, seconds in (
                *written(store, source, country, path.parent, start),
                *harvested(hub, f"{ADDRESS}/{number}"),
            ):
                least[name] = min(seconds, least.get(name, seconds))
    raw = least["raw blobs"]
    for name, seconds in least.items():
        print(f"  {name:44} {seconds / MEASURED * 1e6:>8.1f} µs an item   {raw / seconds:>5.2f} of raw", flush=True)
    store.close()


def load(store: SqliteStore, source: int, country: Country, size: int) -> None:
    for first in range(0, size, PAGE):
        store.apply(source, Batch(puts=tuple(country.puts(first, PAGE)), cursor=str(first), baseline=1), NOW)


def written(store: SqliteStore, source: int, country: Country, folder: Path, start: int) -> Iterator[tuple[str, float]]:
    """CPU seconds of each way to write so many items, beside blobs of the same size in a file of their own."""
    puts = list(country.puts(start, MEASURED))
    same = later(puts)
    changed = list(country.puts(start, MEASURED, version=1))
    yield "raw blobs", raw_blobs(folder / f"raw{start}.db", puts)
    yield "new", cpu(lambda: apply(store, source, puts))
    yield "unchanged, told by their digest", cpu(lambda: apply_same(store, source, same))
    yield "changed in a member that nobody searches", cpu(lambda: apply(store, source, changed))
    moved = [replace(p, index=replace(p.index, name=f"{p.index.name} moved")) for p in changed]
    yield "changed in their names", cpu(lambda: apply(store, source, moved))
    town = list(country.puts(start + 10_000_000, MEASURED, town="Leeds"))
    yield "new, all in one town", cpu(lambda: apply(store, source, town))


def harvested(hub: Hub, address: str) -> Iterator[tuple[str, float]]:
    """CPU seconds of a harvest of so many items from a source of their own: read, checked, indexed, kept."""
    source = hub.store.add_source(
        Source(name="Bench", address=address, origin=address, format="openhub", hosts=("bench.example",))
    )
    bodies = pages(MEASURED, address)
    yield "harvested", cpu(lambda: accept(hub, source, bodies))


def apply(store: SqliteStore, source: int, puts: Iterable[Put]) -> None:
    listed = list(puts)
    for first in range(0, len(listed), PAGE):
        store.apply(source, Batch(puts=tuple(listed[first : first + PAGE]), baseline=1), NOW)


def apply_same(store: SqliteStore, source: int, keys: Sequence[Key]) -> None:
    for first in range(0, len(keys), PAGE):
        store.apply(source, Batch(same=tuple(keys[first : first + PAGE]), baseline=1), NOW)


def later(puts: Iterable[Put]) -> list[Key]:
    """As the feed names these items when it lists them again."""
    return [replace(put.key, modified=put.key.modified + 10_000_000) for put in puts]


def raw_blobs(path: Path, puts: list[Put]) -> float:
    """As fast as SQLite keeps bytes, with the settings of a store."""
    db = sqlite3.connect(path, isolation_level=None)
    for setting in ("page_size = 8192", "journal_mode = WAL", "synchronous = FULL"):
        db.execute(f"PRAGMA {setting}")
    db.execute("CREATE TABLE body (key INTEGER PRIMARY KEY, data BLOB NOT NULL)")
    rows = [(n, put.raw) for n, put in enumerate(puts)]

    def insert() -> None:
        for first in range(0, len(rows), PAGE):
            db.execute("BEGIN IMMEDIATE")
            db.executemany("INSERT INTO body VALUES (?, ?)", rows[first : first + PAGE])
            db.execute("COMMIT")

    seconds = cpu(insert)
    db.close()
    path.unlink()
    return seconds


def cpu(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


# Reading


def reading(path: Path, size: int) -> None:
    """In a process of its own, whose memory is measured."""
    command = [sys.executable, "-m", "benchmarks.searching", "--read", str(path), "--items", str(size)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})


def searched(path: Path, size: int) -> None:
    store = SqliteStore(path)
    country = Country(size)
    for name, queries in questions(country).items():
        say(name, [took(lambda what=name, query=query: ask(store, what, query)) for query in queries])
    puts = [next(country.puts(n, 1)) for n in random.Random(5).sample(range(size), QUERIES)]
    say("one by its reference", [took(lambda put=put: store.item(put.ref, NOW)) for put in puts])
    starts = random.Random(6).sample(range(size), QUERIES)
    say("a page of the feed, 500 items", [took(lambda start=start: store.changes(start, PAGE)) for start in starts])
    client = create_app(SETTINGS, Hub(SETTINGS, store)).test_client()
    for address in PAGES:
        say(f"the page {address}", [took(lambda page=address: client.get(page)) for _ in range(10)])
    print(f"  most memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    store.close()


def ask(store: Store, name: str, query: Query) -> None:
    """A page, or only how many as far as a page says so."""
    if name.endswith("only how many"):
        store.count(query, NOW, 1_000)
    else:
        store.search(query, NOW)


def questions(country: Country) -> dict[str, list[Query]]:
    """Somebody near one of the venues, as people are, asks for what items have, as they do."""
    chance = random.Random(3)
    asked: dict[str, list[Query]] = {}
    for _ in range(QUERIES):
        put = next(country.puts(chance.randrange(100_000), 1))
        near = chance.choice(country.venues).spot
        theme = next(value for kind, value in put.index.facets if kind == "theme")
        word = put.index.name.split()[0].lower()
        text = chance.choice(put.index.text.split())
        radius = chance.choice(RINGS_METRES)
        start = NOW + timedelta(days=chance.randrange(14))
        date = {"start": start, "end": start + timedelta(days=chance.choice((1, 2, 7)))}
        place = {"near": near, "radius_metres": radius}
        three = {"near": near, "radius_metres": RINGS_METRES[-1]}
        for name, query in (
            ("words, 3 miles, date, theme", Query(words=word, themes=(theme,), **three, **date)),
            ("radius, date, with all counts", Query(**place, **date)),
            ("radius, date, only how many", Query(**place, **date)),
            ("3 miles, with all counts", Query(**three)),
            (
                "3 miles, date, 4 filters, with all counts",
                Query(**three, **date, themes=(theme,), costs=("free",), access=("lift",), languages=("en",)),
            ),
            ("words by rank", Query(words=f"{word} {text}")),
            ("one word, anywhere", Query(words=word)),
            ("a place, anywhere", Query(near=near)),
            ("a date, anywhere", Query(**date)),
            ("a theme, anywhere", Query(themes=(theme,))),
            ("a language, only how many", Query(languages=(chance.choice(("cy", "bn", "so")),))),
            ("nothing at all", Query()),
            ("nothing at all, only how many", Query()),
        ):
            asked.setdefault(name, []).append(query)
    return asked


def took(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def say(name: str, milliseconds: list[float]) -> None:
    ordered = sorted(milliseconds)
    middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    print(f"  {name:44} p50 {middle:>8.2f} ms   p99 {most:>8.2f} ms")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=(10_000,))
    options.add_argument("--folder", help="Where the databases are made.")
    options.add_argument("--read", type=Path, help="Only search this database.")
    options.add_argument("--items", type=int, default=10_000)
    options.add_argument("--make", type=Path, help="Only make this database, and leave it.")
    given = options.parse_args()
    if given.make:
        make(given.make, given.items)
    elif given.read:
        searched(given.read, given.items)
    else:
        searching(given.sizes, given.folder)


if __name__ == "__main__":
    main()
