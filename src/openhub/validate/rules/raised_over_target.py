"""More was raised than was wanted."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="info",
    anchor="funding-target",
    message="{raised:g} was raised, and {target:g} was wanted.",
    remedy="Say in the description what happens with the rest.",
    why="People give where it is needed most.",
    types=("Project",),
    reads=("funding",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    funding = document["funding"]
    target, raised = funding.get("target", 0), funding.get("raised", 0)
    return [("/funding/raised", {"raised": raised, "target": target})] if 0 < target < raised else None
