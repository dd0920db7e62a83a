"""An offer or a request says that it holds for more than a year."""

from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-expires",
    message="It expires on {expires}, in more than a year.",
    remedy="Let it expire within a year, and renew it as long as it holds.",
    why="People move and forget. Others would ask in vain for a ladder that was sold long ago.",
    types=("Offer", "Request"),
    reads=("expires",),
)

MOST_DAYS = 366


def check(document: dict[str, Any], at: At) -> Faults:
    expires = document["expires"][:10]
    return [("/expires", {"expires": expires})] if expires > day_from(at.now, MOST_DAYS) else None
