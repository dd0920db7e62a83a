"""Money is being raised, and it is not said how much, until when or where."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="error",
    anchor="funding-complete",
    message="Money is being raised, but `{name}` is missing.",
    remedy="Add it to `funding`.",
    why="Nobody can give, or know what becomes of what they gave.",
    types=("Project",),
    reads=("funding", "stage"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["stage"] != "fundraising":
        return None
    funding = document["funding"]
    needed = (
        ("pledgeUrl", "model")
        if funding.get("model") == "donation-ongoing"
        else ("target", "deadline", "pledgeUrl", "model")
    )
    return [("/funding", {"name": name}) for name in needed if name not in funding]
