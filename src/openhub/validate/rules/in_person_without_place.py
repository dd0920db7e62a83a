"""An item is in person, but its only location is online."""

from typing import Any

from openhub.validate.online import is_anywhere
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_ONLINE = {"required": ["attendanceMode"], "properties": {"attendanceMode": {"const": "online"}}}
_SOMEWHERE = {
    "type": "object",
    "properties": {
        "type": {"const": "Place"},
        "precision": {"not": {"const": "online"}},
        "premises": {"not": {"const": "online"}},
    },
}


RULE = Rule(
    family="place",
    severity="error",
    anchor="place-in-person",
    message="It is said to be {mode}, but no place to go to is given.",
    remedy="Give the place in `location`; or say online in `attendanceMode`.",
    why="Nobody would know where to go.",
    reads=("attendanceMode", "location"),
    may_read=("status",),
    calm={"": {"anyOf": [_ONLINE, {"properties": {"location": _SOMEWHERE}}]}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    mode = document["attendanceMode"]
    if mode == "online" or document.get("status") == "moved-online":
        return None
    return None if is_anywhere(document) else [("/location", {"mode": mode})]
