"""A text tells the spot of a place that is not meant to be told exactly."""

import re
from typing import Any

from openhub.validate.home import signs
from openhub.validate.places import PLACED, is_home, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="text-map-code",
    message="The text gives {what}, but the place is not told exactly.",
    remedy="Take it out, and tell it to those who come; or if everybody may know the spot, set `precision` to exact.",
    why="Whoever asked for the place not to be told would be found all the same.",
    types=("Event", "EventSeries", "Group", "Space", "VolunteerRole", "Project"),
    may_read=PLACED,
    text=r"///|://|3w|3W|\+[2-9CFGHJMPQRVWX]{2}|\.(?:[0-9]{3}|[a-z]{2,5}/)|°",
)

_CODES = frozenset({"coordinates", "a what3words address", "a plus code", "a link to a spot on a map"})


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    """Of a home, home-in-text says it. The pattern finds only where it is worth to look: it has the rare signs of all of them."""
    found = [place for _, place in places(document)]
    if not found or any(is_home(p) or p.get("precision", "exact") in ("exact", "online") for p in found):
        return None
    texts = {pointer: match.string for pointer, match in matches}
    given = [(pointer, [kind for kind in signs(text) if kind in _CODES]) for pointer, text in texts.items()]
    return [(pointer, {"what": " and ".join(kinds)}) for pointer, kinds in given if kinds]
