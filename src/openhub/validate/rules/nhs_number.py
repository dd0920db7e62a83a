"""A text holds an NHS number."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_NAMED = re.compile(
    r"\bNHS\b|\bpatient\b|\b(?i:hospital number)\b"
)  # one number in eleven has the check digit by chance

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-numbers",
    message="The text holds what looks like an NHS number.",
    remedy="Take it out, here and wherever the text comes from.",
    why="With it somebody can be known as a patient, and it can never be taken back.",
    text=r"\b[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}\b",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    return [
        (pointer, {})
        for pointer, match in matches
        if _has_check_digit(re.sub("[^0-9]", "", match[0])) and _NAMED.search(match.string)
    ]


def _has_check_digit(digits: str) -> bool:
    """Modulus 11, as the NHS Data Dictionary gives it."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits[:9], range(10, 1, -1), strict=True)) % 11
    return left != 10 and left % 11 == int(digits[9])
