"""One run of one source: its feed is walked from where it was left, page by page."""

from dataclasses import dataclass, replace
from typing import Literal

from openhub.errors import OpenHubError
from openhub.harvest.cursor import wrong_next
from openhub.harvest.walk import Fetches, Report, Stopped, Walk, read
from openhub.hub.hub import Hub
from openhub.model.source import Source, State
from openhub.stores.contract import Counts, Ended

__all__ = ["Outcome", "Report", "Run", "harvest", "read", "wrong_next"]

Outcome = Literal["changed", "unchanged", "empty", "failed", "held"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What came of harvesting one source: how it answered, and what that proves."""

    source: Source
    outcome: Outcome
    counts: Counts
    pages: int
    problem: str = ""
    state: State = "failed"


def harvest(
    hub: Hub, door: Fetches, source: Source, *, report: Report = lambda *_: None, confirm_deletions: bool = False
) -> Run:
    """Walks a source's feed to its end and keeps what it says. Never raises for what a publisher or the network did.

    With `confirm_deletions` those that wait for a person are carried out first.
    """
    walk = Walk(hub=hub, door=door, source=source, report=report)
    try:
        ended = walk.to_the_end(confirmed=confirm_deletions)
    except Stopped as stopped:
        run = _failed(walk, str(stopped))
    except OpenHubError as error:
        if error.exit_code == OpenHubError.exit_code:
            raise
        run = _failed(walk, str(error))
    else:
        run = _run(walk, ended)
    _remember(hub, run)
    return run


def _failed(walk: Walk, problem: str) -> Run:
    return Run(source=walk.source, outcome="failed", counts=walk.counts, pages=walk.pages, problem=problem)


def _run(walk: Walk, ended: Ended | None) -> Run:
    """What came of a run that reached the end; `ended` is None when a file had not changed."""
    current = walk.hub.store.source(walk.source.id) or walk.source
    before: State = "complete" if current.state in ("", "failed") else current.state
    state = ended.state if ended else before
    counts = walk.counts
    outcome: Outcome = "changed" if counts.new or counts.changed or counts.deleted else "unchanged"
    if not (current.has_items or current.quarantined or counts.deleted):
        outcome = "empty"
    return Run(
        source=walk.source,
        outcome="held" if ended and ended.waiting else outcome,
        counts=counts,
        pages=walk.pages,
        problem=_problem(ended),
        state=state,
    )


def _problem(ended: Ended | None) -> str:
    """What is to be said of a run that reached the end."""
    said = []
    if ended and ended.waiting:
        said.append(
            f"{ended.waiting:,} of {ended.held:,} items would be gone at once, more than is likely, so none was taken away."
        )
    if ended and ended.state == "inconsistent":
        said.append(
            "What the feed lists is not what it says that it lists (its root differs), although all of it was read again. "
            "Nothing was taken away; tell its publisher."
        )
    return " ".join(said)


def _remember(hub: Hub, run: Run) -> None:
    current = hub.store.source(run.source.id)
    if current is None:
        return
    now = hub.now()
    succeeded = run.outcome in ("changed", "unchanged", "empty")
    hub.store.save_source(
        replace(
            current,
            outcome=run.outcome,
            state=run.state,
            problem=run.problem,
            last_run=now,
            last_success=now if succeeded else current.last_success,
        )
    )
