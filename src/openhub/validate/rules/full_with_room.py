"""It is said to be full, and places are left."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="capacity",
    severity="warning",
    anchor="capacity-full",
    message="It is said to be full, but {remaining} places are left.",
    remedy="Set `remainingAttendeeCapacity` to 0; or if there is room, `availability` to open or limited.",
    why="People stay away although they could come, or come in vain.",
    reads=("availability", "remainingAttendeeCapacity"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    remaining = document["remainingAttendeeCapacity"]
    room = document["availability"] in ("full", "waiting-list") and remaining > 0
    return [("/availability", {"remaining": remaining})] if room else None
