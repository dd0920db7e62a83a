"""A server on loopback of which every path is one misdeed; none of them ends by itself unless its name says so."""

import asyncio
import json
import os
import socket
import struct
import sys
import threading
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import cache
from typing import Any

from tests import make

Writer = asyncio.StreamWriter
Misdeed = Callable[[Writer, str], Awaitable[None]]
MISDEEDS: dict[str, Misdeed] = {}
DRIP_SECONDS = 0.02
PAGES, PAGE = 3, 20
ZEROS = bytes(1_000_000)


def misdeed(function: Misdeed) -> Misdeed:
    MISDEEDS[function.__name__.strip("_").replace("_", "-")] = function
    return function


def head(status: int = 200, *lines: str) -> bytes:
    return "\r\n".join([f"HTTP/1.1 {status} Whatever", *lines, "", ""]).encode("latin-1")


def whole(body: bytes, *lines: str, status: int = 200) -> bytes:
    return head(status, f"Content-Length: {len(body)}", *lines) + body


async def endless(writer: Writer, piece: bytes) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(0)


async def drip(writer: Writer, piece: bytes) -> None:
    while True:
        writer.write(piece)
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


def chunk(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def gzipped(*pieces: bytes, level: int = 6) -> bytes:
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return b"".join([*map(packer.compress, pieces), packer.flush()])


@cache
def zeros() -> bytes:
    """100 MB of noughts in gzip."""
    return gzipped(*[ZEROS] * 100)


@cache
def below_the_ratio() -> bytes:
    """40 MB in gzip, packed about 80 to 1."""
    return gzipped(*[os.urandom(11_000) + bytes(989_000)] * 40)


# Bombs

GZIP = "Content-Encoding: gzip"
CHUNKED = "Transfer-Encoding: chunked"


def _packed(name: str, body: Callable[[], bytes], *lines: str) -> None:
    """A bomb that is simply an answer with this body."""

    async def send(writer: Writer, _: str) -> None:
        writer.write(whole(body(), *lines))
        await writer.drain()

    MISDEEDS[name] = send


_packed("gzip-zeros", zeros, GZIP)
_packed("gzip-under-the-ratio", below_the_ratio, GZIP)
_packed("gzip-within-gzip", lambda: gzipped(zeros()), GZIP)
_packed("gzip-thrice", lambda: gzipped(gzipped(zeros())), GZIP)
_packed("gzip-named-twice", zeros, "Content-Encoding: gzip, gzip")
_packed("gzip-in-two-headers", zeros, GZIP, GZIP)
_packed("gzip-by-another-name", zeros, "Content-Encoding: GZip ")
_packed("gzip-transfer", zeros, "Transfer-Encoding: gzip")
_packed("gzip-not-said", zeros)
_packed("empty-members", lambda: gzipped(b"") * 300_000, GZIP)
_packed("bomb-members", lambda: gzipped(ZEROS) * 3_000, GZIP)
_packed("deflate-unasked", lambda: zlib.compress(ZEROS * 50), "Content-Encoding: deflate")
_packed("brotli-unasked", lambda: b"\xcf\xff\xff\xff\x01" * 1_000_000, "Content-Encoding: br")
_packed("zstd-unasked", lambda: b"\x28\xb5\x2f\xfd" * 1_000_000, "Content-Encoding: zstd")
_packed("compress-unasked", lambda: b"\x1f\x9d" * 1_000_000, "Content-Encoding: compress")


@misdeed
async def gzip_random(writer: Writer, _: str) -> None:
    """Never ends, and does not pack at all."""
    writer.write(head(200, GZIP) + gzipped(b"")[:10])
    while True:
        writer.write(b"\x00\xff\xff\x00\x00" + os.urandom(65_535))
        await writer.drain()


@misdeed
async def gzip_endless_name(writer: Writer, _: str) -> None:
    writer.write(head(200, GZIP) + b"\x1f\x8b\x08\x08" + bytes(6))
    await endless(writer, b"n" * 65_536)


@misdeed
async def gzip_empty_blocks(writer: Writer, _: str) -> None:
    writer.write(head(200, GZIP) + gzipped(b"")[:10])
    await endless(writer, b"\x00\x00\x00\xff\xff" * 10_000)


@misdeed
async def gzip_in_chunks(writer: Writer, _: str) -> None:
    writer.write(head(200, GZIP, CHUNKED))
    for at in range(0, len(zeros()), 1000):
        writer.write(chunk(zeros()[at : at + 1000]))
        await writer.drain()


@misdeed
async def endless_body(writer: Writer, _: str) -> None:
    writer.write(head(200, "Connection: close"))
    await endless(writer, b"[" * 65_536)


@misdeed
async def endless_chunks(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED))
    await endless(writer, chunk(b"[" * 65_536))


