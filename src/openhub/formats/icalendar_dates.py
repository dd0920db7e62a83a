"""Writes the dates of an item as iCalendar (RFC 5545), each as an event of its own, so that every calendar shows the same."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event

from openhub.model.schedule import Occurrence

MEDIA_TYPE = "text/calendar"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What each date says. `uid` names the item for good, `place` is as exact as may be told."""

    uid: str
    host: str
    name: str
    summary: str
    place: str
    url: str
    cancelled: bool = False


def write(entry: Entry, dates: Iterable[Occurrence], now: datetime) -> bytes:
    """A calendar of these dates; times are in UTC, and what lasts whole days has days."""
    calendar = Calendar()
    calendar.add("prodid", "-//OpenHub//openhub-protocol//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", entry.name)
    for one in dates:
        calendar.add_component(_event(entry, one, now))
    return bytes(calendar.to_ical())


def _event(entry: Entry, one: Occurrence, now: datetime) -> Event:
    event = Event()
    start, end = _ends(one)
    event.add("uid", f"{entry.uid}-{start:%Y%m%dT%H%M%S}@{entry.host}")
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", start)
    event.add("dtend", end)
    for name, text in (
        ("summary", entry.name),
        ("description", entry.summary),
        ("location", entry.place),
        ("url", entry.url),
    ):
        if text:
            event.add(name, text)
    if entry.cancelled:
        event.add("status", "CANCELLED")
    return event


def _ends(one: Occurrence) -> tuple[datetime | date, datetime | date]:
    if one.timed:
        return one.start.astimezone(UTC), one.end.astimezone(UTC)
    return one.start.date(), one.end.date()  # days, of which the last is not in it
