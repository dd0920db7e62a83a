"""E-mail addresses and British telephone numbers: in running text, and those that an item declares as its own."""

import re
from typing import Any

# Only from the start of a run of letters, or a long one would be read from each of its letters again.
_EMAIL = r"(?<![A-Za-z0-9._%+'-])[A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
# +44, with or without (0), or 0, then nine or ten digits as people space them (Ofcom's National Telephone Numbering Plan).
_PHONE = (
    r"(?<![\w£$€.,/-])(?:(?:\+44|0044)[ .-]*(?:\(0\))?|0)[ .()-]*"
    r"[1-9](?:[ .()-]{0,2}[0-9]){8,9}(?![\w/]|[.,-][0-9])"
)
PATTERN = f"{_EMAIL}|{_PHONE}"
LEFT_OUT = "(left out)"
_MEMBERS = ("email", "telephone")


def is_contact(match: re.Match[str]) -> bool:
    """Whether a match of PATTERN is an address or number, and not opening hours, a book's ISBN or a part of a link."""
    if "@" in match[0]:
        return True
    before = match.string[: match.start()]
    if before.endswith(("=", ":", "#")) or before.upper().endswith(("ISBN", "ISBN ")):
        return False
    groups = re.findall("[0-9]+", match[0].replace("(0)", ""))
    code = groups[1] if groups[0] in ("44", "0044") and len(groups) > 1 else groups[0].removeprefix("0")
    return len(code) >= 2 and not (len("".join(groups)) == 10 and len(groups) > 1 and min(map(len, groups)) < 3)


def without_contacts(text: str) -> str:
    """The text with "(left out)" in place of each address and number."""
    return re.sub(PATTERN, lambda match: LEFT_OUT if is_contact(match) else match[0], text)


def declared(document: dict[str, Any]) -> set[str]:
    """The item's own addresses and numbers, plain: `email` and `telephone` wherever they stand."""
    found: set[str] = set()
    waiting: list[Any] = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found |= {plain(value[name]) for name in _MEMBERS if isinstance(value.get(name), str)}
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found


def kind(contact: str) -> str:
    """What it is, for messages that others may read: they must not spread what was better not published."""
    return "an e-mail address" if "@" in contact else "a telephone number"


def plain(contact: str) -> str:
    """An address in small letters, or a number's digits without 0 or 44 before them."""
    if "@" in contact:
        return contact.strip().lower()
    digits = re.sub("[^0-9]", "", contact.replace("(0)", ""))
    return re.sub("^(0044|44|0)", "", digits)
