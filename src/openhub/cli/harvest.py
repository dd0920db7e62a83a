"""`openhub harvest`: brings in what the sources have changed."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._folder import folder_option, next_command, open_hub
from openhub.cli._rubbish import few_collections
from openhub.errors import OpenHubError, UsageError

if TYPE_CHECKING:
    from openhub.harvest.run import Run
    from openhub.harvest.workers import Wish, Workers
    from openhub.hub.hub import Hub
    from openhub.model.source import Source
    from openhub.stores.contract import Counts

WAIT_SECONDS = 60  # for whoever else is reading a source that a person asks for
_printing = threading.Lock()  # several sources are read at once, and a line is one source's


@click.command("harvest")
@click.argument("numbers", nargs=-1, type=int, metavar="[SOURCE]...")
@folder_option
@click.option(
    "--watch",
    is_flag=True,
    help="Go on for ever: read each source when its time has come, as `openhub source list` says; tell only changes and problems.",
)
@click.option("--due", is_flag=True, help="Read only those whose time has come; for a timer that starts this often.")
@click.option("--from-start", is_flag=True, help="Read the feeds again from their start.")
@click.option(
    "--confirm-deletions",
    is_flag=True,
    help="Take away what waits for a person to agree, however much it is; then read on.",
)
@click.option(
    "--beside", type=int, default=0, hidden=True, help="Watch only as long as the process with this number runs."
)
def COMMAND(
    numbers: tuple[int, ...],
    folder: Path,
    watch: bool,
    due: bool,
    from_start: bool,
    confirm_deletions: bool,
    beside: int,
) -> None:
    """Bring in what the sources have changed.

    All of them are read, or those with these numbers.
    Exits with 3 when a source could not be read, else with 1 when one waits for a person or items were put aside.
    """
    if watch and (due or from_start or confirm_deletions):
        raise UsageError("--watch goes on for ever and reads what is due. Use --from-start and the like without it.")
    with open_hub(folder) as hub:
        names = _names(hub.store.sources(), numbers)
        with _workers(hub, watch=watch) as workers:
            if watch:
                _watch(workers, hub, folder, numbers, beside)
                return
            if not names:
                click.echo(
                    f"No sources yet. Add one: {next_command('source add https://goodgym.example/', folder)}", err=True
                )
            wish = _wish(names, due=due, from_start=from_start, confirm_deletions=confirm_deletions)
            runs = _round(workers, hub, folder, names, wish)
    if any(run.outcome == "failed" for run in runs):
        raise click.exceptions.Exit(3)
    if any(run.outcome == "held" or run.counts.quarantined for run in runs):
        raise click.exceptions.Exit(1)


def _names(sources: "list[Source]", numbers: tuple[int, ...]) -> dict[int, str]:
    """The names of the chosen sources by number. Raises UsageError for a number that is none's."""
    if unknown := set(numbers) - {s.id for s in sources}:
        raise UsageError(f"There is no source {min(unknown)}. See `openhub source list`.")
    return {s.id: s.name for s in sources if not numbers or s.id in numbers}


def _wish(names: dict[int, str], *, due: bool, from_start: bool, confirm_deletions: bool) -> "Wish":
    from openhub.harvest.workers import Wish

    return Wish(
        from_start=from_start,
        confirm_deletions=confirm_deletions,
        only_if_due=due,
        wait_seconds=0 if due else WAIT_SECONDS,
        waiting=lambda number: _say(f"Another harvest of {names[number]} is running; waiting for it …", err=True),
    )


def _round(workers: "Workers", hub: "Hub", folder: Path, names: dict[int, str], wish: "Wish") -> "list[Run]":
    from openhub.harvest.rounds import once

    runs = []
    for run in once(workers, hub, names, wish):
        runs.append(run)
        _tell(run, folder)
    return runs


def _watch(workers: "Workers", hub: "Hub", folder: Path, numbers: tuple[int, ...], beside: int) -> None:
    """Until told to stop, or left alone by the parent; nothing that goes wrong with one source ends it."""
    from openhub.harvest.rounds import watch

    def trouble(error: OpenHubError) -> None:
        _say(f"This did not go well: {error}", err=True)

    def alone() -> bool:
        return beside != 0 and os.getppid() != beside

    for run in watch(workers, hub, numbers, trouble=trouble, alone=alone):
        if run.problem or run.outcome == "changed":
            _tell(run, folder)


class _Stop:
    """What signals have asked for: the first ends everything at the next page, a second Ctrl-C at once."""

    def __init__(self) -> None:
        self.event = threading.Event()
        self.signal = 0

    def __call__(self, number: int, frame: object) -> None:
        if number == self.signal == signal.SIGINT:
            raise KeyboardInterrupt
        self.signal = number
        self.event.set()


@contextmanager
def _workers(hub: "Hub", *, watch: bool) -> "Iterator[Workers]":
    """Workers that a signal stops. It waits for the pages that are being read, not for ever: each is one transaction,
    so that nothing is lost without them."""
    from openhub.harvest.workers import Workers

    stop = _Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    workers = Workers(hub, stop=stop.event, report=_progress)
    try:
        with few_collections():
            yield workers
    finally:
        whole = workers.close(hub.settings.harvest_stop_seconds)
        for number, handler in before.items():
            signal.signal(number, handler)
    interrupted = stop.signal == signal.SIGINT or (stop.signal and not watch)
    if not whole and stop.signal:
        sys.stdout.flush()
        os._exit(130 if interrupted else 0)
    if interrupted:
        raise click.exceptions.Abort


def _progress(source: "Source", pages: int, counts: "Counts") -> None:
    """A line that is written over while feeds are read, on a terminal only."""
    if sys.stderr.isatty():
        read = counts.new + counts.changed + counts.unchanged + counts.deleted + counts.quarantined
        with _printing:
            click.echo(f"\r\033[K{source.name}: page {pages}, {read} items …", nl=False, err=True)


def _say(text: str, *, err: bool = False) -> None:
    with _printing:
        if sys.stderr.isatty():
            click.echo("\r\033[K", nl=False, err=True)
        click.echo(text, err=err)


def _tell(run: "Run", folder: Path) -> None:
    counts = run.counts
    words = {
        "new": counts.new,
        "changed": counts.changed,
        "unchanged": counts.unchanged,
        "deleted": counts.deleted,
        "put aside": counts.quarantined,
    }
    parts = ", ".join(f"{number} {word}" for word, number in words.items() if number)
    lines = [f"{run.source.name}: {run.outcome}{f' – {parts}' if parts else ''}"]
    if run.problem:
        lines.append(f"  ! {run.problem}")
    if run.outcome == "held":
        lines.append(f"  If that is right: {next_command(f'harvest {run.source.id} --confirm-deletions', folder)}")
    if counts.quarantined:
        lines.append(f"  see why: {next_command(f'source list {run.source.id}', folder)}")
    _say("\n".join(lines))
