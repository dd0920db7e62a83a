"""An item's licence forbids what an open licence allows: commercial use, or changes."""

import re
from functools import lru_cache
from typing import Any

from openhub.validate.licences import CALM
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="error",
    anchor="licence-open",
    message="The licence forbids {what}, so hubs may not pass the item on.",
    remedy="Use an open licence, such as https://creativecommons.org/licenses/by/4.0/.",
    why="A hub, a council's page or a printed list could not show it, so fewer people hear of it.",
    reads=("license",),
    calm=CALM,
)

_CLOSED = re.compile(r"^https?://(?:www\.)?creativecommons\.org/licenses/([a-z-]+)/", re.IGNORECASE)
_FORBIDDEN = {"nc": "commercial use", "nd": "changes"}


def check(document: dict[str, Any], at: At) -> Faults:
    what = _forbidden(document["license"])
    return [("/license", {"what": what})] if what else None


@lru_cache(1024)
def _forbidden(address: str) -> str:
    """What the licence at an address forbids, in words."""
    found = _CLOSED.match(address)
    parts = found[1].lower().split("-") if found else []
    return " and ".join(words for part, words in _FORBIDDEN.items() if part in parts)
