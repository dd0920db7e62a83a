"""A text repeats the item's own e-mail address or telephone number."""

import re
from typing import Any

from openhub.model import contact
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="text-contact",
    message="The text repeats {contact}, which is in the item's contact already.",
    remedy="Take it out of the text: sites show the contact beside it.",
    why="When the number changes, the one in the text is forgotten, and people call in vain.",
    may_read=("contact",),
    text=contact.PATTERN,
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    declared = contact.declared(document)
    return [
        (pointer, {"contact": contact.kind(match[0])})
        for pointer, match in matches
        if contact.is_contact(match) and contact.plain(match[0]) in declared
    ]
