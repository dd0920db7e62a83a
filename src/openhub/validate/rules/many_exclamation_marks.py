"""A text has more than three exclamation marks."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-shouting",
    message="The text has {count} exclamation marks.",
    remedy="Leave one, or none.",
    why="It reads like an advertisement, and people who are easily upset stay away.",
    text="!(?:[^!]*!){3}",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    texts = {pointer: match.string for pointer, match in matches}
    counts = {pointer: text.count("!") for pointer, text in texts.items()}
    # In a long text more are no shouting: one in four hundred letters.
    return [(pointer, {"count": n}) for pointer, n in counts.items() if n > max(3, len(texts[pointer]) // 400)]
