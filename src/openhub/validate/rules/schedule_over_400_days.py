"""A schedule runs for more than 400 days."""

from typing import Any

from openhub.validate.days import gap
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-schedule-end",
    message="The schedule runs for {days} days, from {start} to {end}.",
    remedy="Set the last day within 400 days of the first, and move both on when you know that it continues.",
    why="Nobody knows that far ahead. People would come to something that stopped long ago.",
    reads=("schedule",),
)

MOST_DAYS = 400


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for index, schedule in enumerate(document["schedule"]):
        start, end = schedule["startDate"], schedule.get("endDate", "")
        if end and end[:4] != start[:4]:
            days = gap(start, end)
            if days > MOST_DAYS:
                faults.append((f"/schedule/{index}/endDate", {"days": days, "start": start, "end": end}))
    return faults
