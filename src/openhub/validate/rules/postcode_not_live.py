"""A British postcode is not in use."""

from typing import Any

from openhub.validate.places import PLACED
from openhub.validate.postcodes import placed
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="warning",
    anchor="place-postcode-live",
    message="The postcode {postcode} is not in use.",
    remedy="Check it letter by letter, or look up what it is now.",
    why="Maps and route planners do not find it, so nobody gets there.",
    may_read=PLACED,
    needs=("postcodes",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/address/postalCode", {"postcode": code})
        for pointer, _, code in placed(document)
        if (known := at.postcode(code)) and not known.in_use
    ]
