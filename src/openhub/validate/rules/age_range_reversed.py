"""The youngest age is above the oldest."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="eligibility",
    severity="error",
    anchor="eligibility-order",
    message="The youngest age ({least}) is above the oldest ({most}).",
    remedy="Swap `minValue` and `maxValue`, or leave out the one that does not hold.",
    why="Nobody has such an age, so nobody would find it.",
    may_read=("eligibility", "roles"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    parts = [("", document), *((f"/roles/{index}", role) for index, role in enumerate(document.get("roles", ())))]
    return [
        (f"{pointer}/eligibility/ageRange", {"least": ages["minValue"], "most": ages["maxValue"]})
        for pointer, part in parts
        if (ages := part.get("eligibility", {}).get("ageRange")) and ages.get("minValue", 0) > ages.get("maxValue", 120)
    ]
