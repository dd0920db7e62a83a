"""Runs in words: the last days at a glance, how many ended how, and one by one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from openhub.model.history import PastRun, Tally
from openhub.web import watching, words
from openhub.web.clock import Clock

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)  # a Tuesday
CLOCK = Clock(now=NOW, zone=ZoneInfo("Europe/London"))
TODAY = date(2026, 11, 24)


def tally(days_ago: int, outcome: str, runs: int, source: int = 1) -> Tally:
    return Tally(source=source, day=TODAY - timedelta(days=days_ago), outcome=outcome, runs=runs)


def test_the_last_days_are_seven_and_those_of_this_source() -> None:
    told = [
        tally(6, "failed", 3),
        tally(3, "held", 2),
        tally(2, "failed", 1),
        tally(2, "unchanged", 95),
        tally(1, "stopped", 1),
        tally(1, "unchanged", 4),
        tally(0, "failed", 9, source=2),
    ]
    days = watching.days(told, 1, CLOCK)
    assert [(d.name, d.look) for d in days] == [
        ("Wed", "stop"),
        ("Thu", "unsaid"),
        ("Fri", "unsaid"),
        ("Sat", "care"),
        ("Sun", "care"),
        ("Mon", "yes"),
        ("Tue", "unsaid"),
    ]
    assert days[0].words == "Wednesday 18 November: 3 runs, all failed"
    assert days[4].words == "Sunday 22 November: 96 runs: 1 failed and 95 unchanged"
    assert days[6].words == "Tuesday 24 November: not read"


@pytest.mark.parametrize(
    ("outcomes", "told"),
    [
        ({}, ""),
        ({"failed": 1}, "1 run, failed"),
        ({"unchanged": 2}, "2 runs, all unchanged"),
        ({"held": 1, "changed": 1200}, "1,201 runs: 1 waiting for a person and 1,200 changed"),
    ],
)
def test_how_many_ended_how(outcomes: dict[str, int], told: str) -> None:
    assert watching.counted(outcomes) == told


def test_days_are_counted_with_today() -> None:
    told = [tally(0, "changed", 1), tally(6, "changed", 2), tally(7, "changed", 4)]
    assert watching.since(told, 7, CLOCK) == {"changed": 3}
    assert watching.since(told, 30, CLOCK) == {"changed": 7}


def test_a_run_in_words() -> None:
    run = PastRun(
        source=1,
        started=NOW - timedelta(minutes=3),
        ended=NOW,
        outcome="failed",
        pages=1,
        new=2,
        deleted=1,
        problem="No answer",
    )
    (line,) = watching.lines([run], CLOCK)
    assert (line.when, line.took, line.outcome, line.pages) == ("Today at 9am", "3 minutes", "Failed", "1 page")
    assert (line.items, line.problem, line.look) == ("2 new and 1 gone", "No answer.", "stop")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [(0, "less than a minute"), (60, "1 minute"), (7_199, "1 hour"), (86_400, "1 day"), (900_000, "10 days")],
)
def test_a_span(seconds: float, told: str) -> None:
    assert words.span(seconds) == told
