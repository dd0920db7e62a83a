"""A time zone is not one of the IANA time zone database."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-zone",
    message="There is no time zone called {zone}.",
    remedy="Name a place, as in Europe/London: letters such as GMT or BST do not say when the clocks change.",
    why="Without the zone nobody can tell what the time of day is after the clocks change.",
    may_read=("timeZone", "schedule"),
    calm={"timeZone": {"enum": ["Europe/London", "Europe/Dublin", "UTC"]}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    named = [("/timeZone", document.get("timeZone"))]
    schedules = document.get("schedule", [])
    named += [(f"/schedule/{i}/timeZone", schedule.get("timeZone")) for i, schedule in enumerate(schedules)]
    return [(pointer, {"zone": name}) for pointer, name in named if name is not None and at.zone(name) is None]
