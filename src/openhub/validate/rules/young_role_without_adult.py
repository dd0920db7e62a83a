"""A role is open to people under 16, and nothing is said of an adult."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_ADULT = re.compile(
    r"\b(?:adult|parent|guardian|carer|grown|famil|teacher|leader|school|accompanied|supervis|consent)", re.IGNORECASE
)

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="eligibility-young",
    message="The role is open from the age of {age}, and nothing is said of an adult who comes along.",
    remedy="Say in `eligibility.conditions` of the role who looks after them, such as: Under 16s come with an adult.",
    why="Parents need to know, and organisers are liable.",
    reads=("roles",),
    may_read=("eligibility",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    general = document.get("eligibility", {}).get("conditions", [])
    return [
        (f"/roles/{index}/eligibility/ageRange/minValue", {"age": age})
        for index, role in enumerate(document["roles"])
        if 0 < (age := role.get("eligibility", {}).get("ageRange", {}).get("minValue", 0)) < 16
        and not _ADULT.search(_said(role, general))
    ]


def _said(role: dict[str, Any], general: list[str]) -> str:
    return " ".join([role.get("description", ""), *role["eligibility"].get("conditions", ()), *general])
