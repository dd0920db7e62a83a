"""A place that may not be told exactly has a UPRN, the number of one address."""

from typing import Any

from openhub.validate.places import PLACED, is_home, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_OTHER = {"not": {"type": "string", "pattern": "(?i)uprn"}}

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="place-uprn",
    message="A UPRN is given, which is the number of one address, but the place may not be told exactly.",
    remedy="Take the UPRN away.",
    why="Anybody can look up the address of a UPRN, so it tells where the home is.",
    may_read=(*PLACED, "identifier"),
    calm={"id": _OTHER, "propertyID": _OTHER, "identifier": {**_OTHER, "items": _OTHER}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    found = places(document)
    hidden = [
        (pointer, place) for pointer, place in found if is_home(place) or place.get("precision", "exact") != "exact"
    ]
    if not hidden:
        return None
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, place in hidden:
        faults += [(f"{pointer}/{name}", {}) for name in ("id", "identifier") if _has_uprn(place.get(name))]
    return [*faults, ("/identifier", {})] if _has_uprn(document.get("identifier")) else faults


def _has_uprn(value: Any) -> bool:
    """Whether it is a UPRN: by the name of its register, or by a text that names it."""
    if isinstance(value, list):
        return any(_has_uprn(entry) for entry in value)
    if isinstance(value, dict):
        value = value.get("propertyID")
    return isinstance(value, str) and "uprn" in value.lower()
