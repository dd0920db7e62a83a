"""Servers that never end an answer, or never begin it: each is left at its deadline."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Answer, Door
from tests.certificate import certificate_in
from tests.hostile.server import Hostile

DRIPS = (
    "drip-status", "drip-header", "drip-headers", "drip-continue", "drip-body", "drip-gzip", "drip-chunk-size", "drip-chunks",
    "drip-trailers", "drip-redirects", "silence",
)  # fmt: skip


def settings(**changes: Any) -> Settings:
    return Settings(**{"allow_addresses": ("127.0.0.0/8",), "fetch_total_seconds": 30.0, **changes})


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as hostile:
        yield hostile


def kind(door: Door, url: str) -> Any:
    with pytest.raises(FetchFailed) as failed:
        door.get(url)
    return failed.value.facts["kind"]


def test_whatever_drips_is_left_at_the_deadline_of_the_whole(server: Hostile) -> None:
    with Door(settings(fetch_total_seconds=0.7)) as door, ThreadPoolExecutor(len(DRIPS)) as threads:
        kinds = threads.map(lambda name: kind(door, server.address + name), DRIPS)
        assert dict(zip(DRIPS, kinds, strict=True)) == dict.fromkeys(DRIPS, "timeout")


def test_whatever_drips_is_left_when_it_stays_too_slow(server: Hostile) -> None:
    """The deadline of the whole is far; what ends these is the least rate."""
    slow = tuple(name for name in DRIPS if name not in ("drip-redirects", "drip-headers"))
    with (
        Door(settings(fetch_slow_seconds=0.3, fetch_bytes_a_second=20_000)) as door,
        ThreadPoolExecutor(len(slow)) as threads,
    ):
        kinds = threads.map(lambda name: kind(door, server.address + name), slow)
        assert dict(zip(slow, kinds, strict=True)) == dict.fromkeys(slow, "timeout")


def test_what_is_slow_but_fast_enough_is_waited_for(server: Hostile) -> None:
    with Door(settings(fetch_slow_seconds=0.1, fetch_bytes_a_second=20)) as door:
        assert door.get(server.address + "slow-page").body.strip() == b'{"items": []}'
    with Door(settings(fetch_slow_seconds=0.1, fetch_bytes_a_second=20_000)) as door:
        assert kind(door, server.address + "slow-page") == "timeout"


def test_a_silent_server_is_left_when_no_bytes_come(server: Hostile) -> None:
    with Door(settings(fetch_read_seconds=0.2)) as door:
        assert kind(door, server.address + "silence") == "timeout"


def test_a_connection_that_failed_half_way_is_not_used_again(server: Hostile) -> None:
    """Else the rest of one answer would be taken for the beginning of the next."""
    with Door(settings(fetch_read_seconds=0.2, fetch_total_seconds=0.3)) as door:
        for name in ("drip-body", "drip-chunks", "drip-trailers", "length-too-small", "gzip-zeros", "endless-trailers"):
            with suppress(FetchFailed):
                door.get(server.address + name)
            assert door.get(server.address + "honest-0").body.startswith(b'{"next"'), name


# TLS


def test_a_handshake_that_drips_is_left() -> None:
    """The head of a long record, and then a byte of it now and again."""

    def drip(wire: socket.socket) -> None:
        wire.sendall(b"\x16\x03\x03\x40\x00\x02")
        while True:
            time.sleep(0.02)
            wire.sendall(b"\0")

    with (
        _listening(drip) as port,
        Door(settings(fetch_connect_seconds=0.4)) as patient,
        Door(settings(fetch_total_seconds=0.4)) as hasty,
    ):
        assert kind(patient, f"https://127.0.0.1:{port}/") == "timeout"
        assert kind(hasty, f"https://127.0.0.1:{port}/") == "timeout"


def test_an_encrypted_answer_that_drips_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One record of TLS, byte by byte: none of it can be read before its last."""
    folder = certificate_in(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "certificate.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")

    def drip(wire: socket.socket) -> None:
        for byte in _encrypted(wire, context, b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n" + b"x" * 9000):
            time.sleep(0.02)
            wire.sendall(bytes([byte]))

    with _listening(drip) as port:
        resolve = _everything_is("127.0.0.1")
        with Door(settings(fetch_total_seconds=0.5), resolve=resolve) as door:
            assert kind(door, f"https://feeds.example:{port}/") == "timeout"
        with Door(settings(fetch_read_seconds=0.3), resolve=resolve) as door:
            assert kind(door, f"https://feeds.example:{port}/") == "timeout"


def _everything_is(address: str) -> Callable[..., Any]:
    return lambda host, port, **_: [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]


def _encrypted(wire: socket.socket, context: ssl.SSLContext, answer: bytes) -> bytes:
    """The answer to a request as it would go over the wire, after a handshake."""
    coming, going = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = context.wrap_bio(coming, going, server_side=True)

    def done(step: Callable[[], object]) -> None:
        while True:
            try:
                step()
                break
            except ssl.SSLWantReadError:
                wire.sendall(going.read())
                coming.write(wire.recv(65_536))
        wire.sendall(going.read())

    done(tls.do_handshake)
    done(lambda: tls.read(65_536))
    tls.write(answer)
    return going.read()


class _listening:
    """A server on loopback that does this to each who connects; its port."""

    def __init__(self, work: Callable[[socket.socket], None]) -> None:
        self._work = work

    def __enter__(self) -> int:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept)]
        self._threads[0].start()
        return int(self._listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                wire, _ = self._listener.accept()
            except OSError:
                return
            self._threads.append(threading.Thread(target=self._served, args=(wire,)))
            self._threads[-1].start()

    def _served(self, wire: socket.socket) -> None:
        with suppress(OSError), wire:
            self._work(wire)


# Threads


def test_threads_share_a_door(server: Hostile) -> None:
    """Many at once, over few hosts and many: each has its own answer, and few connections are left open."""
    resolve = _everything_is("127.0.0.1")

    def fetched(number: int) -> Answer:
        host = f"host{number % 100}.example" if number % 2 else "same.example"
        return door.get(f"http://{host}:{server.port}/honest-{number % 5}?afterChangeNumber={number % 50}")

    with Door(settings(), resolve=resolve) as door, ThreadPoolExecutor(12) as threads:
        answers = list(threads.map(fetched, range(1200)))
        alone = {url: door.get(url) for url in {answer.url for answer in answers[:100]}}
    for number, answer in enumerate(answers):
        assert f"/honest-{number % 5}?afterChangeNumber=".encode() in answer.body
        assert len(answer.body) < answer.wire_bytes < len(answer.body) + 300
    assert all(answer.body == alone[answer.url].body for answer in answers[:100])
