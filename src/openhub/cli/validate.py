"""`openhub validate`: checks files, folders, feeds and standard input, and shows each fault at its line."""

import contextlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from openhub.cli._folder import host_of
from openhub.errors import ConfigError, FetchFailed, UnreadableDocument
from openhub.model.fault import found

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.fetch.door import Door
    from openhub.model.finding import Finding
    from openhub.model.record import Page
    from openhub.model.source import Source
    from openhub.validate.engine import Validator
    from openhub.validate.locate import Place
    from openhub.validate.surroundings import At

ANYWHERE = ("0.0.0.0/0", "::/0")
WIDTH = 100  # bytes shown of a long line
NEEDS = {"hosts": "--owns HOST or a feed address"}
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding with where it stands; its pointer counts from the top of the file, `mark` within what is shown of the line."""

    finding: "Finding"
    file: str
    line: int
    column: int
    source: str
    mark: int


@dataclass(slots=True)
class Tally:
    """What was checked and found so far."""

    items: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    unread: list[dict[str, str]] = field(default_factory=list)

    def exit_code(self) -> int:
        return 3 if self.unread else 1 if self.error else 0


@click.command("validate")
@click.argument("sources", nargs=-1, required=True, metavar="[PATH|URL|-]...")
@click.option("--format", "form", type=click.Choice(["human", "json"]), default="human", help="How to show the result.")
@click.option("--owns", multiple=True, metavar="HOST", help="A host whose ids belong to this feed. May be given again.")
@click.option("--as-of", default="", metavar="TIME", help="Check as if it were this time, as in 2027-01-13T09:00:00Z.")
@click.pass_context
def COMMAND(context: click.Context, sources: tuple[str, ...], form: str, owns: tuple[str, ...], as_of: str) -> None:
    """Check items in files, folders, feeds or standard input (-).

    A feed is read to its last page, and so is each feed of a site that describes its feeds.

    Ends with 0 when there is no error, 1 when there is, 3 when something could not be read.
    """
    from openhub import config
    from openhub.validate.engine import Validator
    from openhub.validate.surroundings import At

    try:
        settings = config.load(Path(), as_of=as_of) if as_of else config.load(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    at = At(now=settings.clock(), home=settings.zone())
    tally, not_run, validator = Tally(), dict[str, tuple[str, ...]](), Validator()
    hosts = frozenset(map(host_of, owns))
    sheets = (sheet for source in sources for sheet in _sheets(source, settings, hosts, tally))
    shown = _checked(sheets, validator, at, tally, not_run)
    _WRITERS[form](shown, tally, not_run, at)
    context.exit(tally.exit_code())


# Where the bytes come from


def _sheets(source: str, settings: "Settings", owned: frozenset[str], tally: Tally) -> Iterator[Sheet]:
    """The sheets of one source. What could not be had is said on standard error and counted."""
    try:
        if source.startswith(("https://", "http://")):
            yield from _address(source, settings, owned)
        else:
            for name, data in _files(source):
                yield _sheet(name, data, settings, owned or None)
    except FetchFailed as error:
        tally.unread.append({"name": source, "problem": _clean(str(error))})
        click.echo(_clean(str(error)), err=True)


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
    from openhub.formats import Reading, read

    origin = name.partition("?")[0] if "://" in name else f"file:{name}"
    try:
        form, page = read(data, Reading(origin=origin, zone=settings.zone(), hosts=hosts or frozenset()), form)
    except UnreadableDocument as error:
        return replace(_unread(data, error), name=name, form=form, hosts=hosts)
    return Sheet(name=name, data=data, form=form, page=page, hosts=hosts, licensed=bool(page.licence))


def _unread(data: bytes, error: UnreadableDocument) -> Sheet:
    """The sheet for bytes that could not be read, with why."""
    if (problem := _not_text(data)) or not data.strip():
        fault = found("unreadable-page", problem=problem or str(error))
        return Sheet(name="", data=data, fault=replace(fault, remedy="Give a file or an address of JSON in UTF-8."))
    hint = " Is there a comma before it too many?" if "trailing comma" in str(error) else ""
    line, column = (int(str(error.facts.get(fact) or 1)) for fact in ("line", "column"))
    return Sheet(name="", data=data, fault=found("unreadable-page", problem=f"{error}{hint}"), line=line, column=column)


def _not_text(data: bytes) -> str:
    """What bytes are that no text editor would show; "" for others."""
    for start, problem in _BINARY.items():
        if data.startswith(start):
            return problem
    return "This is not text, so it cannot be JSON. Is it the right file?" if b"\0" in data[:1000] else ""


_BINARY = {
    b"\x1f\x8b": "This is a compressed (gzip) file; unpack it first.",
    b"PK\x03\x04": "This is a compressed (zip) file; unpack it first.",
    b"\xff\xfe": "This is text in UTF-16. Save the file as UTF-8.",
    b"\xfe\xff": "This is text in UTF-16. Save the file as UTF-8.",
}


# What is wrong with them


def _checked(
    sheets: Iterable[Sheet], validator: "Validator", at: "At", tally: Tally, not_run: dict[str, tuple[str, ...]]
) -> Iterator[Shown]:
    """Everything that is wrong with the sheets, in order."""
    from openhub.validate.locate import Place, offset_of

    for sheet in sheets:
        if sheet.page is None:
            if sheet.fault:
                tally.error += 1
                place = Place(sheet.line, sheet.column, offset_of(sheet.data, sheet.line, sheet.column))
                yield _placed(sheet, sheet.fault, place)
            continue
        here = replace(at, hosts=sheet.hosts, defaults=frozenset({"license"} if sheet.licensed else ()))
        not_run |= validator.not_run(here)
        for shown in _shown(sheet, list(_findings(sheet.page, validator, here, tally)), follow="openhub" in sheet.form):
            setattr(tally, shown.finding.severity, getattr(tally, shown.finding.severity) + 1)
            yield shown


def _findings(page: "Page", validator: "Validator", at: "At", tally: Tally) -> Iterator[tuple[str, "Finding"]]:
    """Each finding with the pointer of its record."""
    feed = validator.feed()
    for finding in page.findings:
        yield "", finding
    for index, record in enumerate(page.records):
        tally.items += not record.deleted
        for finding in record.findings:
            yield record.pointer, finding
        if record.data is not None:
            feed.collect(record.data, index)
            for finding in validator.check(record.data, at):
                yield record.pointer, finding
    for index, finding in feed.findings():
        yield page.records[index].pointer, finding


def _shown(sheet: Sheet, found: list[tuple[str, "Finding"]], *, follow: bool) -> list[Shown]:
    """The findings in the order of their places. Items that were mapped have other members than their source: only they are placed."""
    from openhub.validate.locate import locate_all, repeats

    at = [f"{top}{finding.pointer}" if follow else top for top, finding in found]
    places = locate_all(sheet.data, at) if found else {}
    shown: list[Shown] = []
    twice: dict[str, dict[str, list[Place]]] = {}
    for (top, finding), pointer in zip(found, at, strict=True):
        place = places[pointer]
        if finding.code == "duplicate-member":  # no pointer can tell the second from the first
            again = twice.setdefault(pointer, repeats(sheet.data, place.offset)).get(finding.values["name"])
            place = again.pop(0) if again else place
        shown.append(_placed(sheet, replace(finding, pointer=f"{top}{finding.pointer}"), place))
    return sorted(shown, key=lambda s: (s.line, s.column))


def _placed(sheet: Sheet, finding: "Finding", place: "Place") -> Shown:
    source, mark = ("", 0) if _not_text(sheet.data) else _around(sheet.data, place.offset)
    return Shown(finding=finding, file=sheet.name, line=place.line, column=place.column, source=source, mark=mark)


def _around(data: bytes, offset: int) -> tuple[str, int]:
    """What can be shown of the line around an offset, and where in that the offset is."""
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - WIDTH // 2, mark)
    end = data.find(b"\n", offset)
    line = data[start : min(end if end >= 0 else len(data), start + WIDTH)]
    return line.decode("utf-8", "replace"), len(data[start:offset].decode("utf-8", "replace"))


# How it is shown


def _human(shown: Iterable[Shown], tally: Tally, not_run: dict[str, tuple[str, ...]], at: "At") -> None:
    for one in shown:
        if one.finding.severity != "info":
            click.echo(_block(one))
    click.echo(_summary(tally, not_run))


def _block(one: Shown) -> str:
    """The finding as five lines or so: where and what, the message, the line with a mark under the place, the remedy."""
    found = one.finding
    kind = click.style(f"{found.severity} {found.code}", fg=_COLOURS[found.severity], bold=True)
    lines = [
        f"{_clean(one.file)}:{one.line}:{one.column}: {kind}  {_clean(found.pointer)}",
        f"  {_clean(found.message)}",
    ]
    if one.source.strip():
        lines += [f"    {_clean(one.source)}", f"    {' ' * one.mark}^"]
    return "\n".join([*lines, f"  Fix: {_clean(found.remedy)}", ""])


def _clean(text: str) -> str:
    """The text without what a terminal would take for a command."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text)


