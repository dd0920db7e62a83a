"""A schedule's last day is before its first."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-schedule-order",
    message="The schedule ends on {end}, before it begins on {start}.",
    remedy="Check both dates, the year above all.",
    why="It would have no date at all, so nobody could come.",
    reads=("schedule",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/schedule/{index}/endDate", {"start": schedule["startDate"], "end": schedule["endDate"]})
        for index, schedule in enumerate(document["schedule"])
        if "endDate" in schedule and schedule["endDate"] < schedule["startDate"]
    ]
