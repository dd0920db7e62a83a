"""When a source is read next: spread, backed off, and never before its server allows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub.harvest.due import CLOSED, DAY_SECONDS, SLACK, Upshot, following, is_due
from openhub.model.history import Schedule

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
NEVER = Schedule(source=1, address="https://club.example/feed")
FAILED = Upshot(kind="failed")

chances = st.floats(0, 1, exclude_max=True)
intervals = st.integers(1, 30 * DAY_SECONDS)
upshots = st.builds(
    Upshot,
    kind=st.sampled_from(["reached", "failed", "limited", "stopped"]),
    status=st.sampled_from([0, 403, 404, 410, 429, 500, 503]),
    retry_after_seconds=st.none() | st.floats(-5, 1e9),
)


def seconds(schedule: Schedule) -> float:
    """How long from now until it is due."""
    assert schedule.due is not None
    return (schedule.due - NOW).total_seconds()


def after(before: Schedule, upshot: Upshot, interval: float = 900, chance: float = 0.5) -> Schedule:
    return following(before, upshot, now=NOW, interval_seconds=interval, chance=chance)


@given(intervals, chances)
def test_after_a_good_run_it_is_the_interval_give_or_take_a_tenth(interval: int, chance: float) -> None:
    made = after(NEVER, Upshot(), interval, chance)
    assert 0.9 * interval <= seconds(made) <= 1.1 * interval + 1
    assert (made.failures, made.failing_since) == (0, None)


@given(st.lists(upshots, max_size=60), intervals, chances)
def test_whatever_happens_the_next_time_comes(went: list[Upshot], interval: int, chance: float) -> None:
    """Never in the past, and never later than a day or the interval with its tenth."""
    schedule = NEVER
    for upshot in went:
        schedule = after(schedule, upshot, interval, chance)
        assert 0 <= seconds(schedule) <= 1.1 * max(interval, DAY_SECONDS) + 1
        assert (schedule.failures == 0) == (schedule.failing_since is None)
        assert not schedule.failures or upshot.kind in ("failed", "stopped")


@given(st.floats(0, 1e9), st.integers(0, 60), intervals, chances)
def test_a_server_is_not_asked_before_the_time_it_named(
    asked: float, failures: int, interval: int, chance: float
) -> None:
    before = Schedule(source=1, address="", failures=failures)
    made = after(before, Upshot(kind="failed", status=503, retry_after_seconds=asked), interval, chance)
    assert seconds(made) >= min(asked, DAY_SECONDS)


@given(st.sampled_from(sorted(CLOSED)), st.integers(0, 60), intervals, chances)
def test_what_is_closed_is_tried_once_a_day_at_most(status: int, failures: int, interval: int, chance: float) -> None:
    before = Schedule(source=1, address="", failures=failures)
    assert seconds(after(before, Upshot(kind="failed", status=status), interval, chance)) >= DAY_SECONDS


def test_failures_in_a_row_wait_longer_up_to_a_day() -> None:
    schedule, waits = NEVER, []
    for _ in range(9):
        schedule = after(schedule, FAILED)
        waits.append(seconds(schedule))
    assert waits == [900, 1800, 3600, 7200, 14400, 28800, 57600, 86400, 86400]
    assert seconds(after(schedule, Upshot())) == 900


def test_failing_since_is_when_the_first_of_them_failed() -> None:
    first = after(NEVER, FAILED)
    later = following(first, FAILED, now=NOW + timedelta(hours=3), interval_seconds=900, chance=0.5)
    assert (later.failures, later.failing_since) == (2, NOW)
    assert after(later, Upshot()).failing_since is None


def test_what_had_its_share_is_no_failure_and_what_was_stopped_comes_first() -> None:
    failing = after(after(NEVER, FAILED), FAILED)
    assert (seconds(after(failing, Upshot(kind="limited"))), after(failing, Upshot(kind="limited")).failures) == (
        900,
        0,
    )
    stopped = after(failing, Upshot(kind="stopped"))
    assert (seconds(stopped), stopped.failures, stopped.failing_since) == (0, 2, NOW)


@given(chances)
def test_a_source_may_have_an_interval_of_its_own(chance: float) -> None:
    own = Schedule(source=1, address="", interval_seconds=86_400)
    assert 77_760 <= seconds(after(own, Upshot(), 900, chance)) <= 95_041


@pytest.mark.parametrize(
    ("due", "set_at", "is_now"),
    [
        (None, None, True),
        (NOW, NOW - timedelta(hours=1), True),
        (NOW + timedelta(seconds=1), NOW, False),
        (NOW + timedelta(seconds=1), NOW + SLACK, False),
        (NOW + timedelta(days=1), NOW + timedelta(hours=23), True),  # the clock was a day ahead, and was put right
    ],
)
def test_is_due(due: datetime | None, set_at: datetime | None, is_now: bool) -> None:
    assert is_due(Schedule(source=1, address="", due=due, set_at=set_at), NOW) is is_now
