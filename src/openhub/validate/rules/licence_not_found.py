"""At the address of a licence there is no licence."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="licence",
    severity="warning",  # what a server says today is no property of the item, and a hub that does not ask would not know
    anchor="licence-there",
    message="The server says that there is no licence at this address (status {status}).",
    remedy="Check it letter by letter, or use a known one, such as https://creativecommons.org/licenses/by/4.0/.",
    why="Nobody can read what they may do with it, and careful sites will not show it.",
    reads=("license",),
    needs=("visit",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    visit = at.visited(document["license"])
    return [("/license", {"status": visit.status})] if visit and visit.is_gone else None
