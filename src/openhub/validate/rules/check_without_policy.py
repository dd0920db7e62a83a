"""A role asks for a check of criminal records and links to no policy."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import MEMBERS, without
from openhub.validate.surroundings import At

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="safeguarding-contact",
    message="It asks for {check}, but does not say where the safeguarding policy is.",
    remedy="Add `safeguarding.policyUrl` to the role or the item.",
    why="A check is the least part of keeping people safe: the policy says the rest.",
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return without(document, "policyUrl")
