"""Every address that must not be reached, by every road that leads there: nothing is connected to.

Each connection of this process is seen by a hook of the interpreter, whoever makes it; what lies outside and is
imitated is the DNS alone.
"""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Door
from tests.hostile.server import MISDEEDS, Hostile, Writer, whole

# An address or more of every kind.
_FORBIDDEN = """
    127.0.0.1 127.8.9.10 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
    169.254.0.1 169.254.169.254 100.64.0.1 100.100.100.200 100.127.255.255 168.63.129.16 192.0.0.8 192.0.0.170 192.0.2.1
    192.88.99.1 192.31.196.1 192.52.193.1 192.175.48.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.1
    224.0.0.1 239.255.255.250 240.0.0.1 254.0.0.1 255.255.255.255
    :: ::1 ::2 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:0.0.0.0 ::ffff:192.168.0.1
    ::127.0.0.1 ::10.0.0.1 ::169.254.169.254 ::ffff:0:127.0.0.1 ::ffff:0:10.0.0.1 ::ffff:0:169.254.169.254
    64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::169.254.169.254 64:ff9b:1::1 64:ff9b:1::169.254.169.254 64:ff9b:1:ffff::1
    2002:7f00:1:: 2002:7f00:1::1 2002:a00:1::1 2002:a9fe:a9fe::1 2002:808:808::1
    2001:: 2001:0:4136:e378:8000:63bf:80ff:fffe 2001:0:7f00:1::1 2001:2::1 2001:10::1 2001:20::1 2001:db8::1 2001:1ff:ffff::1
    3ffe::1 3fff::1 3fff:fff:ffff::1 2620:4f:8000::1 5f00::1 100::1 100:0:0:1::1 fe80::1 febf::1 fec0::1 feff::1 fc00::1
    fd00:ec2::254 fdff::1 ff00::1 ff02::1 ff05::1:3 ff0e::1 1000::1 4000::1 8000::1 e000::1
"""
FORBIDDEN = _FORBIDDEN.split()
ZONED = ["fe80::1%1", "fe80::1%eth0", "fe80::a9fe:a9fe%lo", "ff02::1%1"]

# Other spellings of those, and URLs that two programs may read as two hosts. What is not ASCII is escaped where it is not seen.
_SPELLED = """
    http://127.1/ http://127.0.1/ http://2130706433/ http://0x7f.1/ http://0x7f000001/ http://0X7F.0.0.1/ http://0177.0.0.1/ http://017700000001/
    http://127.0.0.1.:80/ http://0/ http://0x0/ http://00/ http://127.0.0.01/ http://127.0.0.0x1/ http://256.0.0.1/ http://1.2.3.4.5/
    http://①②⑦.0.0.1/ http://１２７.0.0.1/ http://127。0。0。1/ http://127．0．0．1/ http://１６９.２５４.１６９.２５４/ http://⑩.0.0.1/ http://𝟙𝟚𝟟.0.0.1/
    http://[::]/ http://[0:0:0:0:0:0:0:1]/ http://[::ffff:7f00:1]/ http://[::FFFF:127.0.0.1]/ http://[fe80::1%25eth0]/ http://[fe80::1%eth0]/
    http://[::1%25]/ http://[127.0.0.1]/ http://[::1]x/ http://x[::1]/ http://[::1/ http://[v1.a]/ http://[]/ http://[::1]:80:80/
    HTTP://127.0.0.1/ HtTp://[::1]/ HTTPS://10.0.0.1/ FILE:///etc/passwd
    file:///etc/passwd ftp://8.8.8.8/ gopher://8.8.8.8/ //8.8.8.8/ 8.8.8.8
    http:/8.8.8.8/ http:8.8.8.8 http:///8.8.8.8/ http://?8.8.8.8 http://#8.8.8.8 http://:80/ http://./ http://../ http://%00/ http:// https://
    http://a@8.8.8.8/ http://a:b@8.8.8.8/ http://@8.8.8.8/ http://8.8.8.8@127.0.0.1/ http://8.8.8.8:80@127.0.0.1/ http://a@b@c/
    http://a\\@b/ http://8.8.8.8\\@127.0.0.1/ http://8.8.8.8\\.example/ http:\\\\127.0.0.1/ http://8.8.8.8#@127.0.0.1\\
    http://127.0.0.1%2f.example/ http://127.0.0.1%00.example/ http://a%2eexample/ http://a／b.example/ http://a＃b.example/ http://a？b.example/
    http://a＠127.0.0.1/ http://a：80/ http://faß.example/ http://-a.example/ http://a-.example/ http://a..example/ http://.example/
    http://8.8.8.8:0/ http://8.8.8.8:65536/ http://8.8.8.8:99999999/ http://8.8.8.8:8x/ http://8.8.8.8:-80/ http://8.8.8.8:+80/ http://8.8.8.8:８０/
    http://8.8.8.8:22/ http://8.8.8.8:6379/ http://8.8.8.8:8080/ https://8.8.8.8:25/ javascript:alert(1) data:,x
"""
SPELLED = [
    *_SPELLED.split(),
    "",
    "http://127.0.0.1 .example/",
    "http://8.8.8.8\t/",
    "http://8.8.8.8/\r\nHost: 127.0.0.1",
    "http://8.8.8.8\x00/",
    "\x01http://8.8.8.8/",
    "http://a\u200db.example/",
    "http://a\u202eb.example/",
    "http://exa\u00admple..org/",
    "http://\u2024/",
    "http://127\u3002\uff10\uff0e0.1/",
]
GOOD = "127.0.0.2"  # where our server is, which the operator allows
PRIVATE = "127.0.0.3"
_WATCHING: list[list[Any]] = []


