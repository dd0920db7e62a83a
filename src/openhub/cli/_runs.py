"""How a source has been read, told in a terminal: its state, its lag, its runs by outcome, and the last of them."""

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from datetime import datetime

    from openhub.hub.hub import Hub
    from openhub.model.source import Source

SHOWN = 10


def tell_runs(hub: "Hub", source: "Source") -> None:
    from openhub.web import statements, watching
    from openhub.web.clock import Clock

    clock = Clock(now=hub.now(), zone=hub.zone)
    schedule = next((s for s in hub.store.schedules() if s.source == source.id), None)
    runs, tallies = hub.store.runs(source.id, SHOWN), hub.tally(watching.LONG_DAYS, source.id)
    click.echo(f"     Do we have all? {statements.standing(source, schedule, clock).words}.")
    facts = {
        "last success": _ago(source.last_success, clock.now),
        "last verified": _ago(source.verified_at, clock.now),
        "next": statements.next_try(schedule, clock).lower() or "not decided",
    }
    click.echo(f"     {'; '.join(f'{name}: {fact}' for name, fact in facts.items())}.")
    for days in (watching.DAYS, watching.LONG_DAYS):
        counted = watching.counted(watching.since(tallies, days, clock))
        click.echo(f"     Last {days} days: {counted or 'not read'}.")
    if runs:
        click.echo("     The last runs, the latest first:")
    for line in watching.lines(runs, clock):
        click.echo(f"       {line.when}: {line.outcome.lower()} – {line.items}; {line.pages}, {line.took}")
        if line.problem:
            click.echo(f"         ! {line.problem}")


def _ago(when: "datetime | None", now: "datetime") -> str:
    from openhub.web import words

    return f"{words.span((now - when).total_seconds())} ago" if when else "never"
