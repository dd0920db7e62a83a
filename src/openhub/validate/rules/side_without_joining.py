"""A scheme does not say how people of one side join."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="warning",
    anchor="scheme-joining",
    message="Nothing says how somebody joins as {name}.",
    remedy="Add `join` to the role, or to the item when it is the same for all.",
    why="Many who would be helped have nobody to press a button for them: they need a telephone number or somebody who refers them.",
    types=("MatchScheme",),
    reads=("roles",),
    may_read=("join",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if "join" in document:
        return None
    return [
        (f"/roles/{index}", {"name": role["name"]})
        for index, role in enumerate(document["roles"])
        if role.get("side") in ("giver", "receiver", "peer") and "join" not in role
    ]
