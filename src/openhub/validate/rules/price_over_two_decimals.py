"""An amount has more decimals than there are coins."""

from typing import Any

from openhub.validate.money import MEMBERS, THREE_DECIMALS, sums
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_QUARTERS = {"multipleOf": 0.25}  # which are exact in binary

RULE = Rule(
    family="money",
    severity="warning",
    anchor="cost-decimals",
    message="{amount} has more than {most} decimals.",
    remedy="Round it to what people pay.",
    why="Nobody can pay it, and programs show nonsense.",
    may_read=MEMBERS,
    calm={"price": _QUARTERS, "amount": _QUARTERS, "target": _QUARTERS, "raised": _QUARTERS},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (pointer, {"amount": amount, "most": most})
        for pointer, amount, _, currency in sums(document)
        if amount is not None and amount != round(amount, most := 3 if currency in THREE_DECIMALS else 2)
    ]
