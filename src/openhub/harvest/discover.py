"""Finds the feeds behind an address: a site's description of itself, or a feed's own address."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit, urlunsplit

import orjson

from openhub import formats
from openhub.errors import FetchFailed, UnreadableDocument, UsageError
from openhub.fetch.door import Door
from openhub.model.source import Source

WELL_KNOWN = "/.well-known/openhub"
UNREACHABLE = frozenset({"refused-address", "no-such-host", "connection", "timeout", "tls"})
ACCEPT = "application/ld+json, application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What a publisher's description says; `feeds` are (address, format) pairs, `checkpoint` is an address or ""."""

    origin: str
    name: str
    about: str
    licence: str
    level: int | None
    publisher_url: str
    themes: tuple[str, ...]
    feeds: tuple[tuple[str, str], ...]
    checkpoint: str = ""


def discover(door: Door, address: str, owns: tuple[str, ...] = ()) -> list[Source]:
    """The sources at an address: of a site, of its description, or of a feed. `owns` are further hosts of the origin.

    Raises FetchFailed or UnreadableDocument, saying what was tried, when nothing is found.
    """
    address = _complete(address)
    description = _described(door, address)
    if description is None:
        return [_plain_feed(door, address, owns)]
    hosts = {_host(address), *owns}
    claimed = _host(description.origin)
    if claimed and claimed not in hosts and _confirms(door, claimed, description.origin):
        hosts.add(claimed)
    confirmed = claimed in hosts
    alone = [form for _, form in description.feeds].count("openhub") == 1  # else nobody knows whose checkpoint it is
    return [
        Source(
            name=description.name,
            address=feed,
            origin=description.origin if confirmed else _bare(feed),
            format=form,
            hosts=tuple(sorted(hosts | {_host(feed)})),
            licence=description.licence,
            about=description.about,
            publisher_url=description.publisher_url,
            themes=description.themes,
            checkpoint=description.checkpoint if alone and form == "openhub" else "",
        )
        for feed, form in description.feeds
    ]


def describe(document: Any, address: str) -> Description | None:
    """A dataset description (schemas/dataset.schema.json) out of parsed JSON read at an address; None if it is not one."""
    if not isinstance(document, dict) or document.get("type") != "Dataset":
        return None
    if not isinstance(document.get("id"), str) or not document["id"]:
        return None
    said = document.get("publisher")
    publisher = said if isinstance(said, dict) else {}
    distributions = [d for d in _list(document.get("distribution")) if isinstance(d, dict)]
    feeds = dict.fromkeys((_joined(address, d.get("accessURL")), str(d.get("format", ""))) for d in distributions)
    return Description(
        origin=document["id"],
        name=str(publisher.get("name") or document.get("title") or _host(address)),
        about=str(document.get("description", "")),
        licence=str(document.get("license", "")),
        level=document["level"] if isinstance(document.get("level"), int) else None,
        publisher_url=str(publisher.get("url", "")),
        feeds=tuple(f for f in feeds if f[0] and f[1] in ("", *formats.formats())),
        themes=tuple(t for t in _list(document.get("themes")) if isinstance(t, str)),
        checkpoint=next((at for at, form in feeds if at and form == "openhub-checkpoint"), ""),
    )


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _joined(base: str, address: object) -> str:
    """The absolute address, or "" if it is none."""
    try:
        return urljoin(base, address) if isinstance(address, str) else ""
    except ValueError:
        return ""


def _described(door: Door, address: str) -> Description | None:
    """The description at the address, or at its site's well-known place if that names this address or the address is the site."""
    parts = urlsplit(address)
    if parts.path in ("", "/") or parts.path == WELL_KNOWN:
        return _read_description(door, urljoin(address, WELL_KNOWN))
    if found := _read_description(door, address):
        return found
    around = _read_description(door, urljoin(address, WELL_KNOWN))
    if around and any(_bare(feed) == _bare(address) for feed, _ in around.feeds):
        return replace(around, feeds=tuple(f for f in around.feeds if _bare(f[0]) == _bare(address)))
    return None


def _read_description(door: Door, address: str) -> Description | None:
    """None when the server answers something else. Raises FetchFailed when there is no server to answer."""
    try:
        answer = door.get(address, accept=ACCEPT)
        return describe(orjson.loads(answer.body), answer.url)
    except orjson.JSONDecodeError:
        return None
    except FetchFailed as error:
        if error.facts.get("kind") in UNREACHABLE:
            raise
        return None


def _confirms(door: Door, host: str, origin: str) -> bool:
    """Whether a host's own description names this dataset: then its ids belong to the origin (overview section 2.8)."""
    try:
        description = _read_description(door, f"https://{host}{WELL_KNOWN}")
    except FetchFailed:
        return False
    return description is not None and description.origin == origin


def _plain_feed(door: Door, address: str, owns: tuple[str, ...]) -> Source:
    site = urlsplit(address).path in ("", "/")
    try:
        answer = door.get(address, accept="application/json")
        form = formats.recognise(answer.body)
    except (FetchFailed, UnreadableDocument) as error:
        tried = f"{urljoin(address, WELL_KNOWN)} (no description of feeds) and {address}" if site else address
        raise type(error)(f"No feed was found. Tried {tried}: {error}", **error.facts) from error
    return Source(
        name=_host(address),
        address=answer.moved or address,
        origin=_bare(address),
        format=form,
        hosts=tuple(sorted({_host(address), *owns})),
    )


def _complete(address: str) -> str:
    """An address as people type it: "goodgym.org" means its https site."""
    address = address.strip()
    if "://" not in address:
        address = f"https://{address}"
    if urlsplit(address).scheme not in ("http", "https"):
        raise UsageError(
            f"{address} is not a web address. Write it as https://goodgym.example/ or as a feed's address."
        )
    return address


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").lower()


def _bare(address: str) -> str:
    """The address without query and fragment."""
    return urlunsplit((*urlsplit(address)[:3], "", ""))
