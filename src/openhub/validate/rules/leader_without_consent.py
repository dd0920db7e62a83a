"""A leader is named without word that they agreed."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-named",
    message="Nothing says that this leader agreed to be named.",
    remedy="Ask them, and set `consent` to true; or leave them out.",
    why="Some people must not be found: only they know.",
    reads=("leaders",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/leaders/{index}", {})
        for index, leader in enumerate(document["leaders"])
        if leader.get("consent") is not True
    ]
