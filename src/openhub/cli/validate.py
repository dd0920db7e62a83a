"""`openhub validate`: checks files, folders, feeds and standard input, and shows each fault at its line."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._folder import host_of
from openhub.cli._report import WRITERS, Shown, Tally, clean
from openhub.cli._sheets import Sheet, sheets
from openhub.errors import ConfigError, FetchFailed

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.model.finding import Finding
    from openhub.model.record import Page
    from openhub.validate.engine import Validator
    from openhub.validate.locate import Place
    from openhub.validate.surroundings import At

WIDTH = 100  # bytes shown of a long line


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
    read = (sheet for source in sources for sheet in _had(source, settings, hosts, tally))
    shown = _checked(read, validator, at, tally, not_run)
    WRITERS[form](shown, tally, not_run, at)
    context.exit(tally.exit_code())


def _had(source: str, settings: "Settings", owned: frozenset[str], tally: Tally) -> Iterator[Sheet]:
    """The sheets of one source. What could not be had is said on standard error and counted."""
    try:
        yield from sheets(source, settings, owned)
    except FetchFailed as error:
        tally.unread.append({"name": source, "problem": clean(str(error))})
        click.echo(clean(str(error)), err=True)


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
    from openhub.formats import not_text

    source, mark = ("", 0) if not_text(sheet.data) else _around(sheet.data, place.offset)
    return Shown(finding=finding, file=sheet.name, line=place.line, column=place.column, source=source, mark=mark)


def _around(data: bytes, offset: int) -> tuple[str, int]:
    """What can be shown of the line around an offset, and where in that the offset is."""
    mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    start = max(data.rfind(b"\n", 0, offset) + 1, offset - WIDTH // 2, mark)
    end = data.find(b"\n", offset)
    line = data[start : min(end if end >= 0 else len(data), start + WIDTH)]
    return line.decode("utf-8", "replace"), len(data[start:offset].decode("utf-8", "replace"))
