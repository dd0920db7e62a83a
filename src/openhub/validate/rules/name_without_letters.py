"""The name has no letters."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-name",
    message="The name has no letters.",
    remedy="Say in words what it is.",
    why="It cannot be searched for, and a screen reader reads out signs.",
    reads=("name",),
    signs=r"\n[^A-Za-z]*\n",
    calm={"": {"properties": {"name": {"pattern": "[A-Za-z]"}}}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return None if any(map(str.isalpha, document["name"])) else [("/name", {})]
