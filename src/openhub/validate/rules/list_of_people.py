"""The item lists people who take part, give or wait."""

from typing import Any

from openhub.validate.people import lists
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-none",
    message="This is a list of people.",
    remedy="Take it out. How many places there are is said in `maximumAttendeeCapacity`, how many gave in `funding.backers`.",
    why="Anybody could see who goes where and when, and it can never be taken back.",
    whole=True,
    strange=True,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [(pointer, {}) for pointer in lists(document)]
