"""A web address hides where it leads."""

import re
from functools import lru_cache
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At
from openhub.validate.web import MEMBERS, addresses

_SHORT = re.compile(
    r"https?://(?:www\.)?(bit\.ly|tinyurl\.com|t\.co|goo\.gl|ow\.ly|buff\.ly|is\.gd|rb\.gy|cutt\.ly|shorturl\.at|rebrand\.ly|tiny\.cc|t\.ly"
    r"|s\.id|lnkd\.in|bl\.ink|v\.gd|adf\.ly|shorte\.st|trib\.al|dlvr\.it)/",
    re.IGNORECASE,
)

_LONGEST = len("https://www.shorturl.at/")
_LONG = {"not": {"pattern": f"(?i)^{_SHORT.pattern}"}}

RULE = Rule(
    family="text",
    severity="warning",
    anchor="text-short-link",
    message="The address is at {host}, which hides where it leads.",
    remedy="Give the address of the page itself.",
    why="Nobody can see before whom they visit, and the service counts who does.",
    may_read=MEMBERS,
    calm={"id": _LONG, "url": _LONG, "sameAs": {"items": _LONG}, "pledgeUrl": _LONG, "contentUrl": _LONG},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (pointer, {"host": host})
        for pointer, address in addresses(document)
        if (host := _short_host(address[:_LONGEST]))
    ]


@lru_cache(4096)
def _short_host(beginning: str) -> str:
    """The host that an address of this beginning has, if it is one that hides where it leads, or ""."""
    match = _SHORT.match(beginning)
    return match[1].lower() if match else ""
