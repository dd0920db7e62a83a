"""A leader has a contact of their own."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_CONTACTS = ("email", "telephone", "phone", "mobile", "address", "contact", "contactPoint")

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="people-named",
    message="A leader has `{member}` here.",
    remedy="Take it out, and give the address or number of the group in `contact`.",
    why="A person who stops leading would be rung for years, and those they hide from would find them.",
    reads=("leaders",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/leaders/{index}/{name}", {"member": name})
        for index, leader in enumerate(document["leaders"])
        for name in _CONTACTS
        if name in leader
    ]
