"""The address of the licence begins with http."""

from typing import Any

from openhub.validate.licences import CALM, is_known
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="licence",
    severity="info",
    anchor="licence-https",
    message="The address of the licence begins with http.",
    remedy="Write https:// in the place of http://, if the page is there too.",
    why="Programs that compare addresses may take it for another licence.",
    reads=("license",),
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    address = document["license"]
    return [("/license", {})] if address.startswith("http:") and is_known(address) else None
