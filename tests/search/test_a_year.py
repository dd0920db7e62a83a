"""A year of dates, across both changes of the clocks: the API, the page and the calendar say the same as two libraries do."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from dateutil import rrule
from flask.testing import FlaskClient

from openhub.config import Settings
from openhub.formats import formats
from openhub.hub.hub import Hub, Position
from openhub.stores.sqlite import STORE
from openhub.web.app import create_app
from tests import make

AS_OF = "2026-09-01T09:00:00Z"
FIRST, LAST = date(2026, 9, 1), date(2027, 9, 1)
LONDON = make.LONDON
Asked = Callable[[dict[str, Any]], FlaskClient]


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """The pages of a hub that holds one item and looks a year ahead."""

    def hold(document: dict[str, Any]) -> FlaskClient:
        hub = Hub(Settings(as_of=AS_OF, occurrence_days=365), STORE(tmp_path / "hub.db"))
        page = formats()["openhub"].read(make.page([document]), make.reading())
        hub.accept(hub.store.add_source(make.source()), page, Position(cursor="", epoch="", horizon=0, baseline=1))
        return create_app(hub.settings, hub).test_client()

    return hold


def weekly(**changes: Any) -> dict[str, Any]:
    usual = {
        "startDate": "2026-09-03",
        "endDate": "2027-09-01",
        "byDay": ["Thursday"],
        "startTime": "18:30",
        "endTime": "20:00",
    }
    return make.series(schedule=[make.schedule(**(usual | changes))])


def expected(
    rule: str, starts: datetime, hours: float, except_: tuple[date, ...] = ()
) -> list[tuple[datetime, datetime]]:
    """The dates by RFC 5545, as recurring-ical-events expands a rule in the zone of the place."""
    event = icalendar.Event()
    event.add("uid", "1")
    event.add("dtstart", starts)
    event.add("duration", timedelta(hours=hours))
    event.add("rrule", icalendar.vRecur.from_ical(rule))
    for day in except_:
        event.add("exdate", datetime.combine(day, starts.time(), LONDON))
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    found = recurring_ical_events.of(calendar).between(FIRST, LAST + timedelta(days=1))
    return sorted((one["dtstart"].dt, one["dtstart"].dt + timedelta(hours=hours)) for one in found)


def in_calendar(client: FlaskClient) -> list[tuple[Any, Any]]:
    """What the calendar of the one item says, by the library that reads it."""
    answer = client.get(f"/activity/{ref(client)}.ics")
    assert answer.mimetype == "text/calendar"
    calendar = icalendar.Calendar.from_ical(answer.data)
    events = list(calendar.walk("VEVENT"))
    assert len({str(event["uid"]) for event in events}) == len(events)
    return sorted((event["dtstart"].dt, event["dtend"].dt) for event in events)


def ref(client: FlaskClient) -> str:
    return str(client.get("/api/v1/activities").json["items"][0]["openhub"]["ref"])


def on(client: FlaskClient, day: date) -> bool:
    """Whether the API finds it on a day, and the page too."""
    found = client.get(f"/api/v1/activities?on={day}").json["total"] == 1
    assert ("Nothing yet" not in client.get(f"/find?on={day}").text) == found
    return found


@pytest.mark.parametrize(
    ("schedule", "rule", "starts"),
    [
        ({}, "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270901T225959Z", datetime(2026, 9, 3, 18, 30, tzinfo=LONDON)),
        (
            {"repeatFrequency": "P1M", "byMonthWeek": -1, "startDate": "2026-09-01"},
            "FREQ=MONTHLY;BYDAY=-1TH;UNTIL=20270901T225959Z",
            datetime(2026, 9, 24, 18, 30, tzinfo=LONDON),
        ),
        (
            {
                "repeatFrequency": "P2W",
                "byDay": ["Sunday"],
                "startDate": "2026-09-06",
                "startTime": "00:30",
                "endTime": "03:30",
            },
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU;UNTIL=20270901T225959Z",
            datetime(2026, 9, 6, 0, 30, tzinfo=LONDON),
        ),
    ],
    ids=["weekly", "last Thursday", "every other Sunday night, over the hour that changes"],
)
def test_a_year_is_what_rfc_5545_says(asked: Asked, schedule: dict[str, Any], rule: str, starts: datetime) -> None:
    document = weekly(**schedule)
    client = asked(document)
    hours = 3 if "startTime" in schedule else 1.5
    wanted = expected(rule, starts, hours)
    found = in_calendar(client)
    assert [start for start, _ in found] == [start for start, _ in wanted]
    local = [(start.astimezone(LONDON), end.astimezone(LONDON)) for start, end in found]
    assert {(start.time(), end.time()) for start, end in local} == {
        (starts.time(), (starts.replace(tzinfo=None) + timedelta(hours=hours)).time())
    }
    assert {start.utcoffset() for start, _ in local} == {timedelta(0), timedelta(hours=1)}
    days = {start.date() for start, _ in local}
    for day in (one.date() for one in rrule.rrule(rrule.DAILY, dtstart=FIRST, until=LAST, interval=3)):
        assert on(client, day) == (day in days)
    shown = client.get("/api/v1/activities").json["items"][0]["openhub"]["next"]
    assert [datetime.fromisoformat(one["startDate"]) for one in shown] == [start for start, _ in local[:5]]


def test_a_day_that_is_excepted_is_in_none_of_them(asked: Asked) -> None:
    off = (date(2026, 12, 24), date(2026, 12, 31), date(2027, 4, 1))
    client = asked(weekly(exceptDate=[day.isoformat() for day in off]))
    wanted = expected(
        "FREQ=WEEKLY;BYDAY=TH;UNTIL=20270901T225959Z", datetime(2026, 9, 3, 18, 30, tzinfo=LONDON), 1.5, off
    )
    assert in_calendar(client) == wanted
    assert len(wanted) == 52 - len(off)
    assert not any(on(client, day) for day in off)
    assert on(client, date(2027, 1, 7))


def test_what_lasts_whole_days_is_days(asked: Asked) -> None:
    client = asked(make.event(startDate="2027-03-27", endDate="2027-03-29"))
    assert in_calendar(client) == [(date(2027, 3, 27), date(2027, 3, 30))]
    assert [on(client, date(2027, 3, day)) for day in range(26, 31)] == [False, True, True, True, False]
    calendar = client.get(f"/activity/{ref(client)}.ics").text
    assert "DTSTART;VALUE=DATE:20270327" in calendar
    assert "Saturday 27 March to Monday 29 March" in client.get(f"/activity/{ref(client)}").text
    shown = client.get("/api/v1/activities").json["items"][0]["openhub"]["next"]
    assert shown == [{"startDate": "2027-03-27", "endDate": "2027-03-29"}]


def test_a_calendar_tells_no_more_of_a_home_than_the_page(asked: Asked) -> None:
    client = asked(weekly() | {"location": make.area()})
    calendar = client.get(f"/activity/{ref(client)}.ics").text
    assert "LOCATION:Around Kentish Town\\, NW5" in calendar
    assert "GEO" not in calendar


def test_what_has_no_dates_has_no_calendar(asked: Asked) -> None:
    client = asked(make.offer())
    assert client.get(f"/activity/{ref(client)}.ics").status_code == 404
    assert ".ics" not in client.get(f"/activity/{ref(client)}").text
    assert client.get("/activity/aaaaaaaaaaaaaaaa.ics").status_code == 404
