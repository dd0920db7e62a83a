"""Helpers see children or adults at risk at home, and nobody checks them."""

from typing import Any

from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.safeguards import AT_RISK, MEMBERS, NO_RECORDS, safeguards
from openhub.validate.surroundings import At

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="safeguarding-visits",
    message="Helpers see {who} in somebody's home, and there is no check.",
    remedy="Say in `safeguarding.note` how people are kept safe, such as by visits in pairs; or say which check there is.",
    why="Nobody else is there when something goes wrong.",
    reads=("location",),
    one_of=MEMBERS,
    may_read=PLACED,
)


def check(document: dict[str, Any], at: At) -> Faults:
    if not (parts := safeguards(document)) or not any(
        place.get("premises") == "domestic" for _, place in places(document)
    ):
        return None
    return [
        (pointer, {"who": " and ".join(code.replace("-", " ") for code in sorted(helped))})
        for pointer, part in parts
        if part.get("checks")
        and NO_RECORDS.issuperset(part["checks"])
        and "note" not in part
        and (helped := AT_RISK.intersection(part.get("beneficiaries", ())))
    ]
