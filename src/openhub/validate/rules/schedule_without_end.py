"""A schedule began more than 400 days ago and has no last day."""

from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-schedule-end",
    message="The schedule began on {start} and says nowhere when it ends.",
    remedy="Give it an `endDate` within 400 days of its start, and renew both when you know that it goes on.",
    why="Groups stop and forget their listing. A date on which somebody looks at it again keeps people from a closed door.",
    reads=("schedule",),
    calm={"schedule": {"items": {"required": ["endDate"]}}},
)

MOST_DAYS = 400


def check(document: dict[str, Any], at: At) -> Faults:
    long_ago = day_from(at.now, -MOST_DAYS)
    return [
        (f"/schedule/{index}", {"start": schedule["startDate"]})
        for index, schedule in enumerate(document["schedule"])
        if "endDate" not in schedule and schedule["startDate"] < long_ago
    ]
