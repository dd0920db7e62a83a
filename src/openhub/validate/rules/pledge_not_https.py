"""Money is asked for on a page that is not encrypted."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, host

_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")  # while somebody tries it out

RULE = Rule(
    family="money",
    severity="error",
    anchor="funding-https",
    message="People are asked to pay on a page that is not encrypted.",
    remedy="Give the address that begins with https.",
    why="Anybody on the way could read the card, or send the money elsewhere.",
    types=("Project",),
    reads=("funding",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    address = document["funding"].get("pledgeUrl", "https:")
    return None if address.startswith("https:") or host(address) in _THIS_MACHINE else [("/funding/pledgeUrl", {})]
