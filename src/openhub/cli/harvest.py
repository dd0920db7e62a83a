"""`openhub harvest`: brings in what the sources have changed."""

import os
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._folder import folder_option, held_lease, next_command, open_hub
from openhub.errors import OpenHubError, UsageError

if TYPE_CHECKING:
    from openhub.harvest.run import Run
    from openhub.hub.hub import Hub
    from openhub.model.source import Source
    from openhub.stores.contract import Counts


@click.command("harvest")
@click.argument("numbers", nargs=-1, type=int, metavar="[SOURCE]...")
@folder_option
@click.option(
    "--watch",
    is_flag=True,
    help="Go on for ever, with the pause that the setting harvest_interval_seconds says; tell only changes and problems.",
)
@click.option("--from-start", is_flag=True, help="Read the feeds again from their start.")
@click.option(
    "--confirm-deletions",
    is_flag=True,
    help="Read from the start, and take away what is no longer there, however much it is.",
)
@click.option(
    "--beside", type=int, default=0, hidden=True, help="Watch only as long as the process with this number runs."
)
def COMMAND(
    numbers: tuple[int, ...], folder: Path, watch: bool, from_start: bool, confirm_deletions: bool, beside: int
) -> None:
    """Bring in what all sources, or those with these numbers, have changed.

    Exits with 3 when a source could not be read, else with 1 when one waits for a person or items were put aside.
    """
    with open_hub(folder) as hub:
        if watch:
            _watch(hub, folder, numbers, beside)
            return
        if not _chosen(hub.sources(), numbers):
            click.echo(
                f"No sources yet. Add one: {next_command('source add https://goodgym.example/', folder)}", err=True
            )
        runs = _round(hub, folder, numbers, from_start=from_start, confirm_deletions=confirm_deletions)
    if any(run.outcome == "failed" for run in runs):
        raise click.exceptions.Exit(3)
    if any(run.outcome == "held" or run.counts.quarantined for run in runs):
        raise click.exceptions.Exit(1)


def _watch(hub: "Hub", folder: Path, numbers: tuple[int, ...], beside: int) -> None:
    """Round after round, until interrupted or left alone by the parent; a round that fails does not end it."""
    alone = False
    while not alone:
        try:
            _round(hub, folder, numbers, quiet=True)
        except OpenHubError as error:
            click.echo(f"This round of harvesting did not end well: {error}", err=True)
        following = time.monotonic() + hub.settings.harvest_interval_seconds
        while time.monotonic() < following and not alone:
            time.sleep(min(1, hub.settings.harvest_interval_seconds))
            alone = beside != 0 and os.getppid() != beside


def _round(
    hub: "Hub",
    folder: Path,
    numbers: tuple[int, ...],
    *,
    from_start: bool = False,
    confirm_deletions: bool = False,
    quiet: bool = False,
) -> "list[Run]":
    """Harvests these sources once, when nobody else does."""
    from openhub.fetch.door import Door
    from openhub.harvest.run import harvest_all

    runs = []
    with held_lease(folder, hub.settings), Door(hub.settings) as door:
        sources = _chosen(hub.sources(), numbers)
        if from_start:
            sources = [replace(s, cursor="", etag="") for s in sources]
        for run in harvest_all(hub, door, sources, report=_progress, confirm_deletions=confirm_deletions):
            runs.append(run)
            if not quiet or run.problem or run.outcome == "changed":
                _tell(run, folder)
    return runs


def _chosen(sources: "list[Source]", numbers: tuple[int, ...]) -> "list[Source]":
    if unknown := set(numbers) - {s.id for s in sources}:
        raise UsageError(f"There is no source {min(unknown)}. See `openhub source list`.")
    return [s for s in sources if not numbers or s.id in numbers]


def _progress(source: "Source", pages: int, counts: "Counts") -> None:
    """A line that is written over while a feed is read, on a terminal only."""
    if sys.stderr.isatty():
        read = counts.new + counts.changed + counts.unchanged + counts.deleted + counts.quarantined
        click.echo(f"\r\033[K{source.name}: page {pages}, {read} items …", nl=False, err=True)


def _tell(run: "Run", folder: Path) -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    counts = run.counts
    words = {
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "put aside": counts.quarantined,
    }
    parts = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    click.echo(f"{run.source.name}: {run.outcome}{f' – {parts}' if parts else ''}")
    if run.problem:
        click.echo(f"  ! {run.problem}")
    if run.outcome == "held":
        click.echo(f"  If that is right: {next_command(f'harvest {run.source.id} --confirm-deletions', folder)}")
    if counts.quarantined:
        click.echo(f"  see why: {next_command(f'source list {run.source.id}', folder)}")
