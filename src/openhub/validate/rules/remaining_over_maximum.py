"""More places are left than there are."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="capacity",
    severity="error",
    anchor="capacity-remaining",
    message="{remaining} places are left of {maximum}.",
    remedy="Correct one of the two: `maximumAttendeeCapacity` counts all places, those taken too.",
    why="People would come although it is full.",
    reads=("remainingAttendeeCapacity", "maximumAttendeeCapacity"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    remaining, maximum = document["remainingAttendeeCapacity"], document["maximumAttendeeCapacity"]
    too_many = remaining > maximum
    return [("/remainingAttendeeCapacity", {"remaining": remaining, "maximum": maximum})] if too_many else None
