"""Measures fetching beside a bare socket, and honest sources beside hostile ones: python -m benchmarks.fetching"""

import argparse
import asyncio
import gzip
import io
import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.feed import items
from openhub.config import Settings
from openhub.fetch.door import Door
from openhub.harvest.run import Run, harvest
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from tests.hostile.server import HONEST, MISDEEDS, whole

ROUNDS = 15
PAGES = 20
PAGES_OF = (50, 500, 2000)
SETTINGS = Settings(as_of="2026-11-24T09:00:00Z", allow_addresses=("127.0.0.0/8",))


def page(number: int) -> bytes:
    """A page with so many items of 2.3 kB."""
    entries = [
        {"state": "updated", "kind": item["type"], "id": item["id"], "modified": n, "data": item}
        for n, item in enumerate(items(number), 1)
    ]
    return json.dumps({"next": "https://bench.example/feed", "items": entries}).encode()


# Fetching


def serve(number: int) -> None:
    """One page in gzip, over and over, on a port that is printed; ends with standard input."""
    answer = whole(gzip.compress(page(number), 6), "Content-Encoding: gzip", "Content-Type: application/json")

    async def answers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(65_536):
            writer.write(answer)
            await writer.drain()
        writer.close()

    async def forever() -> None:
        server = await asyncio.start_server(answers, "127.0.0.1", 0)
        print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
        await asyncio.to_thread(sys.stdin.read)

    asyncio.run(forever())


def bare(wire: socket.socket) -> bytes:
    """What the least program would do: ask, receive, unpack."""
    wire.sendall(b"GET / HTTP/1.1\r\nHost: bench.example\r\nAccept-Encoding: gzip\r\n\r\n")
    head, _, body = wire.recv(65_536).partition(b"\r\n\r\n")
    size = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    unpacker, unpacked, came = zlib.decompressobj(wbits=31), io.BytesIO(), len(body)
    while body or came < size:
        if not body:
            body = wire.recv(65_536)
            came += len(body)
        unpacked.write(unpacker.decompress(body, 65_536))  # in steps, which is faster than at once
        body = unpacker.unconsumed_tail
    return unpacked.getvalue()


def per_page(work: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    start = time.process_time()
    for _ in range(PAGES):
        work()
    return (time.process_time() - start) / PAGES


def fetching(number: int) -> None:
    with (
        started("benchmarks.fetching", "--serve", str(number)) as address,
        socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as wire,
        Door(SETTINGS) as door,
    ):
        assert door.get(address).body == bare(wire)
        taken = [(per_page(lambda: bare(wire)), per_page(lambda: door.get(address))) for _ in range(ROUNDS)]
    floor, ours = (statistics.median(column) for column in zip(*taken, strict=True))
    ratio = statistics.median(a / b for a, b in taken)
    extra = (ours - floor) * 1e6
    print(f"fetch, {number:5} items in gzip          {number / ours:>10,.0f} a CPU second", end="   ")
    print(f"{ratio:>6.3f} of a bare socket ({number / floor:,.0f}); {extra:,.0f} µs more a page")


@contextmanager
def started(module: str, *arguments: str) -> Iterator[str]:
    """A server in another process; its address."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        yield process.stdout.readline().strip()
        process.stdin.close()


# Beside hostile sources


def harvested(hub: Hub, door: Door, addresses: list[str]) -> dict[str, tuple[float, Run]]:
    """Each address harvested in a thread of its own; how many seconds it took, by address."""
    taken: dict[str, tuple[float, Run]] = {}

    def one(source: Source) -> None:
        start = time.perf_counter()
        run = harvest(hub, door, source)
        taken[source.address] = time.perf_counter() - start, run

    sources = [
        hub.store.add_source(Source(name=a, address=a, origin=a, format="openhub", hosts=("127.0.0.1",)))
        for a in addresses
    ]
    threads = [threading.Thread(target=one, args=(source,)) for source in sources]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def crowd(number: int) -> None:
    settings = replace(SETTINGS, fetch_total_seconds=5.0, fetch_read_seconds=2.0, harvest_max_pages=50)
    misdeeds = [name for name in MISDEEDS if name not in HONEST]
    slowest = {}
    for hostile in (0, number):
        with tempfile.TemporaryDirectory() as folder, Door(settings) as door:
            store = STORE(Path(folder) / "hub.db")
            with started("tests.hostile.server") as good, started("tests.hostile.server") as bad:
                addresses = [f"{bad}{name}?{n}" for n, name in enumerate(islice(cycle(misdeeds), hostile))]
                taken = harvested(Hub(settings, store), door, addresses + [good + name for name in HONEST])
            store.close()
            honest = [seconds for address, (seconds, run) in taken.items() if address.startswith(good)]
            assert all(run.counts.new == 60 for address, (_, run) in taken.items() if address.startswith(good))
            slowest[hostile] = max(honest)
    factor = slowest[number] / slowest[0]
    print(f"5 honest sources alone {slowest[0]:.2f} s; beside {number} hostile ones {slowest[number]:.2f} s", end="")
    print(f" ({factor:.1f} times), all items kept")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--serve", type=int, help="only serve a page of so many items")
    options.add_argument("--hostile", type=int, default=50, help="how many hostile sources")
    chosen = options.parse_args()
    if chosen.serve:
        serve(chosen.serve)
        return
    for number in PAGES_OF:
        fetching(number)
    crowd(chosen.hostile)


if __name__ == "__main__":
    main()
