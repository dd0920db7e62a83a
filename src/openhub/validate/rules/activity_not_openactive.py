"""An activity is not one of OpenActive's list."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="activity-listed",
    message="{activity} is no activity of OpenActive's list.",
    remedy="Use the address of one of its concepts, which begins with https://openactive.io/activity-list#; leave out what is not in it.",
    why="Sites for sport know only that list, and would not show it.",
    reads=("activity",),
)

LIST = "https://openactive.io/activity-list#"


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/activity/{index}", {"activity": activity[:100]})
        for index, activity in enumerate(document["activity"])
        if not activity.startswith(LIST)
    ]
