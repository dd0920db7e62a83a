"""How a source answered, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from openhub.model.history import Schedule
from openhub.model.source import Source
from openhub.web import statements
from openhub.web.clock import Clock


def source(**said: Any) -> Source:
    return Source(
        name="GoodGym", address="https://goodgym.example/feed", origin="https://goodgym.example/", format="rpde", **said
    )


HELD = "30 of 40 items are no longer in the feed, so none was taken away."


@pytest.mark.parametrize(
    ("said", "answer", "problems"),
    [
        ({}, "Not read yet", "None"),
        ({"outcome": "unchanged"}, "Unchanged", "None"),
        ({"outcome": "changed", "quarantined": 1}, "Something had changed", "1 item put aside"),
        ({"outcome": "failed", "problem": "The site did not answer"}, "Failed", "The site did not answer."),
        ({"outcome": "failed"}, "Failed", "It did not say why."),
        ({"outcome": "failed", "problem": "No answer.", "quarantined": 3}, "Failed", "No answer. 3 items put aside."),
        (
            {"outcome": "held", "problem": HELD},
            "Waiting for a person: until one has looked, the last list stays",
            HELD,
        ),
    ],
)
def test_what_came_of_asking_and_what_is_wrong(said: dict[str, Any], answer: str, problems: str) -> None:
    assert statements.last_answer(source(**said)).words == answer
    assert statements.problems(source(**said)) == problems


NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CLOCK = Clock(now=NOW, zone=ZoneInfo("Europe/London"))


def schedule(**said: Any) -> Schedule:
    return Schedule(source=1, address="", set_at=NOW, **said)


@pytest.mark.parametrize(
    ("said", "planned", "words"),
    [
        ({}, None, "Not known yet"),
        (
            {"state": "verified", "verified_at": NOW - timedelta(hours=1)},
            schedule(),
            "Verified today at 8am: we have all that it lists",
        ),
        ({"state": "complete"}, schedule(), "Read to its end; not verifiable, as it gives no figures to check by"),
        ({"state": "inconsistent"}, schedule(), "Differs from its publisher’s own count"),
        ({"state": "held"}, schedule(), "Waits for a person: much would go"),
        (
            {"state": "failed"},
            schedule(failures=3, failing_since=NOW - timedelta(days=1)),
            "Fails since yesterday at 9am; what we have stays",
        ),
        ({"state": "failed"}, schedule(), "Not read to its end yet"),
        ({"state": "failed"}, None, "Fails; what we have stays"),
    ],
)
def test_whether_we_have_all(said: dict[str, Any], planned: Schedule | None, words: str) -> None:
    assert statements.standing(source(**said), planned, CLOCK).words == words


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (None, ""),
        (schedule(), ""),
        (schedule(due=NOW), "At the next round"),
        (schedule(due=NOW + timedelta(minutes=15)), "Today at 9.15am"),
        (schedule(due=NOW + timedelta(hours=24)), "Tomorrow at 9am"),
    ],
)
def test_when_it_is_read_again(planned: Schedule | None, words: str) -> None:
    assert statements.next_try(planned, CLOCK) == words
