"""A check of a barred list is asked for, but nobody whom the list protects is helped."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import MEMBERS, NAMES, safeguards
from openhub.validate.surroundings import At

_PROTECTS = {
    "dbs-enhanced-adults-barred": ("adults at risk", frozenset({"adults-at-risk", "older-people"})),
    "dbs-enhanced-children-barred": ("children", frozenset({"children", "families"})),
}

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="safeguarding-barred",
    message="It asks for {check}, but is not with {people}.",
    remedy="Correct `checks`, or name those whom helpers work with in `beneficiaries`.",
    why="To ask for such a check without ground is against the law, and keeps volunteers away.",
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/checks/{index}", {"check": NAMES[check], "people": people})
        for pointer, part in safeguards(document)
        if (helped := part.get("beneficiaries"))
        for index, check in enumerate(part.get("checks", ()))
        for people, groups in (_PROTECTS.get(check, ("", None)),)
        if groups and groups.isdisjoint(helped)
    ]
