"""A place is given more exactly than is safe for what it is, or for who offers the item."""

from typing import Any

from openhub.validate.places import PLACED, is_home, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_HIDDEN = {"domestic": "it is somebody's home", "undisclosed": "what it is must not be told"}
_BELOW = ("area", "on-joining")
_LOW = {"required": ["precision"], "properties": {"precision": {"enum": list(_BELOW)}}}
_LOW_AT_HOME = {
    "if": {"required": ["premises"], "properties": {"premises": {"enum": list(_HIDDEN)}}},
    "then": _LOW,
}
_PRIVATE = {"properties": {"type": {"enum": ["MatchScheme", "Offer", "Request"]}}}

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="place-ceiling",
    message="The place is given as `{precision}`, but {reason}: it may be told by its area at most.",
    remedy="Set `precision` to area or on-joining, and keep only the area and the first half of the postcode.",
    why="A stranger could find somebody's home, or a place that has to stay unknown.",
    may_read=(*PLACED, "offeredBy"),
    calm={
        "location": {**_LOW_AT_HOME, "items": _LOW_AT_HOME},
        "stops": {"items": _LOW_AT_HOME},
        "": {"if": _PRIVATE, "then": {"properties": {"location": {"type": "object", **_LOW}}}},
    },
)


def check(document: dict[str, Any], at: At) -> Faults:
    reason = _reason_of_item(document)
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, place in places(document):
        precision = place.get("precision", "exact")
        if precision in _BELOW:
            continue
        why = _HIDDEN[place["premises"]] if is_home(place) else reason if pointer.startswith("/location") else ""
        if why:
            where = f"{pointer}/precision" if "precision" in place else pointer
            faults.append((where, {"precision": precision, "reason": why}))
    return faults


def _reason_of_item(document: dict[str, Any]) -> str:
    if document["type"] == "MatchScheme":
        return "a scheme pairs people at home"
    if document["type"] in ("Offer", "Request") and document.get("offeredBy", "household") in (
        "household",
        "individual",
    ):
        return "a private person is behind it"
    return ""
