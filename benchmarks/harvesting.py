"""Measures harvesting: what a hub does with the pages of a feed, the share of each stage, and a client that keeps nothing."""

import argparse
import asyncio
import gc
import gzip
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import openactive.openactive
import orjson

from benchmarks.feed import LICENCE, items
from benchmarks.fetching import SETTINGS, started
from openhub import formats
from openhub.cli._rubbish import few_collections
from openhub.fetch.door import Door
from openhub.formats import rpde
from openhub.harvest.run import Run, harvest
from openhub.hub import hub as judging
from openhub.hub.hub import Hub, Position
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from openhub.validate.engine import Validator
from tests.hostile.server import whole

ADDRESS = "https://bench.example/feed"
PAGE = 500
ROUNDS = 12


def pages(number: int, address: str, *, later: int = 0, changed: bool = False, page: int = PAGE) -> list[bytes]:
    """A feed of so many items, with its last page; `later` is added to their numbers, `changed` changes one word in each."""
    entries = [
        {
            "state": "updated",
            "kind": item["type"],
            "id": item["id"],
            "modified": later + n,
            "data": {**item, "dateModified": "2026-11-23T10:00:00Z"} if changed else item,
        }
        for n, item in enumerate(items(number), 1)
    ]
    return [
        orjson.dumps(
            {
                "next": f"{address}?after={start + page if start < number else start}",
                "items": entries[start : start + page],
                "license": LICENCE,
                "openhub": {"version": "1.0", "epoch": "1", "horizon": 0},
            }
        )
        for start in range(0, number + page, page)
    ]


@contextmanager
def new_hub(validator: Validator, address: str = ADDRESS) -> Iterator[tuple[Hub, Source]]:
    with tempfile.TemporaryDirectory() as folder:
        store = STORE(Path(folder) / "hub.db")
        added = Source(name="Bench", address=address, origin=address, format="openhub", hosts=("bench.example",))
        yield Hub(SETTINGS, store, validator), store.add_source(added)
        store.close()


