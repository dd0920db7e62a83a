"""An item has expired and is still in the feed."""

from datetime import timedelta
from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="status-expired",
    message="It expired on {expires}.",
    remedy="If it still holds, move `expires` on; otherwise take it out of the feed.",
    why="After that moment it is not shown any more. If it still holds, nobody learns of it.",
    reads=("expires",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    text = document["expires"]
    if text[:10] > day_from(at.now) or (moment := at.instant(text)) is None:
        return None
    end = moment + timedelta(days=1) if len(text) == len("2027-01-13") else moment
    return [("/expires", {"expires": text[:10]})] if end < at.now else None
