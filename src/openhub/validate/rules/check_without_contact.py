"""A role asks for a check of criminal records and names nobody to turn to."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import MEMBERS, without
from openhub.validate.surroundings import At

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="safeguarding-contact",
    message="It asks for {check}, but does not say whom to tell when something is wrong.",
    remedy="Add `safeguarding.contact` to the role or the item: an address of the person responsible for safeguarding.",
    why="Where people are at risk, somebody has to be told at once when something is wrong.",
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return without(document, "contact")
