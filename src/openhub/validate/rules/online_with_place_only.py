"""An item is online, but its only location is a place to go to."""

from typing import Any

from openhub.validate.online import is_online
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="warning",
    anchor="place-online",
    message="It is online, but its location is a place to go to.",
    remedy="Give a location of the type VirtualLocation; or say hybrid or in-person in `attendanceMode`.",
    why="Somebody would travel there and find nobody.",
    reads=("attendanceMode", "location"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    online = document["attendanceMode"] == "online"
    return [("/location", {})] if online and not is_online(document) else None
