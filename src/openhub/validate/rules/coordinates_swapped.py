"""Latitude and longitude have changed places."""

from typing import Any

from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="error",
    anchor="place-coordinates",
    message="Latitude {latitude} and longitude {longitude} look swapped: this point is in the Indian Ocean or near it.",
    remedy="Give latitude the greater number: in Britain it is between 49 and 61, and longitude between -9 and 2.",
    why="The map would show it on another continent, and nobody searching nearby would find it.",
    may_read=PLACED,
    calm={"latitude": {"minimum": 15}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/geo", {"latitude": geo["latitude"], "longitude": geo["longitude"]})
        for pointer, place in places(document)
        if (geo := place.get("geo")) and abs(geo["latitude"]) < 15 and 49 <= geo["longitude"] <= 61
    ]
