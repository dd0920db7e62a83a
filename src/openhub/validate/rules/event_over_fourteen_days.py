"""One event lasts longer than fourteen days."""

from typing import Any

from openhub.validate.days import gap
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-length",
    message="This event lasts {days} days.",
    remedy="If it is on at certain times, publish an EventSeries with a `schedule`; if it is an undertaking, a Project.",
    why="It would be shown as on at every hour of all those days, and people would come to a closed door.",
    types=("Event",),
    reads=("startDate", "endDate"),
)

MOST_DAYS = 14


def check(document: dict[str, Any], at: At) -> Faults:
    start, end = document["startDate"], document["endDate"]
    if start[:7] == end[:7] and int(end[8:10]) - int(start[8:10]) <= MOST_DAYS:
        return None
    days = gap(start, end)
    return [("/endDate", {"days": days})] if days > MOST_DAYS else None
