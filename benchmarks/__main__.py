"""Measures checking, harvesting and searching, each beside its floor. CPU seconds, the median of several rounds."""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import orjson

from benchmarks.validating import validating
from examples.platforms.serve import PLATFORMS
from openhub import formats
from openhub.config import Settings
from openhub.hub.hub import Hub, Position
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

ROUNDS = 5
PAGE = 500
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def items(number: int) -> list[dict[str, object]]:
    """The platforms' items over and over, with ids of their own."""
    kinds = [item for p in PLATFORMS for item in p.items(date(2026, 11, 24), f"https://{p.host}")]
    return [{**kinds[n % len(kinds)], "id": f"https://bench.example/{n}"} for n in range(number)]


def median(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """CPU seconds of one call."""
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def say(what: str, number: int, seconds: float, floor_name: str, floor: float) -> None:
    print(
        f"{what:34} {number / seconds:>10,.0f} a CPU second   {floor / seconds:>6.3f} of {floor_name} ({number / floor:,.0f})"
    )


def checking(raws: list[bytes]) -> None:
    validator, at = Validator(), At(now=NOW, home=Settings().zone(), hosts=frozenset({"bench.example"}))
    documents = [orjson.loads(raw) for raw in raws]
    parse = median(lambda: [orjson.loads(raw) for raw in raws])
    check = median(lambda: [validator.check(d, at) for d in documents], 3)
    say("check: schema and all rules", len(raws), check, "parsing alone", parse)


def harvesting(raws: list[bytes], folder: Path) -> Hub:
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

    def blobs() -> None:
        with sqlite3.connect(folder / "raw.db") as db:
            db.executescript("DROP TABLE IF EXISTS b; CREATE TABLE b (id INTEGER PRIMARY KEY, data BLOB)")
            for n in range(0, len(raws), PAGE):
                db.executemany("INSERT INTO b VALUES (?, ?)", enumerate(raws[n : n + PAGE], n))
                db.commit()
        db.close()

    floor = median(blobs)
    say("harvest: read, check, index, keep", len(raws), median(harvest, 1), "bare blobs", floor)
    say("harvest again, nothing changed", len(raws), median(harvest, 1), "bare blobs", floor)
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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--only", choices=("validate", "hub"), help="Leave the other half out.")
    given = parser.parse_args()
    if given.only != "hub":
        with tempfile.TemporaryDirectory() as folder:
            validating(Path(folder), (given.items, given.items * 10))
    if given.only != "validate":
        hub(given.items)


def hub(number: int) -> None:
    raws = [orjson.dumps(item) for item in items(number)]
    print(f"{number:,} items, {sum(map(len, raws)) / number:,.0f} bytes each\n")
    checking(raws)
    with tempfile.TemporaryDirectory() as folder:
        harvested = harvesting(raws, Path(folder))
        searching(harvested)
        harvested.store.close()


if __name__ == "__main__":
    main()
