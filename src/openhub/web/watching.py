"""How the sources have been read: the last days at a glance, and run by run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from openhub.model.history import PastRun, Tally, by_outcome
from openhub.web import words
from openhub.web.clock import Clock

DAYS = 7
LONG_DAYS = 30
_OUTCOMES = {
    "changed": "changed",
    "unchanged": "unchanged",
    "empty": "empty",
    "held": "waiting for a person",
    "failed": "failed",
    "stopped": "stopped by us",
}
_GOOD = frozenset({"changed", "unchanged", "empty"})


@dataclass(frozen=True, slots=True)
class Day:
    """A day in the life of a source: `look` and `icon` as of a statement, `name` such as Tue, `words` for who cannot see it."""

    look: str
    icon: str
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """One run, in words."""

    when: str
    took: str
    look: str
    icon: str
    outcome: str
    items: str
    pages: str
    problem: str


def days(tallies: Sequence[Tally], source: int, clock: Clock, number: int = DAYS) -> list[Day]:
    """The last days of a source, the earliest first and today last."""
    mine: dict[date, dict[str, int]] = {}
    for tally in tallies:
        if tally.source == source:
            mine.setdefault(tally.day, {})[tally.outcome] = tally.runs
    return [
        _day(day, mine.get(day, {}), clock.today)
        for day in (clock.today - timedelta(n) for n in reversed(range(number)))
    ]


def _day(day: date, outcomes: dict[str, int], today: date) -> Day:
    name = words.WEEKDAYS[day.weekday()][:3]
    told = f"{words.weekday(day, today)}: {counted(outcomes) or 'not read'}"
    bad = sum(n for outcome, n in outcomes.items() if outcome not in _GOOD and outcome != "stopped")
    if not outcomes:
        return Day("unsaid", "ring", name, told)
    if not bad:
        return Day("yes", "yes", name, told)
    if bad < sum(outcomes.values()) or "held" in outcomes:
        return Day("care", "care", name, told)
    return Day("stop", "halt", name, told)


def counted(outcomes: dict[str, int]) -> str:
    """96 runs: 90 unchanged, 4 changed and 2 failed; "" for none."""
    total = sum(outcomes.values())
    if not total:
        return ""
    parts = [f"{n:,} {_OUTCOMES.get(outcome, outcome)}" for outcome, n in outcomes.items()]
    return (
        f"{words.count(total, 'run')}: {words.listed(parts)}"
        if len(parts) > 1
        else f"{words.count(total, 'run')}, {_all(outcomes)}"
    )


def _all(outcomes: dict[str, int]) -> str:
    ((outcome, number),) = outcomes.items()
    said = _OUTCOMES.get(outcome, outcome)
    return f"all {said}" if number > 1 else said


def since(tallies: Iterable[Tally], number: int, clock: Clock) -> dict[str, int]:
    """Runs by outcome, today and on the days before it, `number` in all."""
    return by_outcome(tallies, clock.today - timedelta(days=number - 1))


def lines(runs: Iterable[PastRun], clock: Clock) -> list[Line]:
    """Runs in words, in their order."""
    return [_line(run, clock) for run in runs]


def _line(run: PastRun, clock: Clock) -> Line:
    when = words.moment(run.ended, clock.now, clock.zone)
    seconds = (run.ended - run.started).total_seconds()
    look, icon = {"failed": ("stop", "halt"), "held": ("care", "care"), "stopped": ("unsaid", "ring")}.get(
        run.outcome, ("yes", "yes")
    )
    said = _OUTCOMES.get(run.outcome, run.outcome)
    return Line(
        when=when[0].upper() + when[1:],
        took=words.span(seconds),
        look=look,
        icon=icon,
        outcome=said[0].upper() + said[1:],
        items=items(run),
        pages=words.count(run.pages, "page"),
        problem=words.sentence(run.problem),
    )


def items(run: PastRun) -> str:
    """3 new, 1 changed and 2 gone; "none" when it brought nothing."""
    parts = {"new": run.new, "changed": run.changed, "gone": run.deleted, "put aside": run.quarantined}
    return words.listed([f"{number:,} {word}" for word, number in parts.items() if number]) or "none"
