"""The costs do not add up to the target."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="warning",
    anchor="funding-costs",
    message="The costs add up to {sum:g}, but {target:g} is wanted.",
    remedy="Add what is missing, or correct the target.",
    why="People ask what the rest is for.",
    types=("Project",),
    reads=("funding",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    funding = document["funding"]
    costs, target = funding.get("costs"), funding.get("target")
    if not costs or target is None:
        return None
    total = sum(cost["amount"] for cost in costs)
    matched = total + sum(
        line["amount"] for line in funding.get("inKind", ())
    )  # some count gifts in kind on both sides
    return (
        [("/funding/costs", {"sum": total, "target": target})]
        if min(abs(total - target), abs(matched - target)) > 1
        else None
    )
