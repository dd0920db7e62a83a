"""An item has no theme, and the feed gives none for all."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="warning",
    anchor="required-themes",
    message="`themes` is missing. It would not be found under any theme.",
    remedy="Add one to five themes, such as cooking or running; or let the hub set them for the whole feed.",
    why="Most people look by what they like to do.",
    calm={"": {"required": ["themes"]}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [("", {})] if "themes" not in document and "themes" not in at.defaults else None
