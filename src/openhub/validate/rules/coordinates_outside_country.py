"""Coordinates are not in the country of the address."""

from typing import Any

from openhub.validate.countries import NAMES, inside, is_outside
from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="error",
    anchor="place-country",
    message="Latitude {latitude} and longitude {longitude} are not in {country}.",
    remedy="Correct the coordinates (a minus may be missing or too many) or the country of the address.",
    why="The map would show it in another country, and nobody searching nearby would find it.",
    may_read=PLACED,
    calm={"addressCountry": {"const": "GB"}, **inside("GB")},
)


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, place in places(document):
        if (geo := place.get("geo")) and (country := place.get("address", {}).get("addressCountry")):
            latitude, longitude = geo["latitude"], geo["longitude"]
            if is_outside(country, latitude, longitude) and not _is_told(latitude, longitude):
                values = {"latitude": latitude, "longitude": longitude, "country": NAMES[country]}
                faults.append((f"{pointer}/geo", values))
    return faults


def _is_told(latitude: float, longitude: float) -> bool:
    """Whether it is at nought or swapped, which have rules of their own."""
    return latitude == longitude == 0 or (abs(latitude) < 15 and 49 <= longitude <= 61)
