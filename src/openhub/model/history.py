"""What a hub remembers of the runs of its sources, and when the turn of each comes again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """One run as it is kept. `state` is that of the source after it; `outcome` is that of the harvest, or `stopped`."""

    source: int
    started: datetime
    ended: datetime
    outcome: str
    state: str = ""
    pages: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    quarantined: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a source is read next; `due` is None while it never was. `set_at` is when that was decided.

    `failures` are those in a row, since `failing_since`; `interval_seconds` is the source's own, or 0 for the hub's.
    """

    source: int
    address: str
    due: datetime | None = None
    set_at: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    interval_seconds: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many runs of a source ended with an outcome on a day."""

    source: int
    day: date
    outcome: str
    runs: int


def by_outcome(tallies: Iterable[Tally], since: date) -> dict[str, int]:
    """How many runs had which outcome from a day on, the most frequent first."""
    counted: dict[str, int] = {}
    for tally in tallies:
        if tally.day >= since:
            counted[tally.outcome] = counted.get(tally.outcome, 0) + tally.runs
    return dict(sorted(counted.items(), key=lambda entry: (-entry[1], entry[0])))
