"""The licence is none of those that are known to be open."""

from typing import Any

from openhub.validate.licences import CALM, is_known
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="licence",
    severity="warning",
    anchor="licence-known",
    message="OpenHub does not know this licence, so others cannot tell whether they may show the item.",
    remedy="Use a known one if you can, such as https://creativecommons.org/licenses/by/4.0/.",
    why="Hubs cannot tell whether they may show it, and many will not.",
    reads=("license",),
    calm=CALM,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return None if is_known(document["license"]) else [("/license", {})]
