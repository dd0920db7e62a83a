"""An item says that it was changed at a time that has not come yet."""

from datetime import timedelta
from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-modified",
    message="`dateModified` is {modified}, which has not come yet.",
    remedy="Write the moment of the last change with its right offset from UTC; see whether the clock of the computer is right.",
    why="Residents are shown when it was last changed, and would believe none of the dates.",
    reads=("dateModified",),
)

MOST_AHEAD = timedelta(minutes=5)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["dateModified"] < day_from(at.now, -2):  # which is over in every zone
        return None
    modified = at.instant(document["dateModified"])
    late = modified is not None and modified > at.now + MOST_AHEAD
    return [("/dateModified", {"modified": document["dateModified"]})] if late else None
