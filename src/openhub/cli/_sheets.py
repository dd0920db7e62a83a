"""What `openhub validate` reads: files, folders, standard input, and feeds page by page, each as a sheet."""

import contextlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote, urlsplit

from openhub.cli._files import files, is_by_line, is_table
from openhub.errors import FetchFailed, UnreadableDocument
from openhub.model.fault import found

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.fetch.door import Door
    from openhub.formats.streaming import Stream
    from openhub.model.finding import Finding
    from openhub.model.record import Page, Record
    from openhub.model.source import Source

SHORT = 1 << 20
"""A file that is no longer is read whole."""

LONGEST_WHOLE = 1 << 23
_TOO_LONG = "This is longer than 8 MB, and neither a list of OpenHub items nor a page with `items`, nor does it hold one item on each line."
_BROKEN_OFF = "The list breaks off: what begins here has no end, or what follows is no part of it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One file, or one page of a feed, and what was read from it; `page` is None when it could not be, and `fault` says why.

    `url` is where it came from in the end, after being sent on. `line` and `column` are where the fault is, or, of a part of a
    long file, where it begins: it starts `start` bytes after the beginning of `file`, which has the other parts too.
    Sheets with the same `feed` come one after the other and are checked as one; "" is one by itself, and one that `ends` it
    says so while the file is still open. `beside` says that what was named holds other feeds or files too, and `whole` that with
    this sheet all items of its feed were read. `strays` are the offsets of items that could not be read, by their pointers.
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
    feed: str = ""
    ends: bool = False
    beside: bool = False
    whole: bool = False
    strays: Mapping[str, int] = field(default_factory=dict)
    file: BinaryIO | None = None
    start: int = 0


def sheets(
    source: str, settings: "Settings", owned: frozenset[str], origin: str = "", *, thorough: bool = True
) -> Iterator[Sheet]:
    """The sheets of a file, a folder, an address, or "-" for standard input; of a file the origin may be said.

    Raises FetchFailed when they cannot be had.
    """
    if source.startswith(("https://", "http://")):
        yield from _address(source, settings, owned)
    else:
        beside = Path(source).is_dir()
        for name, file in files(source):
            for sheet in _local(name, file, settings, owned or None, origin, thorough=thorough):
                yield replace(sheet, beside=beside)


def _local(
    name: str,
    file: BinaryIO,
    settings: "Settings",
    owned: frozenset[str] | None,
    origin: str = "",
    *,
    thorough: bool = True,
) -> Iterator[Sheet]:
    """The sheets of a file: one of a short one, those of its parts of a long one."""
    from openhub.formats.framing import Unframed
    from openhub.formats.streaming import stream

    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    by_line = is_by_line(name)
    if size <= SHORT and not by_line:
        yield _sheet(name, file.read(), settings, owned, origin=origin)
        return
    streamed, problem = None, _TOO_LONG
    try:
        streamed = stream(file, by_line=by_line)
    except Unframed:
        problem = _BROKEN_OFF
    if streamed:
        yield from _streamed(name, file, streamed, owned, thorough=thorough)
    elif size <= LONGEST_WHOLE:
        file.seek(0)
        yield _sheet(name, file.read(), settings, owned, origin=origin)
    else:
        yield Sheet(name=name, data=b"", fault=found("unreadable-page", problem=problem))


def looked_through(record: "Record") -> "Record":
    """The record, without its document when that has values too deep or too great."""
    from openhub.formats.strict_json import faults

    if record.data is None or record.findings or not record.raw:
        return record
    wrong = faults(record.data, record.raw, record.id)
    return replace(record, data=None, findings=tuple(wrong)) if wrong else record


def _streamed(
    name: str, file: BinaryIO, streamed: "Stream", owned: frozenset[str] | None, *, thorough: bool
) -> Iterator[Sheet]:
    """With `thorough` every value of each item is looked at; without it `looked_through` is left to the caller."""
    from openhub.formats.framing import Unframed
    from openhub.model.record import Page
    from openhub.validate.locate import place_of

    line, column, start = 1, 1, 0
    try:
        for part in streamed.parts:
            records = tuple(map(looked_through, part.page.records)) if thorough else part.page.records
            yield Sheet(
                name=name,
                data=part.data,
                form=streamed.form,
                page=replace(part.page, records=records),
                hosts=owned,
                licensed=bool(part.page.licence),
                line=line,
                column=column,
                feed=name,
                strays=part.strays,
                file=file,
                start=start,
            )
            place = place_of(part.data, len(part.data))
            line, column = line + place.line - 1, place.column + (column - 1 if place.line == 1 else 0)
            start += len(part.data)
        yield Sheet(
            name=name, data=b"", form=streamed.form, page=Page(records=()), hosts=owned, feed=name, file=file, ends=True
        )
    except Unframed:
        yield Sheet(
            name=name,
            data=b"",
            fault=found("unreadable-page", problem=_BROKEN_OFF),
            line=line,
            column=column,
            feed=name,
            file=file,
            ends=True,
        )


def _address(address: str, settings: "Settings", owned: frozenset[str]) -> Iterator[Sheet]:
    """The feed at an address, or every feed that is found from there. Who names one may name their own machine's too, and only
    that: wherever it leads, to the rest of a private network it does not.
    """
    from openhub.fetch.door import Door
    from openhub.fetch.lookup import addresses_of
    from openhub.harvest.discover import WELL_KNOWN, discover

    named = addresses_of(address, settings.fetch_connect_seconds)
    with Door(replace(settings, allow_addresses=(*settings.allow_addresses, *named))) as door:
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
            first = replace(first, licensed=first.licensed or bool(source.licence))
            for sheet in _feed(door, first, settings):
                yield replace(sheet, beside=len(sources) > 1)


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
    first = sheet.name
    while True:
        sheet = replace(sheet, feed=first)
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


def _sheet(
    name: str, data: bytes, settings: "Settings", hosts: frozenset[str] | None, form: str = "", origin: str = ""
) -> Sheet:
    """What was read from these bytes; the format is recognised when not given."""
    from openhub.formats import Reading, not_text, read

    form = form or ("listings" if "://" not in name and is_table(name) else "")
    # The ids of items that are mapped begin with it, so it has to be an address, if one that leads nowhere (RFC 2606).
    origin = origin or (name.partition("?")[0] if "://" in name else f"https://file.invalid/{quote(name)}")
    try:
        form, page = read(data, Reading(origin=origin, zone=settings.zone(), hosts=hosts or frozenset()), form)
    except UnreadableDocument as error:
        fault = found("unreadable-page", problem=str(error))
        if not data.strip() or not_text(data):
            fault = replace(fault, remedy="Give a file or an address of JSON in UTF-8.")
        line, column = (int(str(error.facts.get(fact) or 1)) for fact in ("line", "column"))
        return Sheet(name=name, data=data, form=form, hosts=hosts, fault=fault, line=line, column=column)
    return Sheet(name=name, data=data, form=form, page=page, hosts=hosts, licensed=bool(page.licence))
