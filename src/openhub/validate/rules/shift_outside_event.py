"""A helper's shift is hours away from the event."""

from collections.abc import Iterator
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-shift",
    message="The shift of {role} is more than six hours away from the event.",
    remedy="Check the hours: 09:30 is in the morning, 21:30 in the evening.",
    why="A helper would stand at a locked door.",
    types=("Event", "EventSeries"),
    reads=("roles",),
    may_read=("startDate", "endDate", "schedule"),
)

MOST_MINUTES = 6 * 60
_DAY = 24 * 60

Span = tuple[int, int]


def check(document: dict[str, Any], at: At) -> Faults:
    shifts = [(i, r["shift"]) for i, r in enumerate(document["roles"]) if r.get("shift")]
    if not shifts:
        return None
    spans = list(_spans(document))
    if not spans:
        return None
    return [
        (f"/roles/{index}/shift", {"role": document["roles"][index]["name"]})
        for index, shift in shifts
        if (own := _span(shift.get("startTime"), shift.get("endTime"))) and all(_is_far(own, span) for span in spans)
    ]


def _spans(document: dict[str, Any]) -> Iterator[Span]:
    """When it is on, in minutes of the day; nothing when some of it is on at no certain time, or for days."""
    start, end = document.get("startDate", ""), document.get("endDate", "")
    if document["type"] == "Event":
        if len(start) > len("2027-01-13") and (not end or end[:10] == start[:10]):
            yield from filter(None, [_span(start[11:16], end[11:16] or None)])
        return
    schedules = document.get("schedule", [])
    if all("startTime" in schedule for schedule in schedules):
        yield from filter(None, (_span(schedule["startTime"], schedule.get("endTime")) for schedule in schedules))


def _span(start: str | None, end: str | None) -> Span | None:
    """From and to in minutes; an end that is earlier is on the next day."""
    first, last = _minutes(start or end), _minutes(end or start)
    if first is None or last is None:
        return None
    return first, last if last >= first else last + _DAY


def _minutes(clock: str | None) -> int | None:
    return int(clock[:2]) * 60 + int(clock[3:5]) if clock else None


def _is_far(shift: Span, event: Span) -> bool:
    """Whether the two are far apart, the day before and the day after counted too."""
    return all(max(event[0] - shift[1] - days, shift[0] + days - event[1]) > MOST_MINUTES for days in (-_DAY, 0, _DAY))