@misdeed
async def chunks_of_one(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED))
    await endless(writer, chunk(b"[") * 10_000)


@misdeed
async def endless_chunk_mark(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + b"5;")
    await endless(writer, b"x" * 65_536)


@misdeed
async def endless_chunk_extensions(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED))
    await endless(writer, b"1;" + b"x" * 60_000 + b"\r\n[\r\n")


@misdeed
async def chunk_below_nought(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + b"-1\r\n")
    await endless(writer, b"x" * 65_536)


@misdeed
async def chunk_far_below_nought(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + b"-7fffffff\r\n")
    await endless(writer, b"x" * 65_536)


@misdeed
async def chunk_beyond_measure(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + b"f" * 40 + b"\r\n")
    await endless(writer, b"x" * 65_536)


@misdeed
async def endless_trailers(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + chunk(b"{}") + b"0\r\n")
    await endless(writer, b"X-Trailer: " + b"x" * 50_000 + b"\r\n")


@misdeed
async def length_beyond_measure(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 99999999999999999999"))
    await endless(writer, b"[" * 65_536)


@misdeed
async def length_below_nought(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: -1"))
    await endless(writer, b"[" * 65_536)


@misdeed
async def length_too_small(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 3"))
    await endless(writer, b"[" * 65_536)


@misdeed
async def two_lengths(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 3", "Content-Length: 99999999"))
    await endless(writer, b"[" * 65_536)


@misdeed
async def endless_headers(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await endless(writer, b"X-Header: " + b"x" * 1000 + b"\r\n")


@misdeed
async def header_of_a_megabyte(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Header: " + b"x" * 1_000_000 + b"\r\n\r\n")
    await writer.drain()


@misdeed
async def headers_of_six_megabytes(writer: Writer, _: str) -> None:
    writer.write(whole(b"{}", *[f"X-Header-{n}: " + "x" * 65_000 for n in range(95)]))
    await writer.drain()


@misdeed
async def endless_header(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Header: ")
    await endless(writer, b"x" * 65_536)


@misdeed
async def endless_status(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 ")
    await endless(writer, b"x" * 65_536)


@misdeed
async def endless_continue(writer: Writer, _: str) -> None:
    await endless(writer, b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


@misdeed
async def endless_continue_with_headers(writer: Writer, _: str) -> None:
    await endless(writer, b"HTTP/1.1 100 Continue\r\nX-Header: " + b"x" * 60_000 + b"\r\n\r\n")


@misdeed
async def endless_redirects(writer: Writer, query: str) -> None:
    writer.write(whole(zeros(), GZIP, f"Location: /endless-redirects?{int(query or 0) + 1}", status=302))
    await writer.drain()


@misdeed
async def redirect_to_a_bomb(writer: Writer, _: str) -> None:
    writer.write(head(301, "Location: /gzip-zeros"))
    await endless(writer, b"x" * 65_536)


@misdeed
async def redirect_with_a_long_address(writer: Writer, _: str) -> None:
    writer.write(whole(b"", f"Location: /{'a' * 60_000}", status=301))
    await writer.drain()


# Dripping, breaking off, leading astray


@misdeed
async def drip_body(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 99999"))
    await drip(writer, b" ")


@misdeed
async def drip_gzip(writer: Writer, _: str) -> None:
    writer.write(head(200, GZIP) + gzipped(b"")[:10])
    await drip(writer, b"\x00\x00\x00\xff\xff")


@misdeed
async def drip_status(writer: Writer, _: str) -> None:
    await drip(writer, b"H")


@misdeed
async def drip_header(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
    await drip(writer, b"x")


@misdeed
async def drip_headers(writer: Writer, _: str) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    await drip(writer, b"X: y\r\n")


@misdeed
async def drip_continue(writer: Writer, _: str) -> None:
    await drip(writer, b"HTTP/1.1 100 Continue\r\n\r\n")


@misdeed
async def drip_chunk_size(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED))
    await drip(writer, b"0")


@misdeed
async def drip_chunks(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED))
    await drip(writer, chunk(b" "))


@misdeed
async def drip_trailers(writer: Writer, _: str) -> None:
    writer.write(head(200, CHUNKED) + b"0\r\n")
    await drip(writer, b"X: y\r\n")


@misdeed
async def drip_redirects(writer: Writer, query: str) -> None:
    await asyncio.sleep(0.4)
    writer.write(whole(b"", f"Location: /drip-redirects?{query}x", status=302))
    await writer.drain()


@misdeed
async def slow_page(writer: Writer, _: str) -> None:
    """Ends, after 30 drips."""
    body = json.dumps({"items": []}).encode().ljust(30)
    writer.write(head(200, "Content-Length: 30"))
    for at in range(30):
        writer.write(body[at : at + 1])
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)


@misdeed
async def silence(writer: Writer, _: str) -> None:
    await asyncio.sleep(3600)


@misdeed
async def reset(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 99999") + b"[")
    await writer.drain()
    wire = writer.get_extra_info("socket")
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@misdeed
async def hang_up(writer: Writer, _: str) -> None:
    writer.close()


@misdeed
async def cut_short(writer: Writer, _: str) -> None:
    writer.write(head(200, "Content-Length: 99999") + b'{"items": [')
    await writer.drain()
    writer.close()


@misdeed
async def greet(writer: Writer, _: str) -> None:
    writer.write(b"220 mail.example ESMTP\r\n" * 20)
    await writer.drain()
    writer.close()


@misdeed
async def loop(writer: Writer, _: str) -> None:
    writer.write(whole(b"", "Location: /loop", status=308))
    await writer.drain()


# Feeds


def item(feed: str, number: int) -> dict[str, Any]:
    address = f"https://127.0.0.1/{feed}/{number}"
    return make.group(id=address, url=address, name=f"Walking group {number}")


def _page(feed: str, first: int, size: int, following: int) -> bytes:
    items = [make.updated(item(feed, n), modified=n) for n in range(first, first + size)]
    address = f"http://127.0.0.1:{{port}}/{feed}?afterChangeNumber={following}"
    extension = {"version": "1.0", "epoch": "1", "horizon": 0}
    return json.dumps({"next": address, "license": make.LICENCE, "openhub": extension, "items": items}).encode()


async def _send_page(writer: Writer, page: bytes) -> None:
    port = writer.get_extra_info("sockname")[1]
    writer.write(whole(page.replace(b"{port}", str(port).encode()), "Content-Type: application/json"))
    await writer.drain()


def _after(query: str) -> int:
    return int(query.rpartition("afterChangeNumber=")[2] or 0)


@misdeed
async def endless_pages(writer: Writer, query: str) -> None:
    """A feed that always has one item more."""
    after = _after(query)
    await _send_page(writer, _page("endless-pages", after + 1, 1, after + 1))


@misdeed
async def endless_empty_pages(writer: Writer, query: str) -> None:
    await _send_page(writer, _page("endless-empty-pages", 1, 0, _after(query) + 1))


def _honest(feed: str) -> Misdeed:
    """No misdeed: so many items, and then the end."""

    async def send(writer: Writer, query: str) -> None:
        after = _after(query)
        size = min(PAGE, PAGES * PAGE - after)
        await _send_page(writer, _page(feed, after + 1, size, after + size))

    return send


HONEST = tuple(f"honest-{n}" for n in range(5))
MISDEEDS |= {name: _honest(name) for name in HONEST}


# Serving


async def _serve(reader: asyncio.StreamReader, writer: Writer) -> None:
    with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
        while not writer.is_closing():
            request = await reader.readuntil(b"\r\n\r\n")
            name, _, query = request.split(b" ", 2)[1].decode().removeprefix("/").partition("?")
            misdeed = MISDEEDS.get(name)
            if misdeed is None:
                writer.write(whole(b"no such thing", status=404))
            else:
                await misdeed(writer, query)
    writer.close()


class Hostile:
    """The server, in a thread of its own; `address` begins the URL of each misdeed."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.host = host

    def __enter__(self) -> "Hostile":
        self._loop = asyncio.new_event_loop()
        # The loop runs in its own thread from the start: a browser that other tests hold open has one in this thread.
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        begun = asyncio.run_coroutine_threadsafe(asyncio.start_server(_serve, self.host, 0), self._loop)
        self._server = begun.result()
        self.port = self._server.sockets[0].getsockname()[1]
        self.address = f"http://{self.host}:{self.port}/"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._ended(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _ended(self) -> None:
        self._server.close()
        running = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def main() -> None:
    """Serves until standard input ends, for who wants it in another process."""
    with Hostile() as server:
        print(server.address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
