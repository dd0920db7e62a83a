"""A repeating time of day falls into the hour that the clocks skip in spring."""

from typing import Any

from openhub.validate.clocks import CALM, spoiled
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-skipped",
    message="There is no {time} on {day} in {zone}: the clocks skip it.",
    remedy="Say in `scheduleNote` what happens that day, leave the day out with `exceptDate`, or move the time.",
    why="People would come an hour early or late that night, each as their telephone decides.",
    may_read=("schedule", "openingHours", "timeZone"),
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return spoiled(document, at, skipped=True)
