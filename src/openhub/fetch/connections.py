"""Connections to one checked address each, whose every read keeps to the limits of its fetch."""

import socket
import ssl
import time
from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from urllib3 import HTTPResponse
from urllib3.connection import HTTPConnection

from openhub.fetch.limits import Limits, time_left


class LimitedSocket(socket.socket):
    """A socket whose every read waits no longer, and takes no more, than the limits say, however slowly bytes drip."""

    limits: Limits

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        wait(self, self.limits.wait())
        return self.limits.counted(super().recv_into(*args, **kwargs))


class LimitedTLSSocket(ssl.SSLSocket):
    """The same over TLS."""

    limits: Limits

    def recv_into(self, *args: Any, **kwargs: Any) -> int:
        wait(self, self.limits.wait())
        return self.limits.counted(super().recv_into(*args, **kwargs))


class Pinned(HTTPConnection):
    """A connection to one checked address; the host name serves for the Host header alone."""

    scheme: str = "http"

    def __init__(self, host: str, port: int, *, address: str) -> None:
        super().__init__(host, port)
        self.address = address

    def _new_conn(self) -> socket.socket:
        return _socket_to(self.address, self.port, time.monotonic() + (self.timeout or 0))


class PinnedTLS(Pinned):
    """The same over TLS; the host name also serves for SNI and the certificate (RFC 6066 §3, RFC 9110 §4.3.4)."""

    scheme = "https"
    default_port = 443  # type: ignore[misc]  # the types of urllib3 and of http.client differ

    def __init__(self, host: str, port: int, *, address: str, context: ssl.SSLContext) -> None:
        super().__init__(host, port, address=address)
        self.context = context

    def _new_conn(self) -> socket.socket:
        by = time.monotonic() + (self.timeout or 0)
        wire = _socket_to(self.address, self.port, by)
        try:
            wire.settimeout(time_left(by))  # for the whole handshake, however its bytes come
            return self.context.wrap_socket(wire, server_hostname=self.host)
        finally:
            wire.close()  # nothing is left in it once it is wrapped


def tls() -> ssl.SSLContext:
    """Trusts whom the system trusts. Connections only read it, so threads may share it."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    context.sslsocket_class = LimitedTLSSocket
    return context


def wait(wire: socket.socket, seconds: float) -> None:
    """Sets how long the next read may wait; to set it again asks the system again."""
    if wire.gettimeout() != seconds:
        wire.settimeout(seconds)


def _socket_to(address: str, port: int, by: float) -> LimitedSocket:
    wire = LimitedSocket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        wire.settimeout(time_left(by))
        wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        wire.connect((address, port))
        reached = wire.getpeername()[0]
        if ip_address(reached) != ip_address(address):
            raise OSError(f"it was reached at {reached} and not at {address}, which was checked")
    except BaseException:
        wire.close()
        raise
    return wire


def sent(connection: Pinned, method: str, path: str, headers: Mapping[str, str], limits: Limits) -> HTTPResponse:
    """The start of the answer to a request; the connection is closed if none comes."""
    try:
        limits.asked()
        connection.timeout = limits.wait()
        wire: Any = connection.sock
        wire.limits = limits
        connection.request(method, path, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        limits.answered()
        return response
    except BaseException:
        connection.close()
        raise
