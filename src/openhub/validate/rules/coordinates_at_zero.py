"""Latitude and longitude are both nought."""

from typing import Any

from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="error",
    anchor="place-coordinates",
    message="The coordinates are 0, 0, which is in the sea off West Africa.",
    remedy="Give the coordinates of the place, or leave `geo` out when they are not known.",
    why="Nobody searching nearby would find it.",
    may_read=PLACED,
    calm={"latitude": {"exclusiveMinimum": 0}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/geo", {})
        for pointer, place in places(document)
        if (geo := place.get("geo")) and geo["latitude"] == 0 and geo["longitude"] == 0
    ]
