"""Many small feeds on loopback, each on an address of its own, as sources of one hub."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson

from openhub.model.digest import digest
from openhub.model.root import leaf, root
from tests import make


class Feeds:
    """`items` of each source are served as they are in the current round; `asked` counts first pages by source."""

    def __init__(self, number: int) -> None:
        self.number, self.round, self.port = number, 1, 0
        self.asked: Counter[int] = Counter()

    def address(self, n: int) -> str:
        return f"http://127.0.{1 + n // 200}.{1 + n % 200}:{self.port}/feed"

    def items(self, n: int) -> dict[str, dict[str, Any]]:
        """What source n publishes in this round, by id: in each round one goes, one comes and one changes."""
        base = self.address(n).removesuffix("/feed")
        numbers = [*range(self.round, self.round + 5)]
        named = {f"{base}/items/{k}": f"Group {k} of {n}, round {self.round}" for k in numbers[-2:]}
        kept = {f"{base}/items/{k}": f"Group {k} of {n}" for k in numbers[:-2]}
        return {
            id_: make.group(id=id_, url=id_, name=name, license=make.LICENCE) for id_, name in (kept | named).items()
        }

    def page(self, host: str, path: str) -> bytes:
        """A page of two items, or the last one; each round is an epoch."""
        n = next(k for k in range(self.number) if f"//{host}/" in self.address(k))
        start = 1_000 * self.round
        after = int(path.partition("=")[2] or 0)
        self.asked[n] += after < start
        items = list(enumerate(self.items(n).values(), start + 1))
        left = [(at, item) for at, item in items if at > after][:2]
        following = left[-1][0] if left else after
        leaves = [(item["id"], leaf("Group", item["id"], at, digest(item))) for at, item in items]
        proof = {} if left else {"count": len(leaves), "root": root(leaves)}
        return orjson.dumps(
            {
                "items": [
                    {"state": "updated", "kind": "Group", "id": item["id"], "modified": at, "data": item}
                    for at, item in left
                ],
                "next": f"{self.address(n)}?afterChangeNumber={following}",
                "license": make.LICENCE,
                "openhub": {"version": "1.0", "epoch": str(self.round), "horizon": 0, **proof},
            }
        )


@contextmanager
def served(feeds: Feeds) -> Iterator[None]:
    """Answers for all of them, from one thread."""
    ready, loop = threading.Event(), asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while asked := await reader.readuntil(b"\r\n\r\n"):
                host = next(line[6:].decode() for line in asked.split(b"\r\n") if line.lower().startswith(b"host: "))
                path = asked.split(b" ", 2)[1].decode()
                found = path.startswith("/feed")
                body = feeds.page(host, path) if found else b"{}"
                head = f"HTTP/1.1 {200 if found else 404} -\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
                writer.write(head.encode() + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    servers: list[asyncio.Server] = []

    async def serve() -> None:
        first = await asyncio.start_server(answer, "127.0.1.1", 0)
        feeds.port = first.sockets[0].getsockname()[1]
        hosts = [f"127.0.{1 + n // 200}.{1 + n % 200}" for n in range(1, feeds.number)]
        servers.extend([first, await asyncio.start_server(answer, hosts, feeds.port)])
        ready.set()

    def run() -> None:
        """From beginning to end in this thread: a browser of other tests has a loop in the first one."""
        loop.run_until_complete(serve())
        loop.run_forever()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.05))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(30)
