"""When things happen: rules on the wall clock of the place, and nonsense that gives nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.model.schedule import MAX_STEPS, Occurrence, ends, instant, occurrences, zone
from tests import make

LONDON = ZoneInfo("Europe/London")


def expand(document: dict[str, Any], first: str, last: str) -> list[Occurrence]:
    return occurrences(document, date.fromisoformat(first), date.fromisoformat(last), LONDON)


def days(document: dict[str, Any], first: str, last: str) -> list[str]:
    return [o.start.date().isoformat() for o in expand(document, first, last)]


def times(document: dict[str, Any], first: str, last: str) -> list[str]:
    return [f"{o.start:%d %H:%M}-{o.end:%d %H:%M}" for o in expand(document, first, last)]


def repeating(**changes: Any) -> dict[str, Any]:
    return make.series(schedule=[make.schedule(**changes)])


def open_at(*entries: dict[str, Any]) -> dict[str, Any]:
    return make.space(openingHours=list(entries))


# Rules


def test_a_weekly_activity_keeps_its_time_across_the_change_of_clocks() -> None:
    found = expand(repeating(startDate="2027-03-06"), "2027-03-20", "2027-04-03")
    assert [o.start.isoformat() for o in found] == [
        "2027-03-20T12:30:00+00:00",
        "2027-03-27T12:30:00+00:00",
        "2027-04-03T12:30:00+01:00",
    ]


def test_on_the_day_of_the_change_itself_it_is_the_new_time() -> None:
    found = expand(repeating(startDate="2027-03-07", byDay=["Sunday"]), "2027-03-28", "2027-03-28")
    assert [o.start.astimezone(UTC).hour for o in found] == [11]


def test_the_last_saturday_of_each_month() -> None:
    rule = repeating(startDate="2026-11-01", repeatFrequency="P1M", byMonthWeek=-1)
    assert days(rule, "2026-11-01", "2027-02-28") == ["2026-11-28", "2026-12-26", "2027-01-30", "2027-02-27"]


def test_the_first_and_third_sunday() -> None:
    rule = repeating(startDate="2026-11-01", repeatFrequency="P1M", byDay=["Sunday"], byMonthWeek=[1, 3])
    assert days(rule, "2026-11-01", "2026-12-31") == ["2026-11-01", "2026-11-15", "2026-12-06", "2026-12-20"]


def test_the_fifth_monday_where_there_is_one() -> None:
    rule = repeating(startDate="2026-11-01", repeatFrequency="P1M", byDay=["Monday"], byMonthWeek=5)
    assert days(rule, "2026-11-01", "2027-03-31") == ["2026-11-30", "2027-03-29"]


def test_the_31st_is_left_out_where_there_is_none() -> None:
    rule = repeating(startDate="2026-10-31", repeatFrequency="P1M", byDay=None)
    assert days(rule, "2026-10-01", "2027-03-31") == ["2026-10-31", "2026-12-31", "2027-01-31", "2027-03-31"]


def test_a_fortnight_is_counted_from_the_first_day() -> None:
    rule = repeating(startDate="2026-11-28", repeatFrequency="P2W")
    assert days(rule, "2026-12-01", "2026-12-31") == ["2026-12-12", "2026-12-26"]


def test_excepted_days_are_left_out() -> None:
    assert days(repeating(exceptDate=["2026-12-05", "2026-12-19"]), "2026-12-01", "2026-12-27") == [
        "2026-12-12",
        "2026-12-26",
    ]


def test_a_rule_ends_with_its_last_day() -> None:
    assert days(repeating(endDate="2026-12-12"), "2026-11-01", "2027-01-31") == [
        "2026-11-28",
        "2026-12-05",
        "2026-12-12",
    ]


def test_a_rule_that_began_years_ago_goes_on() -> None:
    for frequency, wanted in (("P1D", 7), ("P3D", 2), ("P1W", 1)):
        rule = repeating(startDate="2005-01-01", repeatFrequency=frequency, byDay=None)
        whole = days(rule, "2005-01-01", "2016-01-01")
        assert days(rule, "2015-06-01", "2015-06-07") == [d for d in whole if "2015-06-01" <= d <= "2015-06-07"]
        assert len(days(rule, "2026-11-23", "2026-11-29")) in (wanted, wanted + 1)


@settings(deadline=None, max_examples=60)
@given(
    begins=st.dates(date(2015, 1, 1), date(2020, 12, 31)),
    later=st.integers(0, 2_000),
    frequency=st.sampled_from(["P1D", "P2D", "P9D", "P1W", "P2W", "P5W", "P1M", "P3M", "P7M"]),
    by_day=st.none() | st.lists(st.sampled_from(["Monday", "Thursday", "Sunday"]), min_size=1),
    weeks=st.none() | st.sampled_from([-1, 1, [2, 4], 5]),
)
def test_asking_later_gives_the_same_days(begins: date, later: int, frequency: str, by_day: Any, weeks: Any) -> None:
    rule = repeating(startDate=begins.isoformat(), repeatFrequency=frequency, byDay=by_day, byMonthWeek=weeks)
    first, last = begins + timedelta(days=later), begins + timedelta(days=later + 120)
    whole = occurrences(rule, begins, last, LONDON)
    assert occurrences(rule, first, last, LONDON) == [o for o in whole if o.start.date() >= first]


def test_a_rule_may_be_in_another_zone_than_the_item() -> None:
    found = expand(repeating(timeZone="America/New_York"), "2026-12-05", "2026-12-05")
    assert [o.start.astimezone(LONDON).isoformat() for o in found] == ["2026-12-05T17:30:00+00:00"]


def test_what_ends_earlier_than_it_starts_ends_the_next_day() -> None:
    assert times(repeating(startTime="22:00", endTime="01:30"), "2026-12-05", "2026-12-05") == ["05 22:00-06 01:30"]


def test_what_began_yesterday_and_goes_on_is_still_there_today() -> None:
    assert times(repeating(startTime="22:00", endTime="01:30"), "2026-12-06", "2026-12-06") == ["05 22:00-06 01:30"]


def test_what_ended_at_midnight_is_not_there_today() -> None:
    assert times(repeating(startTime="22:00", endTime="00:00"), "2026-12-06", "2026-12-06") == []
    assert days(repeating(startTime=None, endTime=None), "2026-12-06", "2026-12-06") == []


def test_without_a_time_it_is_the_whole_day() -> None:
    (found,) = expand(repeating(startTime=None, endTime=None), "2026-12-05", "2026-12-05")
    assert (found.timed, found.end - found.start) == (False, timedelta(days=1))


def test_without_an_end_it_is_a_moment() -> None:
    assert times(repeating(endTime=None), "2026-12-05", "2026-12-05") == ["05 12:30-05 12:30"]


def test_two_rules_that_meet_give_one_occurrence() -> None:
    assert len(expand(make.series(schedule=[make.schedule(), make.schedule()]), "2026-12-05", "2026-12-05")) == 1


# Opening hours


def test_opening_hours_are_those_of_each_day_named() -> None:
    assert times(open_at(make.hours()), "2026-12-01", "2026-12-07") == ["01 10:00-01 16:00", "02 10:00-02 16:00"]


def test_a_special_entry_replaces_the_usual_one_for_the_days_it_names() -> None:
    special = make.hours(
        dayOfWeek=["Tuesday"], opens="12:00", closes="14:00", validFrom="2026-12-08", validThrough="2026-12-14"
    )
    assert times(open_at(make.hours(), special), "2026-12-01", "2026-12-09") == [
        "01 10:00-01 16:00",
        "02 10:00-02 16:00",
        "08 12:00-08 14:00",
        "09 10:00-09 16:00",
    ]


def test_the_same_time_twice_is_closed() -> None:
    closed = make.hours(opens="00:00", closes="00:00", validFrom="2026-12-21", validThrough="2027-01-03")
    assert days(open_at(make.hours(), closed), "2026-12-15", "2027-01-05") == ["2026-12-15", "2026-12-16", "2027-01-05"]


def test_two_entries_on_one_day_are_two_openings() -> None:
    afternoon = make.hours(opens="18:00", closes="20:00")
    assert times(open_at(make.hours(), afternoon), "2026-12-01", "2026-12-01") == [
        "01 10:00-01 16:00",
        "01 18:00-01 20:00",
    ]


def test_a_place_may_close_after_midnight() -> None:
    assert times(open_at(make.hours(opens="19:00", closes="02:00")), "2026-12-01", "2026-12-01") == [
        "01 19:00-02 02:00"
    ]


# One event


def test_an_event_is_told_in_the_zone_of_its_place() -> None:
    (found,) = expand(
        make.event(startDate="2027-06-05T13:00:00Z", endDate="2027-06-05T15:00:00Z"), "2027-06-05", "2027-06-05"
    )
    assert (found.start.isoformat(), found.end.isoformat()) == (
        "2027-06-05T14:00:00+01:00",
        "2027-06-05T16:00:00+01:00",
    )


def test_an_event_of_whole_days_includes_its_last() -> None:
    (found,) = expand(make.event(startDate="2026-12-05", endDate="2026-12-06"), "2026-12-06", "2026-12-09")
    assert (found.timed, found.end.date()) == (False, date(2026, 12, 7))
    assert expand(make.event(startDate="2026-12-05", endDate="2026-12-06"), "2026-12-07", "2026-12-09") == []


def test_an_event_that_ends_before_it_starts_is_a_moment() -> None:
    (found,) = expand(make.event(endDate="2026-12-01T00:00:00Z"), "2026-12-05", "2026-12-05")
    assert found.start == found.end


# The end


@pytest.mark.parametrize(
    ("document", "end"),
    [
        (make.event(), "2026-12-05T16:00:00+00:00"),
        (make.event(endDate=None), "2026-12-05T14:00:00+00:00"),
        (make.event(startDate="2026-07-05", endDate=None), "2026-07-05T23:00:00+00:00"),
        (make.event(startDate="soon"), None),
        (make.series(), None),
        (make.series(schedule=[make.schedule(endDate="2026-12-12")]), "2026-12-13T00:00:00+00:00"),
        (
            make.series(schedule=[make.schedule(endDate="2026-12-12"), make.schedule(endDate="2027-01-02")]),
            "2027-01-03T00:00:00+00:00",
        ),
        (make.series(schedule=[make.schedule(endDate="2026-12-12"), make.schedule()]), None),
        (
            make.series(schedule=[make.schedule(endDate="2027-12-12")], expires="2026-12-01"),
            "2026-12-02T00:00:00+00:00",
        ),
        (make.space(schedule=[make.schedule(endDate="2026-12-12")]), None),
        (make.offer(), "2027-06-30T23:00:00+00:00"),
        (make.offer(expires="2027-06-30T12:00:00Z"), "2027-06-30T12:00:00+00:00"),
        (make.group(), None),
        (make.group(expires="9999-12-31"), "9999-12-31T00:00:00+00:00"),
        (make.group(expires="0001-01-01T00:00:00+14:00"), "0001-01-01T00:00:00+00:00"),
        (make.event(startDate="9999-12-31", endDate=None), None),
    ],
)
def test_the_end_is_when_it_is_of_no_more_use(document: dict[str, Any], end: str | None) -> None:
    found = ends(document, LONDON)
    assert (found.isoformat() if found else None) == end


# Nonsense


@pytest.mark.parametrize(
    "text", ["Europe/Camden", "", "../passwd", "Europe", "\0", "/etc/localtime", "x" * 5_000, None, 7]
)
def test_what_is_no_zone_is_none(text: object) -> None:
    assert zone(text) is None


def test_a_moment_without_offset_needs_a_zone() -> None:
    assert instant("2026-12-05T14:00:00") is None
    assert instant("2026-12-05T14:00:00", LONDON) == datetime(2026, 12, 5, 14, tzinfo=LONDON)
    assert instant("2026-12-05", LONDON) == datetime(2026, 12, 5, tzinfo=LONDON)
    assert instant("next week", LONDON) is None


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
    | st.sampled_from(["2026-12-05", "9999-12-31", "0001-01-01", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00",
                       "P1D", "P999M", "Monday", "00:00"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
        "startDate", "endDate", "startTime", "endTime", "repeatFrequency", "byDay", "byMonthWeek", "exceptDate", "timeZone",
        "dayOfWeek", "opens", "closes", "validFrom", "validThrough",
    ]), inner, max_size=5),
    max_leaves=10,
)  # fmt: skip


@settings(deadline=None, max_examples=200)
@given(
    kind=st.sampled_from(["Event", "EventSeries", "Space"]),
    members=st.dictionaries(
        st.sampled_from(["startDate", "endDate", "schedule", "openingHours", "timeZone", "expires"]),
        JUNK | st.lists(JUNK, max_size=3),
    ),
    broken=st.dictionaries(st.sampled_from(sorted(make.schedule())), JUNK, max_size=3),
)
def test_nonsense_gives_none_and_never_raises(kind: str, members: dict[str, Any], broken: dict[str, Any]) -> None:
    for document in ({"type": kind, **members}, make.series(schedule=[make.schedule(**broken)])):
        assert isinstance(expand(document, "2026-12-01", "2026-12-31"), list)
        ends(document, LONDON)


@pytest.mark.parametrize(
    "schedule",
    [
        [{"startDate": "0001-01-01", "repeatFrequency": "P7D", "byDay": ["Tuesday"]}] * 1_000,
        [{"startDate": "2026-11-30", "repeatFrequency": "P7D", "byDay": ["Tuesday"]}] * 1_000,
        [{"startDate": "0001-01-01", "repeatFrequency": "P1M", "byDay": ["Monday"], "byMonthWeek": 5}] * 1_000,
        [
            {
                "startDate": "0001-01-01",
                "repeatFrequency": "P1M",
                "byDay": ["Monday"] * 9_000,
                "byMonthWeek": [1] * 9_000,
            }
        ],
        [
            {"startDate": "2026-01-01", "repeatFrequency": "P1D", "startTime": f"{n // 60:02}:{n % 60:02}"}
            for n in range(1_400)
        ],
        [
            {
                "startDate": "2026-01-01",
                "repeatFrequency": "P1D",
                "byMonthWeek": [0, 99, True, "x"],
                "byDay": ["Monday", "Moonday", 7],
            }
        ],
    ],
    ids=["never", "never again", "rarely", "long lists", "every minute", "mixed"],
)
def test_hostile_rules_cost_little_and_give_a_bounded_number(schedule: list[dict[str, Any]]) -> None:
    assert len(expand({"type": "EventSeries", "schedule": schedule}, "2026-12-01", "2027-03-31")) <= MAX_STEPS
