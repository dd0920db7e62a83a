"""The end is not after the start."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-end",
    message="The end ({end}) is not after the start ({start}).",
    remedy="Check both dates; for something that goes past midnight, give the end the next day's date.",
    why="A resident would come at the wrong time, or not see it in the calendar at all.",
    reads=("startDate", "endDate"),
    may_read=("timeZone",),
)


_DAY, _SECONDS = len("2027-01-13"), len("2027-01-13T19:00:00")


def check(document: dict[str, Any], at: At) -> Faults:
    first, last = document["startDate"], document["endDate"]
    if first < last and _form(first) == _form(last):
        return None
    zone = at.zone(document.get("timeZone"))
    start, end = at.instant(first, zone), at.instant(last, zone)
    if start is None or end is None:
        return None
    whole_day = len(last) == _DAY
    fault = end.date() < start.date() if whole_day else end <= start
    return [("/endDate", {"start": first, "end": last})] if fault else None


def _form(text: str) -> tuple[str, str]:
    """What stands after the day and after the seconds: where both are the same, the later of two texts is the later moment."""
    return text[_DAY : _DAY + 1], text[_SECONDS:]
