"""Fetches one URL over HTTP: every address checked, every wait and every size limited."""

import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from urllib3 import HTTPResponse
from urllib3.exceptions import HTTPError

from openhub import __version__
from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch import addresses, body
from openhub.fetch.addresses import Target
from openhub.fetch.connections import Pinned, PinnedTLS, sent, tls
from openhub.fetch.faults import EXPECTED, bad_status, failed, failure
from openhub.fetch.idle import Idle
from openhub.fetch.limits import Limits, limits, time_left
from openhub.fetch.lookup import Resolve, checked_addresses

MAX_REDIRECTS = 3
_MOVED_FOR_GOOD = {301, 308}
_MOVED = {301, 302, 303, 307, 308}


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
    wire_bytes: int = 0
    """What came over the wire for it: the body as it was packed, all headers, and those of redirects."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered, whatever it was: a redirect is not followed, and no status is a failure."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    """Unpacked when it came packed in gzip."""


class Door:
    """Fetches URLs, and keeps connections open between two fetches from one host. Threads may share it.

    A proxy named in the environment is not used: the address behind it could not be checked.
    """

    def __init__(self, settings: Settings, *, resolve: Resolve = socket.getaddrinfo) -> None:
        """Raises ConfigError when the setting `allow_addresses` holds something that is not a network."""
        self._settings = settings
        self._allowed = addresses.networks(settings.allow_addresses)
        self._resolve = resolve
        self._idle = Idle()
        self._tls: ssl.SSLContext | None = None

    def __enter__(self) -> "Door":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections kept open; the door can still be used."""
        self._idle.close()

    def get(self, url: str, *, etag: str = "", accept: str = "application/json", fresh: bool = False) -> Answer:
        """What this http or https URL holds now; with `fresh`, not out of a cache on the way (RFC 9111 §5.2.1.4).

        Follows up to three redirects, each checked like the first, never from https to http. Raises FetchFailed,
        whose facts are kind, url, status (0 if none came) and retry_after (seconds, or None). The kinds are:
        refused-address, no-such-host, connection, tls, timeout, redirect, status, coding, too-large.
        """
        within = limits(self._settings)
        headers = _request_headers(self._settings.contact, etag, accept, fresh)
        where, moved, for_good = addresses.target(url), "", True
        for _ in range(MAX_REDIRECTS + 1):
            with self._exchange(where, headers, within) as response:
                if response.status not in _MOVED or "Location" not in response.headers:
                    return self._answer(where, response, etag, moved, within)
            where = _next(where, response.headers["Location"])
            for_good = for_good and response.status in _MOVED_FOR_GOOD
            moved = where.url if for_good else moved
        raise failure(
            "redirect", where, f"lies behind more than {MAX_REDIRECTS} redirects. Ask its publisher where it is"
        )

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        """One request and its answer just as it came, for who looks at the server and not only at what it holds.

        `headers` are set beside or in place of the usual ones, and "" leaves one out. Raises FetchFailed when no answer came.
        """
        within = limits(self._settings)
        usual = _request_headers(self._settings.contact, "", "application/json", False)
        sending = {name: value for name, value in {**usual, **(headers or {})}.items() if value}
        where = addresses.target(url)
        with self._exchange(where, sending, within, method) as response:
            read = body.read(response, self._settings, within) if method != "HEAD" else b""
            return Reply(response.status, response.headers, read)

    @contextmanager
    def _exchange(
        self, where: Target, headers: Mapping[str, str], within: Limits, method: str = "GET"
    ) -> Iterator[HTTPResponse]:
        """A response with its body unread. The connection is kept if the body was then read to its end."""
        try:
            connection, response = self._request(where, headers, within, method)
            try:
                yield response
            except BaseException:
                response.close()  # it holds the socket too
                connection.close()
                raise
            self._keep_or_close(connection, response)
        except EXPECTED as error:
            raise failed(where, error) from error

    def _request(
        self, where: Target, headers: Mapping[str, str], within: Limits, method: str
    ) -> tuple[Pinned, HTTPResponse]:
        """The start of an answer, on a connection kept open or else on a new one."""
        found = checked_addresses(where, self._resolve, self._allowed, time_left(within.deadline))
        for address in found:
            idle = self._idle.take((where.scheme, where.host, where.port, address))
            if idle:
                try:
                    return idle, sent(idle, method, where.path, headers, within)
                except (ConnectionError, ssl.SSLError):
                    continue  # The server closed it meanwhile, as it may (RFC 9112 §9.5): ask again on a new one.
        connection = self._connected(where, found, within.deadline)
        return connection, sent(connection, method, where.path, headers, within)

    def _connected(self, where: Target, found: list[str], deadline: float) -> Pinned:
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

    def _connection(self, where: Target, address: str) -> Pinned:
        if where.scheme == "http":
            return Pinned(where.host, where.port, address=address)
        self._tls = self._tls or tls()
        return PinnedTLS(where.host, where.port, address=address, context=self._tls)

    def _keep_or_close(self, connection: Pinned, response: HTTPResponse) -> None:
        if response.isclosed() and not connection.is_closed:
            self._idle.keep(connection)
        else:
            response.close()
            connection.close()

    def _answer(self, where: Target, response: HTTPResponse, etag: str, moved: str, within: Limits) -> Answer:
        unchanged = response.status == 304 and etag
        if response.status != 200 and not unchanged:
            raise bad_status(where, response.status, response.headers)
        read = body.read(response, self._settings, within)
        held = _sendable(response.headers.get("ETag", "")) or (etag if unchanged else "")
        return Answer(where.url, response.status, response.headers, read, held, moved, within.came)


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
        raise failure(
            "redirect", where, f"redirects where nobody can go. Tell its publisher. {str(error).rstrip('.')}"
        ) from error
    if where.scheme == "https" and there.scheme == "http":
        wrong = f"redirects from https to plain {addresses.masked(url)}. Tell its publisher"
        raise failure("redirect", where, wrong)
    return there
