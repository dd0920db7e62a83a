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
    types=("Event", "Project"),
    reads=("startDate", "endDate"),
    may_read=("timeZone",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    zone = at.zone(document.get("timeZone"))
    start, end = at.instant(document["startDate"], zone), at.instant(document["endDate"], zone)
    if start is None or end is None:
        return None
    whole_day = len(document["endDate"]) == len("2027-01-13")
    fault = end.date() < start.date() if whole_day else end <= start
    return [("/endDate", {"start": document["startDate"], "end": document["endDate"]})] if fault else None
