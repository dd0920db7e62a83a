"""Which addresses may be connected to, and what a URL must look like before its host is looked up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import TypeAlias
from urllib.parse import quote, urlsplit

from openhub.errors import ConfigError, FetchFailed

Address: TypeAlias = IPv4Address | IPv6Address
Network: TypeAlias = IPv4Network | IPv6Network

DEFAULT_PORTS = {"http": 80, "https": 443}
LONGEST_URL = 8192

# Globally routed unicast: everything here, less what follows. RFC 6890 and the two IANA registries it set up.
_ROUTED = (ip_network("0.0.0.0/0"), ip_network("2000::/3"))
_SPECIAL = {
    ip_network(network): what
    for what, networks in {
        "means this very network": "0.0.0.0/8",
        "is the machine itself": "127.0.0.0/8 ::/127",
        "is inside a private network": "10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10",
        "is inside a provider's network": "100.64.0.0/10",
        "is on the local link, where clouds keep their credentials": "169.254.0.0/16 fe80::/10",
        "belongs to a cloud's own machinery": "168.63.129.16/32",
        "is kept for protocols": "192.0.0.0/24 192.31.196.0/24 192.52.193.0/24 192.175.48.0/24 "
        "2001::/23 2620:4f:8000::/48 5f00::/16 100::/64",
        "is kept for examples and measurements": "192.0.2.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 2001:db8::/32 3fff::/20",
        "leads through a tunnel to another address": "192.88.99.0/24 2002::/16 2001::/32 3ffe::/16 ::/96 ::ffff:0:0:0/96 64:ff9b:1::/48",
        "is a group of machines": "224.0.0.0/4 ff00::/8",
        "is not given to anybody": "240.0.0.0/4",
    }.items()
    for network in networks.split()
}
# Other ways to write an IPv4 address that working machines use: mapped (RFC 4291 §2.5.5.2), NAT64 (RFC 6052 §2.1).
_WRITTEN_OTHERWISE = (IPv6Network("::ffff:0:0/96"), IPv6Network("64:ff9b::/96"))

_AUTHORITY = re.compile(r"(?P<host>\[[0-9a-f:.]+\]|[^\[\]:@%]+)(?::(?P<port>[0-9]{0,5}))?", re.IGNORECASE)
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"(?=.{{1,253}}$)(?:{_LABEL}\.)*{_LABEL}")
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_NOT_IN_A_URL = re.compile(r"[\x00-\x20\x7f-\xa0\\]|\s")
KEPT = "%/:?#[]@!$&'()*+,;=~"
# IDNA 2003, which Python has, and IDNA 2008 lead these to different hosts.
_DISPUTED = re.compile("[ßςẞ\u200c\u200d]")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: what to look up, and what to ask for there."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    via: str = ""
    """The URL that redirected here."""


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """The networks an operator allows. Raises ConfigError for one that is not a network."""
    try:
        return tuple(ip_network(name, strict=False) for name in names)
    except ValueError as error:
        raise ConfigError(f"The setting allow_addresses is wrong: {error}. Write 127.0.0.0/8 or ::1.") from error


@lru_cache(maxsize=4096)  # each page of a feed comes from the same address
def refusal(address: str, allowed: tuple[Network, ...]) -> str:
    """Why this address may not be connected to; empty when it may.

    May be: globally routed unicast, and what the operator allows. An IPv4 address written as a mapped or a NAT64 one
    is judged as itself; every other form that hides one (compatible, translated, 6to4, Teredo) is refused.
    """
    try:
        number = _unwrapped(ip_address(address))
    except ValueError:
        return "is not an address"
    if is_allowed(address, allowed):
        return ""
    holding = [network for network in _SPECIAL if number in network]
    if holding:
        return _SPECIAL[max(holding, key=lambda network: network.prefixlen)]
    return "" if any(number in network for network in _ROUTED) else "is not on the public internet"


@lru_cache(maxsize=4096)
def is_allowed(address: str, allowed: tuple[Network, ...]) -> bool:
    """Whether the operator allows this address, public or not."""
    number = _unwrapped(ip_address(address))
    return any(number in network or ip_address(address) in network for network in allowed)


def _unwrapped(number: Address) -> Address:
    if any(number in network for network in _WRITTEN_OTHERWISE):
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number


@lru_cache(maxsize=4096)
def target(url: str, via: str = "") -> Target:
    """The parts of an absolute http or https URL, with its host in lower-case ASCII (RFC 3986, RFC 3490).

    Raises FetchFailed for a URL that two programs could read in two ways.
    """
    if len(url) > LONGEST_URL:
        raise _refused(url[:80] + "…", f"is longer than {LONGEST_URL} characters")
    if _NOT_IN_A_URL.search(url):
        raise _refused(url, "has a space, a backslash or an unprintable character in it")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise _refused(url, "has an odd host name") from error
    if parts.scheme not in DEFAULT_PORTS:
        raise _refused(url, "does not begin with http:// or https://")
    if "@" in parts.netloc:
        raise _refused(url, "has a user name in it")
    written = _AUTHORITY.fullmatch(parts.netloc)
    if not written:
        raise _refused(url, "has an odd host name" if parts.netloc else "has no host name")
    port = int(written["port"] or DEFAULT_PORTS[parts.scheme])
    if not 0 < port < 65536:
        raise _refused(url, f"has a port that cannot be, {port}")
    path = quote(parts.path or "/", safe=KEPT) + ("?" + quote(parts.query, safe=KEPT) if parts.query else "")
    return Target(url, parts.scheme, _host(url, written["host"]), port, path, via)


def _host(url: str, written: str) -> str:
    if _DISPUTED.search(written):
        raise _refused(url, "has a host name that may mean two hosts; its xn-- form means one")
    try:
        if written.startswith("["):
            return str(IPv6Address(written[1:-1]))
        host = (written if written.isascii() else written.encode("idna").decode("ascii")).lower().removesuffix(".")
        if _NUMBER.fullmatch(host):
            return str(IPv4Address(host))
    except ValueError as error:
        raise _refused(url, "has an odd host name") from error
    if not _NAME.fullmatch(host):
        raise _refused(url, "has an odd host name")
    return host


def masked(url: str) -> str:
    """The URL without a user name and password, fit for a message or a log."""
    return re.sub(r"//[^/?#]*@", "//…@", url)


def _refused(url: str, what: str) -> FetchFailed:
    shown = masked(url)
    message = f"{shown!r} {what}. It was not fetched. Give an address such as https://example.org/feed."
    return FetchFailed(message, kind="refused-address", url=shown, status=0, retry_after=None)
