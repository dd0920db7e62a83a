"""A text holds a National Insurance number."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_NEVER = frozenset({"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"})  # prefixes that are not given out (HMRC)
_NAMED = re.compile(
    r"\b(?:NI|NINO|national insurance|insurance number)\b", re.IGNORECASE
)  # else it may be a model or an order

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-numbers",
    message="The text holds what looks like a National Insurance number.",
    remedy="Take it out, here and wherever the text comes from.",
    why="With it somebody can pass for that person.",
    text=r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]\b",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    return [
        (pointer, {})
        for pointer, match in matches
        if match[0][:2] not in _NEVER
        and not match.string[match.start() - 1 : match.start()].isalnum()
        and (" " in match[0].strip() or _NAMED.search(match.string))
    ]
