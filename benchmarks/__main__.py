"""Measures checking, harvesting, fetching, the root and searching, each in CPU time, beside a floor or what others have."""

import argparse
import json
import statistics
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from benchmarks.fetching import PAGES_OF, fetching
from benchmarks.harvesting import harvesting
from benchmarks.roots import roots
from benchmarks.validating import validating
from examples.platforms.serve import PLATFORMS
from openhub import formats
from openhub.config import Settings
from openhub.hub.hub import Hub, Position
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.sqlite import STORE

PAGE = 500
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def items(number: int) -> list[dict[str, object]]:
    """The platforms' items over and over, with ids of their own."""
    kinds = [item for p in PLATFORMS for item in p.items(date(2026, 11, 24), f"https://{p.host}")]
    return [{**kinds[n % len(kinds)], "id": f"https://bench.example/{n}"} for n in range(number)]


def filled(raws: list[bytes], folder: Path) -> Hub:
    """A hub that has harvested these items."""
    pages = [
        orjson.dumps(
            {
                "next": f"https://bench.example/feed?afterChangeNumber={n + PAGE}",
                "license": "https://creativecommons.org/licenses/by/4.0/",
                "openhub": {"version": "1.0", "epoch": "1", "horizon": 0},
                "items": [
                    {
                        "state": "updated",
                        "kind": json.loads(raw)["type"],
                        "id": f"https://bench.example/{n + i}",
                        "modified": n + i + 1,
                        "data": orjson.Fragment(raw),
                    }
                    for i, raw in enumerate(raws[n : n + PAGE])
                ],
            }
        )
        for n in range(0, len(raws), PAGE)
    ]
    hub = Hub(Settings(as_of=NOW.isoformat()), STORE(folder / "hub.db"))
    source = hub.store.add_source(
        Source(
            name="Bench",
            address="https://bench.example/feed",
            origin="https://bench.example/feed",
            format="openhub",
            hosts=("bench.example",),
        )
    )

    def harvest() -> None:
        for body in pages:
            _, page = formats.read(body, formats.Reading(origin=source.origin, zone=hub.zone), "openhub")
            hub.accept(source, page, Position(cursor=page.next, epoch="1", horizon=0, baseline=1))

    harvest()
    return hub


def searching(hub: Hub) -> None:
    near = hub.find_place("NW5")
    query = Query(words="cooking", near=near, radius_metres=4_828, themes=("food-eating",), start=NOW)
    taken = []
    for _ in range(50):
        start = time.perf_counter()
        hub.search(query)
        taken.append(time.perf_counter() - start)
    milliseconds = statistics.median(taken) * 1000
    print(f"search: words, radius, theme, date {milliseconds:>10.1f} ms at the median, counts of every filter included")


def hub(number: int) -> None:
    raws = [orjson.dumps(item) for item in items(number)]
    print(f"searching {number:,} items, {sum(map(len, raws)) / number:,.0f} bytes each")
    with tempfile.TemporaryDirectory() as folder:
        harvested = filled(raws, Path(folder))
        searching(harvested)
        harvested.store.close()


def validate(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        validating(Path(folder), (number, number * 10))


def fetch(number: int) -> None:
    for size in PAGES_OF:
        fetching(size)


PARTS = {
    "validate": validate,
    "harvest": harvesting,
    "fetch": fetch,
    "root": lambda number: roots(number * 20),
    "search": hub,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--only", choices=PARTS, help="Leave the other parts out.")
    given = parser.parse_args()
    for name, part in PARTS.items():
        if given.only in (None, name):
            part(given.items)
            print()


if __name__ == "__main__":
    main()