def _see(event: str, arguments: tuple[Any, ...]) -> None:
    if _WATCHING and event in ("socket.connect", "socket.sendto"):
        for seen in _WATCHING:
            seen.append(arguments[1])


sys.addaudithook(_see)


@contextmanager
def connections() -> Iterator[list[Any]]:
    """Where this process connects to meanwhile."""
    seen: list[Any] = []
    _WATCHING.append(seen)
    yield seen
    _WATCHING.remove(seen)


def answering(*addresses: str) -> Any:
    """The DNS, with these addresses for every name."""

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses
        ]

    return resolve


def _url(address: str, scheme: str = "http") -> str:
    return f"{scheme}://[{address}]/" if ":" in address else f"{scheme}://{address}/"


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    async def redirect(writer: Writer, query: str) -> None:
        writer.write(whole(b"", f"Location: {query}", status=302))

    MISDEEDS["redirect"] = redirect
    with Hostile(GOOD) as hostile:
        yield hostile
    del MISDEEDS["redirect"]


def refused(door: Door, url: str, *kinds: str) -> None:
    with pytest.raises(FetchFailed) as failed:
        door.get(url)
    assert failed.value.facts["kind"] in kinds, failed.value
    assert failed.value.facts["status"] == 0


def test_the_hook_sees_every_connection(server: Hostile) -> None:
    with connections() as seen, socket.create_connection((GOOD, server.port)):
        pass
    assert seen == [(GOOD, server.port)]


def test_none_is_connected_to_as_it_stands() -> None:
    with connections() as seen, Door(Settings(), resolve=answering("8.8.8.8")) as door:
        for address in FORBIDDEN + ZONED:
            for scheme in ("http", "https"):
                refused(door, _url(address, scheme), "refused-address")
    assert seen == []


@pytest.mark.parametrize("url", SPELLED)
def test_none_is_connected_to_in_another_spelling(url: str) -> None:
    with connections() as seen, Door(Settings(), resolve=answering("127.0.0.1")) as door:
        refused(door, url, "refused-address")
    assert seen == []


def test_odd_spellings_reach_nothing_even_where_every_name_is_found(server: Hostile) -> None:
    """With a DNS that says a public address for all names, they fail by their spelling, or by the port."""
    with connections() as seen, Door(Settings(), resolve=answering("8.8.8.8")) as door:
        for url in SPELLED:
            refused(door, url, "refused-address")
    assert seen == []


@pytest.mark.parametrize("company", [[], ["8.8.8.8"], ["2606:4700:4700::1111", "1.1.1.1"]])
@pytest.mark.parametrize("last", [True, False])
def test_none_is_connected_to_by_a_name(company: list[str], last: bool) -> None:
    with connections() as seen:
        for address in FORBIDDEN + ZONED:
            addresses = [*company, address] if last else [address, *company]
            with Door(Settings(), resolve=answering(*addresses)) as door:
                refused(door, "https://feeds.example/", "refused-address")
    assert seen == []


