"""`openhub source`: the feeds a hub brings in."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from openhub.cli._folder import folder_option, held_lease, host_of, next_command, open_hub
from openhub.cli._runs import tell_runs
from openhub.errors import OpenHubError, UsageError

if TYPE_CHECKING:
    from openhub.fetch.door import Door
    from openhub.hub.hub import Hub
    from openhub.model.finding import Finding
    from openhub.model.source import Source

SAMPLES = 2  # of each code, as they are listed


@click.group("source")
def COMMAND() -> None:
    """Add, list, test and remove the feeds that a hub brings in."""


@COMMAND.command("add")
@click.argument("address")
@folder_option
@click.option(
    "--owns", multiple=True, metavar="HOST", help="A further host whose ids belong to this publisher; may be repeated."
)
@click.option("--name", default="", help="What residents know it as, if its own description does not say.")
@click.option("--licence", default="", help="The licence of its items, an address, if the feed does not say.")
@click.option(
    "--every",
    type=click.IntRange(min=1),
    metavar="MINUTES",
    help="How often it is read, if not as often as the setting harvest_interval_seconds says.",
)
def add(address: str, folder: Path, owns: tuple[str, ...], name: str, licence: str, every: int | None) -> None:
    """Add the feeds at ADDRESS.

    It is that of a site, of its description, or of a feed itself. A feed that cannot be read now is told, and the others are
    added all the same; then this ends with 3, or with 1 when what it read is no feed.
    """
    from dataclasses import replace

    from openhub.fetch.door import Door
    from openhub.harvest.discover import discover

    with open_hub(folder) as hub, Door(hub.settings) as door:
        found = discover(door, address, tuple(map(host_of, owns)))
        code = 0
        if not found:
            raise UsageError(f"{address} describes no feed in a format that can be read.")
        for source in found:
            source = replace(source, name=name or source.name, licence=licence or source.licence)
            held = hub.store.sources()
            old = next((s for s in held if s.address == source.address), None) or _moved(source, held, found)
            try:
                if old:
                    _again(hub, door, old, source, folder, named=bool(name), every=every)
                else:
                    _add(hub, door, source, folder, named=bool(name), every=every)
            except OpenHubError as error:
                if error.exit_code == OpenHubError.exit_code:
                    raise  # the database is at fault, and would be with the others too
                click.echo(f"  ! {source.address}: {error}", err=True)
                code = code or error.exit_code
        click.echo(f"Next: {next_command('harvest', folder)}")
    if code:
        raise click.exceptions.Exit(code)


def _add(hub: "Hub", door: "Door", source: "Source", folder: Path, *, named: bool, every: int | None) -> None:
    """Keeps a new source, then looks at its first page. Raises what the look does; the source is there all the same."""
    added = hub.store.add_source(source)
    if every:
        hub.store.set_interval(added.id, 60 * every)
    click.echo(f"Added source {added.id}, {added.name}: {added.address} ({added.format or 'format not known yet'})")
    if not (added.publisher_url or named):
        click.echo("  Its feed does not say what it is called. To name it, add it again with --name.")
    _look(hub, door, added, folder)


def _again(
    hub: "Hub", door: "Door", old: "Source", new: "Source", folder: Path, *, named: bool, every: int | None
) -> None:
    """Changes a source that is there. One that moves is looked at first: it stays where it was if that cannot be read."""
    from dataclasses import replace

    if new.address != old.address:
        click.echo(f"{new.address} is the dataset of source {old.id}, which was read at {old.address}.")
        _look(hub, door, replace(new, id=old.id), folder)
    with held_lease(hub, old.id):
        _update(hub, hub.store.source(old.id) or old, new, named=named)
    if every:
        hub.store.set_interval(old.id, 60 * every)


def _moved(new: "Source", held: "list[Source]", found: "list[Source]") -> "Source | None":
    """The source of the same dataset that is to be read at a new address from now on: two would take each other's items."""
    here = {source.address for source in found}
    same = [s for s in held if (s.origin, s.format) == (new.origin, new.format) and s.address not in here]
    return same[0] if len(same) == 1 and [s.origin for s in found].count(new.origin) == 1 else None


def _update(hub: "Hub", old: "Source", new: "Source", *, named: bool) -> None:
    """Adding a source again is how its hosts, name and licence are changed; its feed is then read again from the start."""
    from dataclasses import replace

    hosts = tuple(sorted({*old.hosts, *new.hosts}))
    changed = replace(
        old,
        address=new.address,
        name=new.name if named or new.publisher_url else old.name,
        licence=new.licence or old.licence,
        publisher_url=new.publisher_url or old.publisher_url,
        about=new.about or old.about,
        themes=new.themes or old.themes,
        hosts=hosts,
        checkpoint=new.checkpoint or (old.checkpoint if new.address == old.address else ""),
        cursor="",
        horizon=old.horizon if new.address == old.address else 0,
        etag="",
    )
    hub.store.save_source(changed)
    if new.address != old.address:
        click.echo(f"Source {old.id} is read at {new.address} from now on, not at {old.address}.")
    click.echo(
        f"Source {old.id} is there already. It is called {changed.name}, owns {', '.join(hosts)}, and will be read again "
        "from its start."
    )