def accept(hub: Hub, source: Source, bodies: list[bytes]) -> None:
    """Does with pages that have come what a walk does."""
    reading = formats.Reading(origin=source.origin, zone=hub.zone, hosts=frozenset(source.hosts))
    for body in bodies:
        _, page = formats.read(body, reading, "openhub")
        hub.accept(source, page, Position(cursor=page.next, epoch="1", horizon=0, baseline=1))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one call, begun without rubbish."""
    gc.collect()
    start = time.process_time()
    work()
    return time.process_time() - start


def harvesting(number: int) -> None:
    validator = Validator()
    with few_collections():
        _harvesting(number, validator)


def _harvesting(number: int, validator: Validator) -> None:
    feed = pages(number, ADDRESS)
    again = pages(number, ADDRESS, later=number)
    changed = pages(number, ADDRESS, later=2 * number, changed=True)
    larger = pages(number, ADDRESS, page=2 * PAGE)
    least: dict[str, float] = {}
    for _ in range(ROUNDS):
        with new_hub(validator) as (hub, source):
            for name, bodies in (
                ("harvest: read, check, index, keep", feed),
                ("again, nothing changed", again),
                ("again, all items changed", changed),
            ):
                taken = seconds(lambda bodies=bodies: accept(hub, source, bodies))
                least[name] = min(taken, least.get(name, taken))
        with new_hub(validator) as (hub, source):
            name = f"harvest, in pages of {2 * PAGE:,}"
            least[name] = min(taken := seconds(lambda: accept(hub, source, larger)), least.get(name, taken))
    size = sum(map(len, feed)) / number
    print(f"harvesting {number:,} items of {size:,.0f} bytes in pages of {PAGE}, the least of {ROUNDS} rounds")
    for name, taken in least.items():
        say(name, number, taken)
    shares(number, feed, validator)
    over_http(number, validator)


def say(what: str, number: int, taken: float) -> None:
    print(f"  {what:44} {number / taken:>9,.0f} items a CPU second   {taken / number * 1e6:>6.1f} µs an item")


# The share of each stage


def shares(number: int, feed: list[bytes], validator: Validator) -> None:
    """Each stage of the first harvest, timed where the hub calls it."""
    least: Counter[str] = Counter()
    for _ in range(ROUNDS):
        laps: Counter[str] = Counter()
        with new_hub(validator) as (hub, source), _timed(laps):
            laps["all"] = time.thread_time_ns()
            accept(hub, source, feed)
            laps["all"] = time.thread_time_ns() - laps["all"]
        if not least or laps["all"] < least["all"]:
            least = laps
    whole_ = least.pop("all")
    least["the rest"] = whole_ - least.total()
    for name, taken in least.most_common():
        print(f"    {name:42} {taken / number / 1e3:>6.1f} µs an item   {taken / whole_:>4.0%}")


@contextmanager
def _timed(laps: Counter[str]) -> Iterator[None]:
    stages: tuple[tuple[Any, str, str], ...] = (
        (formats, "read", "read"),
        (rpde, "sound_digest", "digest"),
        (Validator, "check_all", "check"),
        (judging.index, "index", "index"),
        (STORE, "held", "look up"),
        (STORE, "learned_place", "look up places"),
        (STORE, "apply", "write"),
    )
    before = [(owner, name, getattr(owner, name)) for owner, name, _ in stages]
    for owner, name, stage in stages:
        setattr(owner, name, _lapped(getattr(owner, name), stage, laps))
    try:
        yield
    finally:
        for owner, name, function in before:
            setattr(owner, name, function)


def _lapped(function: Callable[..., Any], stage: str, laps: Counter[str]) -> Callable[..., Any]:
    def timed(*given: Any, **named: Any) -> Any:
        inside, start = laps.total(), time.thread_time_ns()
        result = function(*given, **named)
        laps[stage] += (
            time.thread_time_ns() - start - (laps.total() - inside)
        )  # without what it calls that is timed too
        return result

    return timed


# Over HTTP, beside the client of others


def over_http(number: int, validator: Validator) -> None:
    ours, theirs = [], []
    with started("benchmarks.harvesting", "--serve", str(number)) as address:
        for _ in range(3):
            ours.append(_ours(address, validator))
            theirs.append(_theirs(address, number))
    say("harvest over HTTP, gzip, on loopback", number, min(ours))
    say("the openactive client, which keeps nothing", number, min(theirs))


def _ours(address: str, validator: Validator) -> float:
    with new_hub(validator, address) as (hub, source), Door(SETTINGS) as door:
        runs: list[Run] = []
        taken = seconds(lambda: runs.append(harvest(hub, door, source)))
        assert runs[0].state == "complete", runs[0].problem
    return taken


def _theirs(address: str, number: int) -> float:
    got: list[Any] = []
    taken = seconds(lambda: got.append(openactive.openactive.get_opportunities(address, seconds_wait_next=0)))
    assert len(got[0]["items"]) == number
    return taken


def serve(number: int) -> None:
    """The pages in gzip, on a port that is printed; ends with standard input."""

    async def forever() -> None:
        ready: dict[bytes, bytes] = {}

        async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with suppress(asyncio.CancelledError):  # a client may leave its connection open to the end
                while asked := await reader.read(65_536):
                    writer.write(ready[asked.split(b" ")[1].rpartition(b"=")[2]])
                    await writer.drain()
            writer.close()

        server = await asyncio.start_server(answers, "127.0.0.1", 0)
        address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        for index, body in enumerate(pages(number, address)):
            answer = whole(gzip.compress(body, 6), "Content-Encoding: gzip", "Content-Type: application/json")
            ready[b"%d" % (index * PAGE)] = answer
        ready[b"/"] = ready[b"0"]
        print(address, flush=True)
        await asyncio.to_thread(sys.stdin.read)

    asyncio.run(forever())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", type=int, help="only serve a feed of so many items")
    options.add_argument("--items", type=int, default=10_000)
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.serve)
    else:
        harvesting(chosen.items)


if __name__ == "__main__":
    main()
