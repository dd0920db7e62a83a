"""What `openhub validate` reads: files, folders, standard input, and feeds page by page, each as a sheet."""

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from openhub.errors import FetchFailed, UnreadableDocument
from openhub.model.fault import found

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.fetch.door import Door
    from openhub.model.finding import Finding
    from openhub.model.record import Page
    from openhub.model.source import Source

ANYWHERE = ("0.0.0.0/0", "::/0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file, or one page of a feed, and what was read from it; `page` is None when it could not be, and `fault` says why.

    `url` is where it came from in the end, after being sent on.
    """

    name: str
    data: bytes
    form: str = ""
    page: "Page | None" = None
    hosts: frozenset[str] | None = None
    licensed: bool = False
    fault: "Finding | None" = None
    line: int = 1
    column: int = 1
    url: str = ""


def sheets(source: str, settings: "Settings", owned: frozenset[str]) -> Iterator[Sheet]:
    """The sheets of a file, a folder, an address, or "-" for standard input. Raises FetchFailed when they cannot be had."""
    if source.startswith(("https://", "http://")):
        yield from _address(source, settings, owned)
    else:
        for name, data in _files(source):
            yield _sheet(name, data, settings, owned or None)


def _files(source: str) -> Iterator[tuple[str, bytes]]:
    if source == "-":
        yield "-", sys.stdin.buffer.read()
        return
    path = Path(source)
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    if not files:
        raise FetchFailed(f"The folder {source} holds no file that ends in .json.")
    for file in files:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise FetchFailed(f"{file} could not be read: {error.strerror}.") from error
        yield str(file), data


def _address(address: str, settings: "Settings", owned: frozenset[str]) -> Iterator[Sheet]:
    """The feed at an address, or every feed that is found from there. Who names one may name their own machine's too."""
    from openhub.fetch.door import Door
    from openhub.harvest.discover import WELL_KNOWN, discover

    with Door(replace(settings, allow_addresses=ANYWHERE)) as door:
        if urlsplit(address).path not in ("", "/", WELL_KNOWN):
            first = _fetched(door, address, settings, owned | {urlsplit(address).hostname or ""})
            if not _leads_on(first):
                hosts = first.hosts or frozenset()
                if _has_strangers(first):  # the site may say that their hosts are its own
                    hosts |= {host for source in _discovered(door, address, owned) for host in source.hosts}
                yield from _feed(door, replace(first, hosts=hosts), settings)
                return
        try:
            sources = discover(door, address, tuple(sorted(owned)))
        except UnreadableDocument as error:
            yield Sheet(name=address, data=b"", fault=found("unreadable-page", problem=str(error)))
            return
        if not sources:
            raise FetchFailed(f"The description at {address} names no feed of a format that can be read.")
        for source in sources:
            first = _fetched(door, source.address, settings, frozenset(source.hosts), source.format)
            yield from _feed(door, replace(first, licensed=first.licensed or bool(source.licence)), settings)


def _leads_on(sheet: Sheet) -> bool:
    """Whether this is no feed, but a web page or a description of feeds."""
    import orjson

    from openhub.harvest.discover import describe

    if sheet.page is None and sheet.data.lstrip()[:1] == b"<":
        return True
    if b'"Dataset"' not in sheet.data:
        return False
    try:
        return describe(orjson.loads(sheet.data), sheet.name) is not None
    except orjson.JSONDecodeError:
        return False


def _has_strangers(sheet: Sheet) -> bool:
    """Whether an item's id is on a host that is not known to be the feed's."""
    records = sheet.page.records if sheet.page else ()
    return any(urlsplit(record.id).hostname not in (sheet.hosts or ()) for record in records if "://" in record.id[:10])


def _discovered(door: "Door", address: str, owned: frozenset[str]) -> "list[Source]":
    from openhub.harvest.discover import discover

    with contextlib.suppress(FetchFailed, UnreadableDocument):
        return discover(door, address, tuple(sorted(owned)))
    return []


def _fetched(door: "Door", address: str, settings: "Settings", hosts: frozenset[str], form: str = "") -> Sheet:
    answer = door.get(address)
    return replace(_sheet(address, answer.body, settings, hosts, form), url=answer.url)


def _feed(door: "Door", sheet: Sheet, settings: "Settings") -> Iterator[Sheet]:
    """Every page of a feed from its first to its last, as a harvest would walk it."""
    from openhub.harvest.run import wrong_next

    seen, hosts = set[str](), sheet.hosts or frozenset()
    while True:
        yield sheet
        page = sheet.page
        if page is None:
            return
        if problem := wrong_next(sheet.url, page, seen):
            yield replace(sheet, page=None, fault=found("unreadable-page", problem=problem))
            return
        if page.last or page.whole:
            return
        seen.add(sheet.url)
        if len(seen) >= settings.harvest_max_pages:
            raise FetchFailed(
                f"{page.next} was not read: the feed has more than {settings.harvest_max_pages} pages. Raise harvest_max_pages."
            )
        after = _fetched(door, page.next, settings, hosts, sheet.form)
        sheet = replace(after, licensed=sheet.licensed or after.licensed)


def _sheet(name: str, data: bytes, settings: "Settings", hosts: frozenset[str] | None, form: str = "") -> Sheet:
    """What was read from these bytes; the format is recognised when not given."""
    from openhub.formats import Reading, not_text, read

    origin = name.partition("?")[0] if "://" in name else f"file:{name}"
    try:
        form, page = read(data, Reading(origin=origin, zone=settings.zone(), hosts=hosts or frozenset()), form)
    except UnreadableDocument as error:
        fault = found("unreadable-page", problem=str(error))
        if not data.strip() or not_text(data):
            fault = replace(fault, remedy="Give a file or an address of JSON in UTF-8.")
        line, column = (int(str(error.facts.get(fact) or 1)) for fact in ("line", "column"))
        return Sheet(name=name, data=data, form=form, hosts=hosts, fault=fault, line=line, column=column)
    return Sheet(name=name, data=data, form=form, page=page, hosts=hosts, licensed=bool(page.licence))
