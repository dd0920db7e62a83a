"""The description says no more than the name."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-description",
    message="The description says no more than the name.",
    remedy="Say what happens, for whom it is and what to bring.",
    why="People who do not know you cannot tell whether it is for them.",
    reads=("name", "description"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if len(document["description"]) > len(document["name"]) + 10:
        return None
    return [("/description", {})] if _plain(document["name"]) == _plain(document["description"]) else None


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()