@COMMAND.command("list")
@click.argument("number", required=False)
@folder_option
def list_(number: str | None, folder: Path) -> None:
    """List the sources, and how each is doing.

    What they hold, and how their last harvest went; of the one with this NUMBER, how it has been read and what was found
    wrong.
    """
    with open_hub(folder) as hub:
        sources = [_by_number(hub, number)] if number else hub.store.sources()
        if not sources:
            click.echo(
                f"No sources yet. Add one: {next_command('source add https://goodgym.example/', folder)}", err=True
            )
        live = hub.store.live_items(sources[0].id if number else None)
        for source in sorted(sources, key=lambda s: s.id):
            _summarise(source, live.get(source.id, 0), folder)
            if number:
                tell_runs(hub, source)
                _list_findings(hub, source)
            elif source.quarantined:
                click.echo(f"     see why: {next_command(f'source list {source.id}', folder)}")


def _summarise(s: "Source", live: int, folder: Path) -> None:
    when = s.last_run.strftime("%d %b %H:%M UTC") if s.last_run else "never harvested"
    aside = f", {s.quarantined} put aside" if s.quarantined else ""
    state = f" ({s.state})" if s.state not in ("", s.outcome) else ""
    click.echo(f"{s.id:>3}  {s.name}: {live} items{aside}; {s.outcome or 'new'}{state}, {when}")
    click.echo(f"     {s.address} ({s.format or 'format not known yet'})")
    if s.problem:
        click.echo(f"     ! {s.problem}")
    if s.outcome == "held":
        click.echo(f"     If that is right: {next_command(f'harvest {s.id} --confirm-deletions', folder)}")


def _list_findings(hub: "Hub", source: "Source") -> None:
    """Errors, then warnings, by code with their number and a few samples; remarks by their number."""
    findings = hub.store.findings(source.id)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in sorted((f for f in findings if f.severity != "info"), key=lambda f: f.severity != "error"):
        groups.setdefault((finding.severity, finding.code), []).append(finding)
    for (severity, code), group in groups.items():
        click.echo(f"     {severity} {code}{f'  {len(group):,} times' if len(group) > 1 else ''}")
        for finding in group[:SAMPLES]:
            click.echo(f"       {finding.item}{finding.pointer}: {finding.message} {finding.remedy}")
        if len(group) > SAMPLES:
            click.echo(f"       … and {len(group) - SAMPLES:,} more like this.")
    for (code, message), number in Counter((f.code, f.message) for f in findings if f.severity == "info").items():
        click.echo(f"     remark on {number} items [{code}]: {message}")
    if not findings:
        click.echo("     Nothing was found wrong with its items.")


@COMMAND.command("test")
@click.argument("address")
@folder_option
@click.option("--owns", multiple=True, metavar="HOST", help="A further host whose ids belong to this publisher.")
def test(address: str, folder: Path, owns: tuple[str, ...]) -> None:
    """Read one page, and say what would come of it.

    Of the source with this number, or of the feeds at ADDRESS. Keeps nothing.
    """
    from openhub.fetch.door import Door
    from openhub.harvest.discover import discover

    with open_hub(folder) as hub, Door(hub.settings) as door:
        found = (
            [_by_number(hub, address)] if address.isdecimal() else discover(door, address, tuple(map(host_of, owns)))
        )
        wrong = sum([_look(hub, door, source, folder, all_findings=True) for source in found])
    if wrong:
        raise click.exceptions.Exit(1)


@COMMAND.command("remove")
@click.argument("number")
@folder_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(number: str, folder: Path, yes: bool) -> None:
    """Remove the source with this NUMBER.

    Its items go from the hub, and hubs that copy us are told.
    """
    with open_hub(folder) as hub:
        source = _by_number(hub, number)
        live = hub.store.live_items(source.id).get(source.id, 0)
        if not yes and not click.confirm(f"Remove {source.name} and its {live} items? (--yes does not ask)"):
            click.echo("Nothing was removed.")
            return
        with held_lease(hub, source.id):
            gone = hub.store.remove_source(source.id, hub.now())
        hub.store.settle()
        click.echo(f"Removed {source.name}; {gone} items are gone.")


def _by_number(hub: "Hub", number: str) -> "Source":
    source = hub.store.source(int(number)) if number.isdecimal() else None
    if source is None:
        raise UsageError(f"There is no source {number}. See `openhub source list`.")
    return source


def _look(hub: "Hub", door: "Door", source: "Source", folder: Path, *, all_findings: bool = False) -> int:
    """Prints what the first page of a source holds; how many items would be put aside."""
    from openhub.harvest.look import look

    seen = look(hub, door, source)
    kinds = ", ".join(f"{n} {kind}" for kind, n in Counter(seen.types).most_common())
    kinds = f" ({kinds})" if kinds else ""
    click.echo(
        f"  First page: {len(seen.types)} good items{kinds}, {len(seen.put_aside)} to put aside, {seen.deleted} deleted."
    )
    shown = seen.put_aside if all_findings else seen.put_aside[:3]
    for finding in shown:
        click.echo(f"  ! {finding.item}{finding.pointer}: {finding.message} {finding.remedy} [{finding.code}]")
    if len(seen.put_aside) > len(shown):
        rest = next_command(f"source test {source.id or source.address}", folder)
        click.echo(f"  … and {len(seen.put_aside) - len(shown)} more: {rest}")
    if any(f.code == "id-on-foreign-host" for f in seen.put_aside):
        click.echo("  Its ids are on a host that does not say it is theirs. If you know that it is:")
        hosts = [urlsplit(f.item).hostname or "HOST" for f in seen.put_aside if f.code == "id-on-foreign-host"]
        click.echo(f"  {next_command(f'source add {source.address} --owns {hosts[0]}', folder)}")
    return len(seen.put_aside)