def _summary(tally: Tally, not_run: dict[str, tuple[str, ...]]) -> str:
    counts = f"{_count(tally.error, 'error')}, {_count(tally.warning, 'warning')}"
    lines = [f"{_count(tally.items, 'item')} checked: {counts}."]
    if tally.info:
        lines.append(f"{_count(tally.info, 'remark')} not shown: see --format json.")
    if tally.unread:
        lines.append(f"{_count(len(tally.unread), 'source')} could not be read.")
    if not_run:
        rules = (
            f"{code} (needs {' and '.join(NEEDS.get(n, n) for n in needs)})" for code, needs in sorted(not_run.items())
        )
        lines.append(f"Rules not run: {', '.join(rules)}.")
    return "\n".join(lines)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _json(shown: Iterable[Shown], tally: Tally, not_run: dict[str, tuple[str, ...]], at: "At") -> None:
    from openhub import __version__

    findings = [{"file": one.file, "line": one.line, "column": one.column, **_members(one.finding)} for one in shown]
    report = {
        "openhub": __version__,
        "asOf": at.now.isoformat(),
        **asdict(tally),
        "rulesNotRun": {code: list(needs) for code, needs in sorted(not_run.items())},
        "findings": findings,
    }
    click.echo(json.dumps(report, indent=2, default=str))


def _members(finding: "Finding") -> dict[str, Any]:
    members = asdict(finding)
    del members["values"]
    return members


_WRITERS = {"human": _human, "json": _json}
