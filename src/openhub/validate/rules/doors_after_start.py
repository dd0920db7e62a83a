"""The doors open after the start."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-doors",
    message="The doors open at {doors}, after the start ({start}).",
    remedy="Check both times: `doorTime` is when people can come in, `startDate` when it begins.",
    why="One of the two is wrong, so people would stand outside or miss the beginning.",
    types=("Event",),
    reads=("doorTime", "startDate"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    doors, start = at.instant(document["doorTime"]), document["startDate"]
    begins = at.instant(start) if len(start) > len("2027-01-13") else None
    late = doors is not None and begins is not None and doors > begins
    return [("/doorTime", {"doors": document["doorTime"], "start": start})] if late else None
