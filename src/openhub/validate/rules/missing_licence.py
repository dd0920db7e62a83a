"""An item has no licence, and the feed gives none for all."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="warning",
    anchor="required-licence",
    message="`license` is missing. Others would not know whether they may show it.",
    remedy="Add the address of an open licence to the feed or the item, such as https://creativecommons.org/licenses/by/4.0/.",
    why="Without a licence no other site may show it, so fewer people hear of it.",
    calm={"": {"required": ["license"]}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [("", {})] if "license" not in document and "license" not in at.defaults else None
