"""A text gives the passcode of an online meeting."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-passcode",
    message="The text gives the passcode of an online meeting.",
    remedy="Take it out, and send link and passcode to those who join; say in `join` how.",
    why="Strangers look for such codes and break in, and what is published is copied to many sites.",
    text=r"pass ?(?:code|word)|Pass ?(?:code|word|Code|Word)|PASS ?(?:CODE|WORD)|\?p(?:wd)?=|&p(?:wd)?=",
)

_MEETING = r"\b(?:zoom\.us|zoomgov\.com|webex\.com|teams\.microsoft\.com|teams\.live\.com)/"
_LINK = re.compile(rf"{_MEETING}\S*[?&](?:pwd|password|passcode|p)=\w", re.I)
_ABOUT = re.compile(rf"{_MEETING}|\bzoom\b|\bmeeting (?:id|number)\b", re.I)
_CODE = re.compile(r"\bpass ?(?:code|word)\b\W{0,3}(?:is\W{1,3})?(?=\S*[0-9])[\w!@#$%*-]{3,}", re.I)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    texts = {pointer: match.string for pointer, match in matches}
    return [(pointer, {}) for pointer, text in texts.items() if _tells(text)]


def _tells(text: str) -> bool:
    return bool(_LINK.search(text) or (_CODE.search(text) and _ABOUT.search(text)))
