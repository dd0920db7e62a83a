"""A text tells when a home is empty, or where its key is."""

import re
from typing import Any

from openhub.validate.places import PLACED, is_home, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_HIDING = r"door ?mat|mat|plant ?pot|flower ?pot|pot|brick|stone|gnome|bin|meter|porch|letter ?box"
_KEY = re.compile(
    rf"keys? (?:(?:is |are |will be )?(?:hidden |kept |left )?(?:under|behind|beneath)|(?:is|are|will be|hidden|kept|left) in)"
    rf" (?:the |a )?(?:{_HIDING})\b"
    r"|(?:key ?safe|alarm|door) (?:code|number) ?(?:is )?[0-9]{3}",
    re.IGNORECASE,
)
_TIME = r"(?:[0-9]|noon|midday|half|four|five|six|seven|eight)"
_SPAN = r"(?:an?|one|two|three|four|[0-9]+|the whole) (?:day|week|weekend|fortnight|night|month|summer)"
_AWAY = re.compile(
    rf"(?:away|holiday) (?:until|till|from (?:the )?[0-9]|between [0-9]|for {_SPAN})"
    r"|door (?:is |will be )?(?:left )?(?:unlocked|on the latch)"
    r"|(?:house|flat|home) (?:is|will be|stands|standing|lies) (?:empty|unoccupied)\b(?! of| before)"
    rf"|(?:nobody|no one) (?:is|will be) (?:at )?(?:home|in) (?:until|till|all (?:day|week|summer)|(?:between|from|before|after) {_TIME})",
    re.IGNORECASE,
)

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-absence",
    message="The text tells {what}.",
    remedy="Take it out, and tell it only to the person who comes.",
    why="Burglars read too.",
    may_read=(*PLACED, "offeredBy"),
    # Without the first letters, which may be great or small.
    text=r"eys? (?:is|are|will be|hidden|kept|left|under|behind|beneath|in) |ey ?safe (?:code|number)|larm (?:code|number) "
    r"|oor (?:code|number|is|will be|left|unlocked|on the) ?|way (?:until|till|from|between|for) |oliday (?:until|till|from|between|for) "
    r"|ouse (?:is|will be|stands|standing|lies) |lat (?:is|will be|stands|standing|lies) |ome (?:is|will be|stands|standing|lies) "
    r"|obody (?:is|will be) |o one (?:is|will be) ",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    private = _is_private(document)
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for pointer, match in matches:
        if _KEY.match(match.string, match.start() - 1):
            found.setdefault(pointer, (pointer, {"what": "where a key is, or how to get in"}))
        elif private and _AWAY.match(match.string, match.start() - 1):
            found.setdefault(pointer, (pointer, {"what": "when nobody is at home"}))
    return list(found.values())


def _is_private(document: dict[str, Any]) -> bool:
    """Whether a home is behind it: of an organisation that is away there is nothing to hide."""
    if document["type"] in ("Offer", "Request"):
        return document.get("offeredBy", "household") in ("household", "individual")
    return any(is_home(place) for _, place in places(document))
