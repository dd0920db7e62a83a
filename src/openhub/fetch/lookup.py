"""The addresses of a host, looked up once and by a deadline; a host is refused if a single one of them is."""

import socket
import threading
from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from queue import Empty, SimpleQueue
from typing import Any, TypeAlias

from openhub.errors import FetchFailed
from openhub.fetch import addresses
from openhub.fetch.addresses import DEFAULT_PORTS, Network, Target
from openhub.fetch.limits import Refused

Resolve: TypeAlias = Callable[..., Any]
"""Asks the DNS, as socket.getaddrinfo does."""
_ALLOW = "let the hub's openhub.toml have allow_addresses with its network, such as 127.0.0.0/8"


def checked_addresses(where: Target, resolve: Resolve, allowed: tuple[Network, ...], seconds: float) -> list[str]:
    """Every one of them may be connected to. Raises Refused if not, and TimeoutError."""
    found = _found(where, resolve, seconds)
    for address in found:
        if why := addresses.refusal(address, allowed):
            wrong = f"was not fetched: its host is at {address}, which {why}"
            raise Refused("refused-address", f"{wrong}. If you trust it, {_ALLOW}")
        if where.port not in DEFAULT_PORTS.values() and not addresses.is_allowed(address, allowed):
            wrong = f"was not fetched: port {where.port} is neither 80 nor 443. Ask its publisher to use https"
            raise Refused("refused-address", f"{wrong}, or if you trust it, {_ALLOW}")
    return found


def addresses_of(url: str, seconds: float, resolve: Resolve = socket.getaddrinfo) -> tuple[str, ...]:
    """Where the host of a URL is that somebody named on their own machine, as what the setting `allow_addresses` may hold too.

    None when it cannot be found: the door says so better.
    """
    try:
        return tuple(address.partition("%")[0] for address in _found(addresses.target(url), resolve, seconds))
    except (Refused, FetchFailed, TimeoutError):
        return ()


def _found(where: Target, resolve: Resolve, seconds: float) -> list[str]:
    if _is_address(where.host):
        return [where.host]
    try:
        answers = _by(seconds, lambda: resolve(where.host, where.port, type=socket.SOCK_STREAM))
    except TimeoutError:
        raise
    except (OSError, UnicodeError) as error:
        wrong = f"has a host that could not be found, {where.host}. Check the address, or try later"
        raise Refused("no-such-host", wrong) from error
    return list(dict.fromkeys(str(answer[4][0]) for answer in answers))


@lru_cache(maxsize=4096)
def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _by(seconds: float, work: Callable[[], Any]) -> Any:
    """What the work gives. The system's look-up knows no deadline, so it is left to a thread that nobody waits for."""
    done: SimpleQueue[tuple[Any, Exception | None]] = SimpleQueue()

    def tried() -> None:
        try:
            done.put((work(), None))
        except Exception as error:  # whatever it is, it is raised below
            done.put((None, error))

    threading.Thread(target=tried, name="look-up", daemon=True).start()
    try:
        result, error = done.get(timeout=seconds)
    except Empty:
        raise TimeoutError("its host was not found in time") from None
    if error:
        raise error
    return result
