"""A repeating time of day comes twice when the clocks go back in autumn."""

from typing import Any

from openhub.validate.clocks import CALM, spoiled
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="info",
    anchor="time-twice",
    message="{time} comes twice on {day} in {zone}, when the clocks go back.",
    remedy="Say in `scheduleNote` which of the two is meant, or leave the day out with `exceptDate`.",
    why="Some people would come an hour early, and think that it is off.",
    may_read=("schedule", "openingHours", "timeZone"),
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return spoiled(document, at, skipped=False)
