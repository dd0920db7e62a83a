"""Fetches one URL over HTTP: every address checked, every wait and every size limited."""

import re
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from functools import cached_property
from http.client import HTTPException
from typing import Any
from urllib.parse import quote, urljoin

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError, ProtocolError
from urllib3.exceptions import SSLError as TLSError
from urllib3.exceptions import TimeoutError as TimedOut

from openhub import __version__
from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch import addresses
from openhub.fetch.addresses import DEFAULT_PORTS, Target
from openhub.fetch.connections import Connection, Pinned, PinnedTLS, TimedTLSSocket, sent, time_left

MAX_REDIRECTS = 3
MAX_RATIO = 100
RATIO_FROM_BYTES = 1_000_000
MAX_IDLE_CONNECTIONS = 16

_STEP = 65_536
_MOVED_FOR_GOOD = {301, 308}
_MOVED = {301, 302, 303, 307, 308}
_TELL = "Try later, or tell its publisher"
_ALLOW = "let the hub's openhub.toml have allow_addresses with its network, such as 127.0.0.0/8"
_FAULTS: dict[type[Exception], tuple[str, str]] = {
    TimeoutError: ("timeout", f"did not answer in time. {_TELL}"),
    TimedOut: ("timeout", f"did not answer in time. {_TELL}"),
    ssl.SSLCertVerificationError: ("tls", "cannot prove who it is ({0.verify_message}). Its certificate needs mending"),
    ssl.SSLError: ("tls", f"does not speak https properly ({{0}}). {_TELL}"),
    TLSError: ("tls", f"does not speak https properly ({{0}}). {_TELL}"),
    zlib.error: ("coding", f"is not the gzip that it says it is ({{0}}). {_TELL}"),
    ProtocolError: ("connection", f"broke off, or did not speak HTTP ({{0.args[0]}}). {_TELL}"),
    HTTPError: ("connection", f"broke off, or did not speak HTTP ({{0}}). {_TELL}"),
    HTTPException: ("connection", f"broke off, or did not speak HTTP ({{0!r}}). {_TELL}"),
    OSError: ("connection", f"could not be connected to ({{0}}). {_TELL}"),
}
_STATUSES = {
    401: ("asks for a password", "Only open feeds can be read"),
    403: ("does not let us in", "Ask its publisher to"),
    404: ("is not there", "Check the address, or ask its publisher where it is now"),
    410: ("is gone for good", "Ask its publisher where it is now, or remove the source"),
    429: ("was asked too often", "Try later"),
    503: ("is closed for a while", "Try later"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: `status` is 200, or 304 with no body when the `etag` given still holds."""

    url: str
    """Where it came from, after any redirects."""
    status: int
    headers: Mapping[str, str]
    """Names are looked up without regard to case (RFC 9110 §5.1)."""
    body: bytes
    etag: str
    moved: str = ""
    """The URL to remember from now on: set when redirects said that it moved for good (301, 308)."""


class Door:
    """Fetches URLs, and keeps connections open between two fetches from one host.

    A proxy named in the environment is not used: the address behind it could not be checked.
    """

    def __init__(self, settings: Settings, *, resolve: Callable[..., Any] = socket.getaddrinfo) -> None:
        """Raises ConfigError when the setting `allow_addresses` holds something that is not a network."""
        self._settings = settings
        self._allowed = addresses.networks(settings.allow_addresses)
        self._resolve = resolve
        self._idle: dict[tuple[str, str, int, str], Connection] = {}

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        context.sslsocket_class = TimedTLSSocket
        return context

    def close(self) -> None:
        """Closes the connections kept open; the door can still be used."""
        while self._idle:
            self._idle.popitem()[1].close()

    def get(self, url: str, *, etag: str = "", accept: str = "application/json", fresh: bool = False) -> Answer:
        """What this http or https URL holds now; with `fresh`, not out of a cache on the way (RFC 9111 §5.2.1.4).

        Follows up to three redirects, each checked like the first, never from https to http. Raises FetchFailed,
        whose facts are kind, url, status (0 if none came) and retry_after (seconds, or None). The kinds are:
        refused-address, no-such-host, connection, tls, timeout, redirect, status, coding, too-large.
        """
        deadline = time.monotonic() + self._settings.fetch_total_seconds
        headers = _request_headers(self._settings.contact, etag, accept, fresh)
        where, moved, for_good = addresses.target(url), "", True
        for _ in range(MAX_REDIRECTS + 1):
            with self._exchange(where, headers, deadline) as response:
                if response.status not in _MOVED or "Location" not in response.headers:
                    return self._answer(where, response, etag, moved)
            where = _next(where, response.headers["Location"])
            for_good = for_good and response.status in _MOVED_FOR_GOOD
            moved = where.url if for_good else moved
        raise _failure(
            "redirect", where, f"lies behind more than {MAX_REDIRECTS} redirects. Ask its publisher where it is"
        )

    @contextmanager
    def _exchange(self, where: Target, headers: Mapping[str, str], deadline: float) -> Iterator[HTTPResponse]:
        """A response with its body unread. The connection is kept if the body was then read to its end."""
        try:
            connection, response = self._request(where, headers, deadline)
            try:
                yield response
            finally:
                self._keep_or_close(connection, response)
        except tuple(_FAULTS) as error:
            kind, wrong = next(said for fault, said in _FAULTS.items() if isinstance(error, fault))
            raise _failure(kind, where, wrong.format(error)) from error

    def _request(self, where: Target, headers: Mapping[str, str], deadline: float) -> tuple[Connection, HTTPResponse]:
        """The start of an answer, on a connection kept open or else on a new one."""
        found = self._checked_addresses(where)
        for address in found:
            idle = self._idle.pop((where.scheme, where.host, where.port, address), None)
            if idle and idle.is_connected:
                try:
                    return idle, sent(idle, where.path, headers, self._settings.fetch_read_seconds, deadline)
                except (ConnectionError, ssl.SSLError):
                    continue  # The server closed it meanwhile, as it may (RFC 9112 §9.5): ask again on a new one.
            elif idle:
                idle.close()
        connection = self._connected(where, found, deadline)
        return connection, sent(connection, where.path, headers, self._settings.fetch_read_seconds, deadline)

    def _checked_addresses(self, where: Target) -> list[str]:
        """The addresses of the host, looked up once; it is refused if a single one of them is."""
        try:
            answers = self._resolve(where.host, where.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            wrong = f"has a host that could not be found, {where.host}. Check the address, or try later"
            raise _failure("no-such-host", where, wrong) from error
        found = list(dict.fromkeys(str(answer[4][0]) for answer in answers))
        for address in found:
            if why := addresses.refusal(address, self._allowed):
                wrong = f"was not fetched: its host is at {address}, which {why}"
                raise _failure("refused-address", where, f"{wrong}. If you trust it, {_ALLOW}")
            if where.port not in DEFAULT_PORTS.values() and not addresses.is_allowed(address, self._allowed):
                wrong = f"was not fetched: port {where.port} is neither 80 nor 443. Ask its publisher to use https"
                raise _failure("refused-address", where, f"{wrong}, or if you trust it, {_ALLOW}")
        return found

    def _connected(self, where: Target, found: list[str], deadline: float) -> Connection:
        """A new connection to the first of these addresses that takes one; the host is not looked up again."""
        fault: Exception = OSError("it has no address")
        for address in found:
            connection = self._connection(where, address)
            connection.timeout = min(self._settings.fetch_connect_seconds, time_left(deadline))
            try:
                connection.connect()
                return connection
            except (OSError, HTTPError) as error:
                connection.close()
                if isinstance(error, ssl.SSLError):
                    raise
                fault = error
        raise fault

    def _connection(self, where: Target, address: str) -> Connection:
        if where.scheme == "https":
            return PinnedTLS(where.host, where.port, address=address, context=self._tls)
        return Pinned(where.host, where.port, address=address)

    def _keep_or_close(self, connection: Connection, response: HTTPResponse) -> None:
        if not response.isclosed() or connection.is_closed:
            response.close()
            connection.close()
            return
        key = connection.scheme, connection.host, connection.port, connection.address
        if len(self._idle) >= MAX_IDLE_CONNECTIONS:
            self._idle.pop(next(iter(self._idle))).close()
        self._idle[key] = connection

    def _answer(self, where: Target, response: HTTPResponse, etag: str, moved: str) -> Answer:
        unchanged = response.status == 304 and etag
        if response.status != 200 and not unchanged:
            wrong, advice = _STATUSES.get(response.status, ("answered, but not with what was asked for", _TELL))
            wrong = f"{wrong} (status {response.status}). {advice}"
            wait = _retry_after(response.headers)
            raise _failure("status", where, wrong, status=response.status, retry_after=wait)
        body = self._body(where, response)
        held = _sendable(response.headers.get("ETag", "")) or (etag if unchanged else "")
        return Answer(where.url, response.status, response.headers, body, held, moved)

    def _body(self, where: Target, response: HTTPResponse) -> bytes:
        coding = response.headers.get("Content-Encoding", "").strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip"):
            wrong = f"came packed as {coding[:40]!r} although only gzip was asked for. Tell its publisher"
            raise _failure("coding", where, wrong)
        most, pieces, size = self._settings.fetch_max_bytes, [], 0
        for piece in _unpacked(response) if "gzip" in coding else _raw(response):
            pieces.append(piece)
            size += len(piece)
            if max(size, response.tell(), response.length_remaining or 0) > most:
                wrong = f"is larger than {most} bytes. Ask its publisher for smaller pages, or raise fetch_max_bytes"
                raise _failure("too-large", where, wrong)
            if size > max(RATIO_FROM_BYTES, MAX_RATIO * response.tell()):
                wrong = f"unpacks to more than {MAX_RATIO} times its size, as an attack would. Tell its publisher"
                raise _failure("too-large", where, wrong)
        return b"".join(pieces)


def _request_headers(contact: str, etag: str, accept: str, fresh: bool) -> dict[str, str]:
    contact = "".join(c for c in contact if " " < c <= "~" and c not in "()\\")
    headers = {
        "User-Agent": f"OpenHub/{__version__}" + (f" (+{contact})" if contact else ""),
        "Accept": accept,
        "Accept-Encoding": "gzip",
    }
    if _sendable(etag):
        headers["If-None-Match"] = etag
    if fresh:
        headers["Cache-Control"] = "no-cache"
    return headers


def _sendable(etag: str) -> str:
    """The entity tag if it is one that can stand in a header (RFC 9110 §8.8.3), quotes or not; else nothing."""
    return etag if re.fullmatch(r"[\x21-\x7e\x80-\xff]{1,1000}", etag) else ""


def _next(where: Target, location: str) -> Target:
    """Where a redirect leads (RFC 9110 §10.2.2). Raises FetchFailed if it may not be followed."""
    try:
        url = urljoin(where.url, quote(location.encode("latin-1"), safe=addresses.KEPT))
        there = addresses.target(url, via=where.url)
    except (ValueError, FetchFailed) as error:
        raise _failure(
            "redirect", where, f"redirects where nobody can go. Tell its publisher. {str(error).rstrip('.')}"
        ) from error
    if where.scheme == "https" and there.scheme == "http":
        wrong = f"redirects from https to plain {addresses.masked(url)}. Tell its publisher"
        raise _failure("redirect", where, wrong)
    return there


def _raw(response: HTTPResponse) -> Iterator[bytes]:
    while chunk := response.read(_STEP, decode_content=False):
        yield chunk


def _unpacked(response: HTTPResponse) -> Iterator[bytes]:
    """The body out of its gzip (RFC 1952), in small steps. Raises zlib.error if it is broken or cut off."""
    member = zlib.decompressobj(wbits=31)
    for chunk in _raw(response):
        while chunk:
            member = zlib.decompressobj(wbits=31) if member.eof else member
            yield member.decompress(chunk, _STEP)
            chunk = member.unconsumed_tail or member.unused_data
    if response.tell() and not member.eof:
        raise zlib.error("it ends in the middle")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait (RFC 9110 §10.2.3); a date is measured from the server's own clock, its Date header."""
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", value):
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def _failure(kind: str, where: Target, wrong: str, *, status: int = 0, retry_after: float | None = None) -> FetchFailed:
    url = addresses.masked(where.url)
    came = f" (to which {addresses.masked(where.via)} redirects)" if where.via else ""
    return FetchFailed(f"{url}{came} {wrong}.", kind=kind, url=url, status=status, retry_after=retry_after)
