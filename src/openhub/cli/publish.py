"""`openhub publish`: makes a web site out of items or a spreadsheet, that any host can serve and any hub can harvest."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from openhub.cli._folder import host_of
from openhub.cli._options import SettableCommand
from openhub.cli._report import clean
from openhub.cli._told import keep
from openhub.errors import ConfigError, FetchFailed, UsageError
from openhub.validate.reports._words import counted

if TYPE_CHECKING:
    from openhub.cli._sheets import Sheet
    from openhub.config import Settings
    from openhub.model.finding import Finding
    from openhub.model.record import Record
    from openhub.publish.dataset import Dataset
    from openhub.publish.site import Site
    from openhub.validate.report import Shown

GROUPS = {
    "Whose it is": ("name", "publisher", "contact", "licence", "about"),
    "Where it goes": ("out", "url", "owns"),
    "What happens": ("strict", "as_of"),
}
KEPT = ("name", "publisher", "contact", "licence", "about", "out", "url", "owns")
LICENCES = {
    "cc-by-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "cc0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ogl-uk-3.0": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
NEEDED = {
    "out": "--out site (the folder that the site is written into)",
    "url": "--url https://kitchen.example/ (where the site will be)",
    "name": '--name "Neighbours\' Kitchen" (what people know it as)',
    "contact": "--contact hello@kitchen.example (an address for whoever finds a fault)",
    "licence": "--licence CC-BY-4.0 (or CC0-1.0, OGL-UK-3.0, or the address of another)",
}
SHEETS = (".xlsx", ".xls", ".ods", ".numbers")
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class _Taken:
    """The good items, all that was found, each at its place, the ids of the bad ones, and whether one has none."""

    good: "list[dict[str, Any]]"
    shown: "list[Shown]"
    faulty: frozenset[str]
    unnamed: bool


@click.command("publish", cls=SettableCommand, groups=GROUPS)
@click.argument("source", metavar="PATH")
@click.option("--out", metavar="FOLDER", help="The folder that the site is written into.")
@click.option("--url", metavar="ADDRESS", help="Where the site will be, such as https://kitchen.example/.")
@click.option("--name", metavar="TEXT", help="What people know it as.")
@click.option("--publisher", metavar="TEXT", help="The organisation that answers for it, where that is another name.")
@click.option("--contact", metavar="TEXT", help="An e-mail or web address for whoever finds a fault in the data.")
@click.option("--licence", metavar="NAME", help="Of the items: CC-BY-4.0, CC0-1.0, OGL-UK-3.0, or an address.")
@click.option("--about", metavar="TEXT", help="A sentence or two about it, for the page.")
@click.option("--owns", multiple=True, metavar="HOST", help="A further host whose ids are yours. May be given again.")
@click.option("--strict", is_flag=True, help="Write nothing when an item is bad, instead of leaving it out.")
@click.option(
    "--as-of", default="", metavar="TIME", help="Publish as if it were this time, as in 2027-01-13T09:00:00Z."
)
@click.pass_context
def COMMAND(context: click.Context, /, source: str, as_of: str, strict: bool, **options: Any) -> None:
    """Make a web site of your items.

    They are in a file, a folder or a spreadsheet saved as CSV. The site is a folder of plain files: all items, their
    description, a page for people, a dump and a checkpoint. Any host can serve it. Make it again after each change and
    upload it again: hubs then see what is new, changed or gone. An item that has a fault now keeps its last good version in
    the site, until it is mended or deleted.

    \b
    openhub convert --template Event > listings.csv
    openhub publish listings.csv --out site --url https://kitchen.example/ \\
      --name "Neighbours' Kitchen" --contact hello@kitchen.example --licence CC-BY-4.0
    openhub publish listings.csv

    What is said once is kept in [publish] of openhub.toml, so that the next time needs only the file.

    Ends with 0 when all items are in the site, 1 when some are bad or nothing was written, 2 when used wrongly.
    """
    from openhub.publish import site

    settings = _settings(as_of)
    folder, base = _asked(source, options)
    about = _dataset(options, site.origin_of(folder) or f"{base}#dataset", base)
    hosts = frozenset({urlsplit(base).hostname or "", *map(host_of, options["owns"])})
    _refuse_foreign(source, folder)
    taken = _read(source, folder, settings, about.id, hosts)
    bad = _tell(taken.shown)
    if not taken.good or (bad and strict):
        why = "it is --strict" if taken.good else "no item is good"
        click.echo(f"Nothing was written: {why}.", err=True)
        context.exit(1)
    past = site.read_past(folder, about.id)
    made = site.make(about, base, taken.good, past, settings.clock(), faulty=taken.faulty, unnamed=taken.unnamed)
    foreign = [site.PAGE] if not site.is_own(folder, site.PAGE) else []
    site.write(folder, {name: data for name, data in made.files.items() if name not in foreign})
    kept = _keep(context, options)
    _say(folder, base, about, made, kept, foreign)
    _tell_bad(taken, made)
    context.exit(1 if bad else 0)


def _settings(as_of: str) -> "Settings":
    from openhub import config

    try:
        return config.load(Path(), as_of=as_of) if as_of else config.load(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def _asked(source: str, options: dict[str, Any]) -> tuple[Path, str]:
    """The folder and the address of the site. Raises UsageError, naming all that is missing."""
    if source.startswith(("https://", "http://")):
        raise UsageError(f"{source} is an address. Publish a file or a folder of your own items.")
    if source.lower().endswith(SHEETS):
        raise UsageError(f"{source} is a spreadsheet program's own file. Save it as CSV (UTF-8), and publish that.")
    if missing := [about for name, about in NEEDED.items() if not options[name]]:
        lines = "\n".join(f"  {about}" for about in missing)
        raise UsageError(f"Say also:\n{lines}\nIt is kept in openhub.toml, so that you say it once.")
    base = str(options["url"])
    try:
        parts = urlsplit(base)
        known = parts.scheme in ("http", "https") and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        known = False
    if not known:
        raise UsageError(f"{base!r} is not where a site can be. Write --url https://kitchen.example/.")
    return Path(options["out"]), base.removesuffix("index.html").rstrip("/") + "/"


def _dataset(options: dict[str, Any], origin: str, base: str) -> "Dataset":
    from openhub.publish.dataset import Dataset

    contact = str(options["contact"])
    if contact.startswith(("https://", "http://")):
        point = {"url": contact}
    elif "@" in contact.strip("@"):
        point = {"email": contact.removeprefix("mailto:")}
    else:
        raise UsageError(
            f"{contact!r} is neither an e-mail address nor a web address. Write --contact hello@kitchen.example."
        )
    return Dataset(
        id=origin,
        title=options["name"],
        publisher=options["publisher"] or options["name"],
        publisher_url=base,
        contact=point,
        licence=LICENCES.get(str(options["licence"]).casefold(), str(options["licence"])),
        about=options["about"] or "",
    )


def _refuse_foreign(source: str, folder: Path) -> None:
    """Raises UsageError when what stands in the folder would be lost."""
    from openhub.publish import site

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file. Name a folder with --out.")
    if Path(source).resolve() == folder.resolve():
        raise UsageError(
            f"{source} cannot be both where the items are and where the site goes. Name another folder with --out."
        )
    for name in (site.ITEMS, site.DUMP, site.CHECKPOINT):
        if not site.is_own(folder, name) or (folder / name).resolve() == Path(source).resolve():
            raise UsageError(f"{folder / name} would be lost: this did not write it. Name another folder with --out.")


# What is published


def _read(source: str, folder: Path, settings: "Settings", origin: str, hosts: frozenset[str]) -> _Taken:
    from openhub.cli._placing import placed
    from openhub.validate.engine import Validator
    from openhub.validate.surroundings import At

    validator = Validator()
    at = At(now=settings.clock(), home=settings.zone(), hosts=hosts, defaults=frozenset({"license"}))
    together = validator.feed()
    stood: list[tuple[Sheet, Record]] = []
    bad: set[int] = set()
    names: set[str] = set()  # of the bad ones; "" of one that has none
    shown: list[Shown] = []
    for sheet in _sheets(source, folder, settings, origin):
        findings: list[tuple[Record | None, Finding]] = [(None, f) for f in sheet.page.findings] if sheet.page else []
        if sheet.page is None or any(_is_error(f) for f in sheet.page.findings):
            names.add("")
        for record in sheet.page.records if sheet.page else ():
            found = [*record.findings, *(validator.check(record.data, at) if record.data is not None else ())]
            findings += [(record, finding) for finding in found]
            if record.data is not None:
                together.collect(record.data, len(stood))
                if any(map(_is_error, found)):
                    bad.add(len(stood))
                stood.append((sheet, record))
            elif any(map(_is_error, found)):
                names.add(record.id)
        shown += _unread(sheet) if sheet.page is None else placed(sheet, findings)
    for index, finding in together.findings():
        sheet, record = stood[index]
        shown += placed(sheet, [(replace(record, id=finding.item), finding)])
        if _is_error(finding):
            bad.add(index)
    names |= {stood[index][1].id for index in bad}
    good = [record.data for n, (_, record) in enumerate(stood) if n not in bad and record.data is not None]
    return _Taken(good, shown, frozenset(names - {""}), "" in names)


def _is_error(finding: "Finding") -> bool:
    return finding.severity == "error"


def _sheets(source: str, folder: Path, settings: "Settings", origin: str) -> "Iterator[Sheet]":
    """What is in the source, without the site itself where that lies in it."""
    from openhub.cli._sheets import sheets

    inside = folder.resolve()
    for sheet in sheets(source, settings, frozenset(), origin):
        if source == "-" or inside not in Path(sheet.name).resolve().parents:
            yield sheet


def _unread(sheet: "Sheet") -> "list[Shown]":
    from openhub.cli._placing import shown
    from openhub.validate.locate import Place, offset_of

    place = Place(sheet.line, sheet.column, offset_of(sheet.data, sheet.line, sheet.column))
    if sheet.fault is None:
        raise FetchFailed(f"{sheet.name} could not be read.")
    return [shown(sheet, sheet.fault, place)]


# What is said


def _tell(shown: "list[Shown]") -> bool:
    """Says on standard error what keeps items out, and counts the rest; whether there was any."""
    errors = [one for one in shown if one.finding.severity == "error"]
    for one in errors[:MOST_SHOWN]:
        found = one.finding
        click.echo(f"{clean(one.file)}:{one.line}:{one.column}: {clean(found.message)} [{found.code}]", err=True)
        click.echo(f"    Fix: {clean(found.remedy)}", err=True)
    if len(errors) > MOST_SHOWN:
        click.echo(f"… and {len(errors) - MOST_SHOWN} more. See all: openhub validate", err=True)
    if warnings := sum(one.finding.severity == "warning" for one in shown):
        click.echo(f"Besides {counted(warnings, 'warning')}, for which nothing is left out: openhub validate", err=True)
    if errors:
        click.echo("What has such a fault is not published until it is mended.", err=True)
    return bool(errors)


def _tell_bad(taken: _Taken, made: "Site") -> None:
    """Says on standard error what became of the bad items."""
    kept = {id_ for _, id_ in made.kept}
    _tell_ids("keeps its last good version in the site, until it is mended or deleted", kept & taken.faulty)
    _tell_ids("is left out of the site until it is mended", taken.faulty - kept)
    if taken.unnamed:
        click.echo(
            "What cannot even be named is left out. While there is such a thing, nothing is taken for gone.", err=True
        )
        _tell_ids("was not found and stays as it was", kept - taken.faulty)


def _tell_ids(said: str, ids: "set[str] | frozenset[str]") -> None:
    for id_ in sorted(ids)[:MOST_SHOWN]:
        click.echo(f"{clean(id_)} {said}.", err=True)
    if len(ids) > MOST_SHOWN:
        click.echo(f"… and so do {len(ids) - MOST_SHOWN} more.", err=True)


def _keep(context: click.Context, options: dict[str, Any]) -> Path | None:
    said = {
        name: list(options[name]) if isinstance(options[name], tuple) else options[name]
        for name in KEPT
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    try:
        return keep("publish", said, paths=("out",))
    except ConfigError as error:
        click.echo(str(error), err=True)
        return None


def _say(folder: Path, base: str, about: "Dataset", made: "Site", kept: Path | None, foreign: list[str]) -> None:
    from openhub.publish import site

    same = made.count - made.new - made.changed
    counts = f"{made.new} new, {made.changed} changed, {same} as before, {len(made.gone)} gone"
    where = os.path.relpath(folder)
    click.echo(f"Wrote the site into {where}/: {counted(made.count, 'item')} ({counts}).")
    if made.new_epoch:
        click.echo("What the last run left could not be read, so that all items have new numbers.", err=True)
    if len(made.gone) > 10 and len(made.gone) > (same + made.changed + len(made.gone)) / 5:
        click.echo(
            f"{len(made.gone)} items are gone from the site: so many at once that hubs will wait for a person to confirm it.",
            err=True,
        )
    if kept:
        click.echo(f"Kept what you said in {os.path.relpath(kept)}: next time `openhub publish PATH` is enough.")
    for name in foreign:
        click.echo(
            f"{where}/{name} is your own, so it was left as it is. Put this into its <head>: "
            '<link rel="describedby" type="application/ld+json" href=".well-known/openhub">'
        )
    if urlsplit(about.id).hostname != urlsplit(base).hostname:
        click.echo(
            f"The items keep the name {about.id}, under which hubs know them. {urlsplit(about.id).hostname} has to go on "
            f"answering {site.DESCRIPTION}, or hubs cannot know that {urlsplit(base).hostname} speaks for it."
        )
    link = base if urlsplit(base).path == "/" else f"{base}{site.DESCRIPTION}"
    click.echo(f"Next: upload all of {where}/, the hidden .well-known too, so that it is at {base}")
    click.echo(f"Then give councils this link: {link}")
