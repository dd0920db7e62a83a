"""Days, times, spans, sums and distances in words."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from openhub.model.schedule import Occurrence
from openhub.web import words

TODAY = date(2026, 11, 24)
LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (date(2027, 1, 13), "Wednesday 13 January"),
        (date(2026, 2, 10), "Tuesday 10 February"),
        (date(2027, 10, 12), "Tuesday 12 October 2027"),
        (date(2025, 11, 24), "Monday 24 November 2025"),
    ],
)
def test_a_day_has_its_weekday_and_its_year_only_when_far_away(when: date, said: str) -> None:
    assert words.weekday(when, TODAY) == said


@pytest.mark.parametrize(
    ("hour", "minute", "said"),
    [(18, 45, "6.45pm"), (10, 0, "10am"), (0, 0, "midnight"), (12, 0, "midday"), (0, 5, "12.05am")],
)
def test_a_time_of_day(hour: int, minute: int, said: str) -> None:
    assert words.clock(hour, minute) == said


def occurrence(start: str, end: str, *, timed: bool = True) -> Occurrence:
    return Occurrence(*(datetime.fromisoformat(t).replace(tzinfo=LONDON) for t in (start, end)), timed)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (occurrence("2027-01-13T18:45", "2027-01-13T20:30"), "6.45pm to 8.30pm"),
        (occurrence("2027-01-13T18:45", "2027-01-13T18:45"), "6.45pm"),
        (occurrence("2027-01-13T00:00", "2027-01-14T00:00", timed=False), ""),
    ],
)
def test_hours_say_no_more_than_is_known(found: Occurrence, said: str) -> None:
    assert words.hours(found) == said


def test_a_night_out_is_one_day_and_a_festival_is_several() -> None:
    assert not words.ends_another_day(occurrence("2027-01-13T22:00", "2027-01-14T03:00"))
    assert words.ends_another_day(occurrence("2027-01-13T10:00", "2027-01-15T18:00"))
    assert not words.ends_another_day(occurrence("2027-01-13T00:00", "2027-01-14T00:00", timed=False))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("P4D", "4 days"),
        ("PT3H30M", "3½ hours"),
        ("PT90M", "90 minutes"),
        ("P1Y", "1 year"),
        ("P1M", "1 month"),
        ("P2W", "2 weeks"),
        ("PT2H", "2 hours"),
        ("", ""),
        ("P", ""),
        ("four days", ""),
    ],
)
def test_a_duration(text: str, said: str) -> None:
    assert words.duration(text) == said


def test_at_least() -> None:
    assert [words.at_least(t) for t in ("P1Y", "P6M", "P1M")] == ["a year", "6 months", "a month"]


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (20, "1 minute’s walk"),
        (640, "8 minutes’ walk"),
        (1199, "15 minutes’ walk"),
        (1300, "0.8 miles"),
        (1609, "1 mile"),
        (2575, "1.6 miles"),
        (20_000, "12 miles"),
    ],
)
def test_a_distance_to_a_place(metres: float, said: str) -> None:
    assert words.distance(metres) == said


@pytest.mark.parametrize(
    ("metres", "said"),
    [
        (0, "within about a mile"),
        (1609, "within about a mile"),
        (1610, "within about 2 miles"),
        (8000, "within about 5 miles"),
    ],
)
def test_a_distance_to_an_area_is_whole_miles_rounded_up(metres: float, said: str) -> None:
    assert words.about(metres) == said


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(3.0, "GBP", "£3"), (2.5, "GBP", "£2.50"), (18400, "GBP", "£18,400"), (5, "EUR", "€5"), (40, "SEK", "40 SEK")],
)
def test_money(amount: float, currency: str, said: str) -> None:
    assert words.money(amount, currency) == said


def test_a_moment_is_said_from_where_we_stand() -> None:
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert words.moment(datetime(2026, 11, 24, 6, 10, tzinfo=UTC), now, LONDON) == "today at 6.10am"
    assert words.moment(datetime(2026, 11, 23, 23, 0, tzinfo=UTC), now, LONDON) == "yesterday at 11pm"
    assert words.moment(datetime(2026, 7, 1, 11, 0, tzinfo=UTC), now, LONDON) == "1 July at midday"


def test_lists_counts_numbers_and_days_left() -> None:
    assert words.listed(["one", "two", "three"]) == "one, two and three"
    assert [words.count(1, "thing"), words.count(1200, "thing"), words.count(2, "person", "people")] == [
        "1 thing",
        "1,200 things",
        "2 people",
    ]
    assert words.telephone("+44 20 7946 0102") == "020 7946 0102"
    assert [words.days_left(date(2026, 11, d), TODAY) for d in (25, 24, 23)] == [
        "1 day left",
        "last day today",
        "has ended",
    ]
