"""`openhub convert`: writes items in the terms of schema.org or OpenActive, and spreadsheets to begin with."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub import spec
from openhub.cli._folder import host_of
from openhub.cli._report import clean
from openhub.errors import ConfigError

if TYPE_CHECKING:
    from openhub.cli._sheets import Sheet
    from openhub.config import Settings
    from openhub.formats.project_table import Data
    from openhub.model.record import Page

PROFILES = ("schema.org", "openactive")
MOST_NAMES = 12


@dataclass(slots=True)
class Account:
    """What became of the items so far. `refused` counts by reason, `lost` by member and reason; `listed` when one did not stand alone."""

    read: int = 0
    written: int = 0
    unreadable: int = 0
    listed: bool = False
    refused: Counter[str] = field(default_factory=Counter)
    lost: Counter[tuple[str, str]] = field(default_factory=Counter)

    def exit_code(self) -> int:
        return 1 if self.unreadable or (self.read and not self.written) else 0


def _template(context: click.Context, option: click.Parameter, kind: str | None) -> None:
    """Prints a listing with one example row, and that is all."""
    if kind and not context.resilient_parsing:
        from openhub.formats.listings_templates import template

        click.echo(template(kind), nl=False)
        context.exit()


@click.command("convert")
@click.argument("file", metavar="[PATH|URL|-]")
@click.option("--to", "profile", type=click.Choice(PROFILES), required=True, help="In whose terms.")
@click.option("--owns", multiple=True, metavar="HOST", help="A host whose ids belong to this feed. May be given again.")
@click.option("--as-of", default="", metavar="TIME", help="Give a series the dates after this time instead of now.")
@click.option("--why", is_flag=True, help="Say why each member that was left out was.")
@click.option(
    "--template",
    type=click.Choice(spec.TYPES, case_sensitive=False),
    metavar="TYPE",
    is_eager=True,
    expose_value=False,
    callback=_template,
    help="Print a spreadsheet (CSV) with an example row to begin with: Event, EventSeries, Group, Space, VolunteerRole, Offer, "
    "Request, MatchScheme, Project or Plan.",
)
@click.pass_context
def COMMAND(context: click.Context, file: str, profile: str, owns: tuple[str, ...], as_of: str, why: bool) -> None:
    """Write items in the terms of schema.org or OpenActive.

    Reads one item, a list of items or a feed to its last page. One item gives one JSON object, anything else a list, on standard
    output. What was refused and what was left out is said on standard error.

    \b
    openhub convert item.json --to schema.org
    openhub convert feed.json --to openactive > openactive.json
    openhub convert --template Event > listings.csv

    Ends with 0, or with 1 when something could not be read as an item or nothing could be written.
    """
    from openhub import config
    from openhub.cli._sheets import sheets

    try:
        settings = config.load(Path(), as_of=as_of) if as_of else config.load(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error
    account = Account(listed=Path(file).is_dir())
    read = sheets(file, settings, frozenset(map(host_of, owns)))
    _write(_projected(read, profile, settings, account), account)
    _tell(account, why)
    context.exit(account.exit_code())


def _projected(sheets: "Iterable[Sheet]", profile: str, settings: "Settings", account: Account) -> "Iterator[Data]":
    """Each item that could be projected."""
    from openhub.formats.project import left_out, project

    for sheet in sheets:
        if sheet.page is None:
            account.unreadable += 1
            click.echo(clean(f"{sheet.name}: {sheet.fault.message if sheet.fault else 'It cannot be read.'}"), err=True)
            continue
        account.unreadable += _unreadable(sheet.page)
        account.listed |= not (sheet.page.findings or any(r.pointer == "" for r in sheet.page.records))
        for document in (r.data for r in sheet.page.records if r.data is not None):
            account.read += 1
            made = project(document, profile, now=settings.clock(), zone=settings.zone(), licence=sheet.page.licence)
            if made.document is None:
                account.refused[made.refused] += 1
                continue
            account.written += 1
            account.lost.update(left_out(document, profile))
            yield made.document


def _unreadable(page: "Page") -> int:
    """How many items of a page are no items that can be read; those that are deleted are not among them."""
    return sum(r.data is None and not r.deleted for r in page.records) + sum(
        f.severity == "error" for f in page.findings
    )


def _write(documents: "Iterable[Data]", account: Account) -> None:
    """One object for an item that stood alone, else a list, written as it comes."""
    begun = False
    for document in documents:
        before = (",\n" if begun else "[\n") if account.listed else ""
        click.echo(before + json.dumps(document, indent=2, ensure_ascii=False), nl=False)
        begun = True
    end = ("\n]" if begun else "[]") if account.listed else ""
    if begun or end:
        click.echo(end)


def _tell(account: Account, why: bool) -> None:
    """A short summary on standard error; with `why`, every member that was left out, by the reason for it."""
    others = {"refused": account.refused.total(), "unreadable": account.unreadable}
    counts = [f"{account.written} written", *(f"{n} {what}" for what, n in others.items() if n)]
    click.echo(f"{account.read + account.unreadable} in all: {', '.join(counts)}.", err=True)
    if account.unreadable:
        click.echo("What is wrong with the unreadable: openhub validate", err=True)
    for reason, count in account.refused.most_common():
        click.echo(f"Refused {count}: {reason}", err=True)
    members: dict[str, list[str]] = {}
    for (name, reason), count in account.lost.most_common():
        shown = f"{clean(name)} ({count})" if account.written > 1 else clean(name)
        members.setdefault(reason if why else "", []).append(shown)
    for reason, names in members.items():
        listed = ", ".join(names if why else names[:MOST_NAMES])
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES and not why else ""
        click.echo(f"Left out {listed}{more}. {reason or 'Say --why for the reasons.'}", err=True)
