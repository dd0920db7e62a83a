"""An e-mail address or telephone number stands in a text, and is not the item's own contact."""

import re
from typing import Any

from openhub.model import contact
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-contact",
    message="The text gives {contact}, which may belong to one person.",
    remedy="Put the organisation's address or number into `contact`, and take it out of the text.",
    why="What is published here is copied to many sites. A person who leaves, or is pestered, can never take it back.",
    may_read=("contact",),
    text=contact.PATTERN,
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    declared = contact.declared(document)
    return [
        (pointer, {"contact": contact.kind(match[0])})
        for pointer, match in matches
        if contact.is_contact(match) and contact.plain(match[0]) not in declared
    ]
