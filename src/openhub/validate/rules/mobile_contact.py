"""An offer or request gives a mobile number."""

import re
from typing import Any

from openhub.model.contact import plain
from openhub.validate.contacts import MEMBERS, contacts
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_MOBILE = re.compile(r"7[1-57-9][0-9]{8}")  # 070 and 076 are no mobiles

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="people-contact",
    message="This is a mobile number, which is most likely one person's own.",
    remedy="Let people write through the platform, or give the number of an office.",
    why="Strangers could ring a private person for years after the drill was lent.",
    types=("Offer", "Request"),
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/telephone", {})
        for pointer, part in contacts(document)
        if "telephone" in part and _MOBILE.match(plain(part["telephone"]))
    ]
