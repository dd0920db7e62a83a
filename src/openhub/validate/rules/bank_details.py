"""A text holds the number of a bank account."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_ACCOUNT = re.compile(r"\b[0-9]{8}\b|\b[0-9]{4} [0-9]{4}\b")
_NAMED = re.compile(r"\b(?:sort ?code|account|acc\.?|a/c|s/c|bacs|bank (?:transfer|details|account))\b", re.IGNORECASE)
_LENGTHS = {
    "GB": 22, "IE": 22, "DE": 22, "FR": 27, "ES": 24, "IT": 27, "NL": 18, "BE": 16, "PT": 25, "PL": 28, "AT": 20, "CH": 21,
    "DK": 18, "SE": 24, "NO": 15, "FI": 18, "LT": 20, "LV": 21, "EE": 20, "RO": 24, "BG": 22, "HU": 28, "CZ": 24, "SK": 24,
    "GR": 27, "LU": 20, "MT": 31, "CY": 28, "HR": 21, "SI": 19, "JE": 22, "GG": 22, "IM": 22,
}  # fmt: skip

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-numbers",
    message="The text holds what looks like the number of a bank account.",
    remedy="Take it out, and link to a page on which people can pay or give.",
    why="Numbers are copied and changed: money then goes to a thief, and nobody can call it back.",
    text=r"\b(?:[0-9]{2}[- ][0-9]{2}[- ][0-9]{2}|[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4}(?: ?[A-Z0-9]{2,4}){2,6})\b",
)


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    found: dict[str, tuple[str, dict[str, Any]]] = {}
    for pointer, match in matches:
        if _is_iban(match[0]) if match[0][0].isalpha() else _is_account(match):
            found.setdefault(pointer, (pointer, {}))
    return list(found.values())


def _is_account(match: re.Match[str]) -> bool:
    """Whether this is a sort code with an account's number near it, and words that say so."""
    around = match.string[max(0, match.start() - 60) : match.end() + 60]
    return bool(_ACCOUNT.search(around.replace(match[0], "")) and _NAMED.search(around))


def _is_iban(text: str) -> bool:
    """ISO 13616: the first four moved to the end, letters as numbers, modulus 97. The pattern may take a group too many."""
    packed = text.replace(" ", "")
    length = _LENGTHS.get(packed[:2], 0)
    turned = packed[4:length] + packed[:4]
    return 0 < length <= len(packed) and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
