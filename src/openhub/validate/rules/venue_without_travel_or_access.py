"""An exact public venue says neither how to get there nor how to get in."""

from typing import Any

from openhub.validate.places import places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="info",
    anchor="place-travel",
    message="Nothing is said about the way there or about access.",
    remedy="Add a `travelNote` to the place, such as the nearest stop, and what you know of steps and toilets to `accessibility`.",
    why="Who uses a wheelchair, or does not know the area, cannot tell whether they can come.",
    types=("Event", "EventSeries", "Group", "Space"),
    reads=("location",),
    may_read=("accessibility", "stops"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if "accessibility" in document:
        return None
    return [
        (pointer, {})
        for pointer, place in places(document)
        if pointer.startswith("/location")
        and place.get("premises") == "public-venue"
        and place.get("precision", "exact") == "exact"
        and "travelNote" not in place
    ]
