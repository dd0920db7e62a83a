"""A part of the item says that it is a person."""

from typing import Any

from openhub.validate.people import persons
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-none",
    message="This part says that it is a person.",
    remedy="Name the organisation or group instead; somebody who leads and agreed to be named goes into `leaders`.",
    why="What is published here is copied to many sites. A person who is named can never take it back.",
    whole=True,
    strange=True,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [(pointer, {}) for pointer in persons(document)]
