"""The days on which a schedule's rule begins something, exceptions aside."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from openhub.model.schedule import occurrences

_YEARS = range(2, 9_990)  # nearer to the ends of the calendar the days of a rule cannot be worked out


def days(schedule: dict[str, Any], first: date, last: date, zone: ZoneInfo) -> set[date] | None:
    """Those from first to last, which must not be far apart; None where they cannot be known."""
    if first.year not in _YEARS or last.year not in _YEARS:
        return None
    rule = {name: value for name, value in schedule.items() if name != "exceptDate"}
    found = occurrences({"type": "EventSeries", "schedule": [rule]}, first, last, zone)
    return {occurrence.start.date() for occurrence in found}
