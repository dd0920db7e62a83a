"""An event has moved to another date and does not say from which."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="status-previous-start",
    message="It has a new date, but `previousStartDate` does not say which it was.",
    remedy="Put the old start into `previousStartDate`.",
    why="People who have noted the old date cannot tell whether this is what they noted.",
    types=("Event",),
    reads=("status",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    moved = document["status"] == "rescheduled" and "previousStartDate" not in document
    return [("/status", {})] if moved else None
