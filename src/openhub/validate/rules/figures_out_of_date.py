"""The figures of a fundraising are more than a week old."""

from datetime import timedelta
from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_WEEK = timedelta(days=8)  # a plain day counts from its first moment

RULE = Rule(
    family="money",
    severity="warning",
    anchor="funding-current",
    message="The figures are of {as_of}, more than a week ago.",
    remedy="Publish what has been raised until now, with its `asOf`.",
    why="People give when the goal is near, and not when it was reached long ago.",
    types=("Project",),
    reads=("funding", "stage"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    as_of = document["funding"].get("asOf")
    if document["stage"] != "fundraising" or as_of is None or as_of > day_from(at.now, -6):
        return None
    moment = at.instant(as_of)
    return [("/funding/asOf", {"as_of": as_of})] if moment and at.now - moment > _WEEK else None
