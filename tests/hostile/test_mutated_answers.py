"""Answers with bytes changed at random: whatever a server says, there is an answer or a FetchFailed, and nothing else.

As many as OPENHUB_BAD_INPUTS says are tried: some in `make test`, more under `make soak`.
"""

import gzip
import os
import random
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Door

NUMBER = int(os.environ.get("OPENHUB_BAD_INPUTS", "1000"))
DATE = b"Date: Mon, 06 Jan 2020 09:00:00 GMT\r\n"
ANSWERS = (
    b'HTTP/1.1 200 OK\r\nContent-Length: 12\r\nContent-Type: application/json\r\nETag: "a"\r\n\r\n{"items": 1}',
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
    + DATE
    + b"\r\n5\r\nhello\r\n3;a=b\r\nabc\r\n0\r\nX: y\r\n\r\n",
    b"HTTP/1.1 301 Moved\r\nLocation: http://[::1]:80/a?b=c#d\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 302 Moved\r\nLocation: //exam\xefple.org/\xff\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 503 Later\r\n" + DATE + b"Retry-After: Mon, 06 Jan 2020 09:01:30 GMT\r\nContent-Length: 0\r\n\r\n",
    b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"[1,2,3]" * 50) + gzip.compress(b"x"),
    b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\nHTTP/1.0 304 Not\r\n\r\n",
)
ODD = (
    b"\r\n", b"\n", b"\0", b":", b" ", b"\xff", b"-", b"9" * 30, b"\r\n\r\n", b"\r\n ", b"Location: ", b",", b";", b"%", b"@", b"[",
    b"\xe2\x80\xae", b"Transfer-Encoding: chunked\r\n", b"Content-Length: -1\r\n", b"HTTP/1.1 100 \r\n\r\n",
)  # fmt: skip


def mutated(number: int) -> bytes:
    """Always the same bytes for a number."""
    chance = random.Random(number)
    data = bytearray(chance.choice(ANSWERS))
    for _ in range(chance.choice([1, 1, 2, 5])):
        at, kind = chance.randrange(len(data) + 1), chance.randrange(4)
        if kind == 0 and at < len(data):
            data[at] = chance.randrange(256)
        elif kind == 1:
            del data[at : at + chance.randint(1, 20)]
        elif kind == 2:
            data[at:at] = chance.choice(ODD)
        else:
            data[at:at] = data[at // 2 : at]
    return bytes(data)


@pytest.fixture
def port() -> Iterator[int]:
    """Answers /number with the mutated answer of that number, and hangs up."""

    def serve() -> None:
        while True:
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire, suppress(OSError, ValueError, IndexError):
                wire.sendall(mutated(int(wire.recv(65_536).split(b" ", 2)[1][1:])))

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join()


def test_whatever_a_server_says_is_an_answer_or_a_fault_with_words(port: int) -> None:
    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    outcomes, words = set(), set()
    with Door(Settings(allow_addresses=("127.0.0.1",), fetch_total_seconds=5), resolve=resolve) as door:
        for number in range(NUMBER):
            try:
                outcomes.add(door.get(f"http://host{number}.example:{port}/{number}", etag='"b"').status)
            except FetchFailed as failed:
                outcomes.add(failed.facts["kind"])
                words.add(str(failed)[:4])
    assert words == {"http"}
    assert {200, 304, "status", "connection", "redirect", "coding"} <= outcomes
