"""When clocks are changed, and the local times of an item that are skipped or come twice then."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from openhub.model.schedule import occurrences
from openhub.validate.surroundings import At

Spoken = tuple[str, dict[str, Any], ZoneInfo, dict[str, Any]]
"""The pointer of a schedule or an opening, itself, its zone, and the smallest document that has its occurrences."""

_ENDS = ("endTime", "closes")
_TIMES = ("startTime", "opens", *_ENDS)
_MINUTE = timedelta(minutes=1)
_LATER = {"pattern": "^(?:0[4-9]|1|2)"}
CALM = {
    "timeZone": {"enum": ["Europe/London", "Europe/Dublin", "UTC"]},
    "": {"if": {"required": ["openingHours"]}, "then": {"required": ["timeZone"]}},
    **dict.fromkeys(_TIMES, _LATER),
}
"""Times of day at which the clocks of these zones are never changed."""


@dataclass(frozen=True, slots=True)
class Change:
    """On that day the clocks skip the times from first to last, or show them twice. Last is no longer among them."""

    day: date
    skipped: bool
    first: str
    last: str


def spoiled(document: dict[str, Any], at: At, *, skipped: bool) -> list[tuple[str, dict[str, Any]]]:
    """The times of day in schedules and opening hours that are skipped, or come twice, this year or next."""
    if "schedule" not in document and "openingHours" not in document:
        return []
    today = at.now.date()
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, part, zone, alone in _spoken(document, at):
        if all(part.get(name, "99") >= _last(zone, today.year) for name in _TIMES):
            continue
        for change in (*_changes(zone, today.year), *_changes(zone, today.year + 1)):
            if change.skipped == skipped and change.day >= today:
                faults += _within(change, pointer, part, zone, alone)
    return faults


def _within(
    change: Change, pointer: str, part: dict[str, Any], zone: ZoneInfo, alone: dict[str, Any]
) -> list[tuple[str, dict[str, Any]]]:
    names = [name for name in _TIMES if _is_in(change, name, part.get(name, ""))]
    if not names:
        return []
    around = occurrences(alone, change.day - timedelta(days=1), change.day, zone)
    on = {moment.time() for o in around for moment in (o.start, o.end) if moment.date() == change.day}
    return [
        (f"{pointer}/{name}", {"time": part[name], "day": change.day.isoformat(), "zone": zone.key})
        for name in names
        if time.fromisoformat(part[name]) in on
    ]


def _is_in(change: Change, name: str, clock: str) -> bool:
    """Whether the time is spoilt; an end at the very moment at which the clocks skip is not."""
    if change.skipped and name in _ENDS and clock[:5] == change.first and clock[5:] in ("", ":00"):
        return False
    return change.first <= clock < change.last


def _spoken(document: dict[str, Any], at: At) -> Iterator[Spoken]:
    for index, schedule in enumerate(document.get("schedule", ())):
        if zone := at.zone(schedule.get("timeZone")):
            yield f"/schedule/{index}", schedule, zone, {"type": "EventSeries", "schedule": [schedule]}
    if hours := document.get("openingHours"):
        zone = at.zone(document.get("timeZone")) or at.home
        for index, entry in enumerate(hours):
            alone = {"type": "Space", "timeZone": zone.key, "openingHours": hours}
            yield f"/openingHours/{index}", entry, zone, alone


@lru_cache(1024)
def _last(zone: ZoneInfo, year: int) -> str:
    """The time of day from which on clocks are left alone in that year and the next."""
    return max((change.last for change in (*_changes(zone, year), *_changes(zone, year + 1))), default="")


@lru_cache(1024)
def _changes(zone: ZoneInfo, year: int) -> tuple[Change, ...]:
    """Every change of the zone's clocks in that year."""
    if not 1 < year < 9998:
        return ()
    midnights = [datetime(year, 1, 1, tzinfo=zone) + timedelta(days=days) for days in range(367)]
    found = []
    for before, after in pairwise(midnights):
        if before.utcoffset() != after.utcoffset():
            found.append(_change(before, after, zone))
    return tuple(found)


def _change(before: datetime, after: datetime, zone: ZoneInfo) -> Change:
    """The change between two midnights, to the minute."""
    old, new = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    moment = before.replace(tzinfo=None) - old  # in UTC
    while zone.fromutc(moment.replace(tzinfo=zone)).utcoffset() == old:
        moment += _MINUTE
    first, last = sorted((moment + old, moment + new))
    same_day = first.date() == last.date()
    return Change(first.date(), new > old, f"{first:%H:%M}", f"{last:%H:%M}" if same_day else "24:00")


def overnight_hours(starts: str, ends: str) -> float:
    """How many hours lie between two times of day when the second is on the next day; 24 when they are the same."""
    return 24 - (_minutes(starts) - _minutes(ends)) / 60


def _minutes(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:5])