def test_none_is_connected_to_by_a_redirect(server: Hostile) -> None:
    settings = Settings(allow_addresses=(GOOD,))
    with connections() as seen, Door(settings, resolve=answering(GOOD)) as door:
        for address in FORBIDDEN + ZONED:
            there = _url(address).replace("%", "%25")
            refused(door, f"http://feeds.example:{server.port}/redirect?{there}", "refused-address", "redirect")
    assert set(seen) <= {(GOOD, server.port)}


@pytest.mark.parametrize("company", [[], [GOOD]])
def test_none_is_connected_to_by_a_redirect_to_a_name(server: Hostile, company: list[str]) -> None:
    settings = Settings(allow_addresses=(GOOD,))
    with connections() as seen:
        for address in FORBIDDEN + ZONED:

            def resolve(host: str, port: int, address: str = address, **_: Any) -> list[Any]:
                return list(answering(*([*company, address] if host == "inside.example" else [GOOD]))(host, port))

            with Door(settings, resolve=resolve) as door:
                url = f"http://feeds.example:{server.port}/redirect?http://inside.example/"
                refused(door, url, "refused-address")
    assert set(seen) <= {(GOOD, server.port)}


def test_redirects_in_other_spellings_reach_nothing(server: Hostile) -> None:
    settings = Settings(allow_addresses=(GOOD,))
    with connections() as seen, Door(settings, resolve=answering(GOOD)) as door:
        for url in SPELLED:
            if "://" in url and url.isascii() and url.isprintable() and " " not in url and "8.8.8.8:" not in url:
                with pytest.raises(FetchFailed):  # http:///x/ is a path on the same host, and not there
                    door.get(f"http://feeds.example:{server.port}/redirect?{url}")
    assert set(seen) <= {(GOOD, server.port)}


def test_a_name_that_flips_is_never_followed_to_the_private_address(server: Hostile) -> None:
    """1,000 tries, each with a name of its own whose first answer is good, and a listener at the private address."""
    settings = Settings(allow_addresses=(GOOD,))
    with socket.create_server((PRIVATE, server.port)) as private:
        private.setblocking(False)
        with connections() as seen, Door(settings, resolve=flipping(GOOD, PRIVATE)) as door:
            for number in range(1000):
                url = f"http://host{number}.example:{server.port}/honest-0"
                assert door.get(url).status == 200
                refused(door, url, "refused-address")
                if number % 10 == 0:  # and in a redirect to the very same name
                    there = f"http://again{number}.example:{server.port}/"
                    refused(door, f"{there}redirect?{there}honest-0", "refused-address")
        assert set(seen) == {(GOOD, server.port)}
        with pytest.raises(BlockingIOError):
            private.accept()


def flipping(first: str, then: str) -> Any:
    """A DNS that tells each name's first asker one thing and everybody else another."""
    asked: set[str] = set()

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        known = host in asked
        asked.add(host)
        return list(answering(then if known else first)(host, port))

    return resolve


def test_where_a_connection_ended_is_looked_at_before_a_byte_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that leads elsewhere than it was told: what arrives there is a connection, and no request."""
    elsewhere = socket.create_server((PRIVATE, 0))
    there = elsewhere.getsockname()
    led_astray = socket.socket.connect
    monkeypatch.setattr(
        "openhub.fetch.connections.LimitedSocket.connect", lambda wire, _: led_astray(wire, there), raising=False
    )
    with elsewhere, Door(Settings(allow_addresses=(GOOD,))) as door:
        with pytest.raises(FetchFailed, match=r"reached at 127\.0\.0\.3 and not at 127\.0\.0\.2, which was checked"):
            door.get(f"http://127.0.0.2:{there[1]}/")
        wire, _ = elsewhere.accept()
        with wire:
            assert wire.recv(1000) == b""


def test_a_look_up_without_end_is_left_at_the_deadline() -> None:
    never = threading.Event()
    with (
        connections() as seen,
        Door(Settings(fetch_total_seconds=0.2), resolve=lambda *_, **__: never.wait(30)) as door,
    ):
        refused(door, "https://feeds.example/", "timeout")
    never.set()
    assert seen == []
