"""An activity has an address of OpenActive's list, and is not in it."""

from typing import Any

from openhub.validate.activities import LIST
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="identity",
    severity="error",
    anchor="activity-real",
    message="{activity} is not in OpenActive's list.",
    remedy="Copy the id of the activity from the list; if it is a new one, check with the list as it is now.",
    why="Sites for sport look it up there, find nothing, and do not show the item.",
    reads=("activity",),
    needs=("activities",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/activity/{index}", {"activity": activity[:100]})
        for index, activity in enumerate(document["activity"])
        if activity.startswith(LIST) and activity not in (at.activities or ())
    ]
