"""An entry of the opening hours holds until a day before it begins to hold."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-validity",
    message="The entry holds from {start} until {end}, which is before that.",
    remedy="Check both dates, the year above all: after Christmas a new one begins.",
    why="The entry is never in force, so people would come while it is closed for the holidays.",
    reads=("openingHours",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/openingHours/{index}/validThrough", {"start": entry["validFrom"], "end": entry["validThrough"]})
        for index, entry in enumerate(document["openingHours"])
        if "validFrom" in entry and entry.get("validThrough", entry["validFrom"]) < entry["validFrom"]
    ]
