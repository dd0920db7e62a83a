"""Connections to one checked address each, on which no read outlasts the deadline of its request."""

import socket
import ssl
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection


class TimedSocket(socket.socket):
    """A socket whose every read also ends at the deadline, however slowly the bytes drip."""

    deadline: float
    read_seconds: float

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(min(self.read_seconds, time_left(self.deadline)))
        return super().recv_into(*args, **kwargs)


class TimedTLSSocket(ssl.SSLSocket):
    """The same over TLS."""

    deadline: float
    read_seconds: float

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        self.settimeout(min(self.read_seconds, time_left(self.deadline)))
        return super().recv_into(*args, **kwargs)


class Pinned(HTTPConnection):
    """A connection to one checked address; the host name serves for the Host header alone."""

    scheme = "http"

    def __init__(self, host: str, port: int, *, address: str) -> None:
        super().__init__(host, port)
        self.address = address

    def _new_conn(self) -> socket.socket:
        return _socket_to(self.address, self.port, self.timeout)


class PinnedTLS(HTTPSConnection):
    """The same over TLS; the host name also serves for SNI and the certificate (RFC 6066 §3, RFC 9110 §4.3.4)."""

    scheme = "https"

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, ssl_context=context)
        self.address = address

    def _new_conn(self) -> socket.socket:
        return _socket_to(self.address, self.port, self.timeout)


Connection = Pinned | PinnedTLS


def _socket_to(address: str, port: int, seconds: float | None) -> TimedSocket:
    wire = TimedSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        wire.settimeout(seconds)
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire.connect((address, port))
        reached = wire.getpeername()[0]
        if ip_address(reached) != ip_address(address):
            raise OSError(f"it was reached at {reached} and not at {address}, which was checked")
    except BaseException:
        wire.close()
        raise
    return wire


def sent(
    connection: Connection, path: str, headers: Mapping[str, str], read_seconds: float, deadline: float
) -> HTTPResponse:
    """The start of the answer to a request; the connection is closed if none comes."""
    try:
        connection.timeout = min(read_seconds, time_left(deadline))
        wire: Any = connection.sock
        wire.deadline, wire.read_seconds = deadline, read_seconds
        connection.request("GET", path, headers=headers, preload_content=False, decode_content=False)
        return connection.getresponse()
    except BaseException:
        connection.close()
        raise


def time_left(deadline: float) -> float:
    """Seconds until the deadline. Raises TimeoutError when there are none."""
    if (seconds := deadline - time.monotonic()) > 0:
        return seconds
    raise TimeoutError("the whole request took too long")
