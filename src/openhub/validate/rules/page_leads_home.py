"""The address of an item's page leads to the home page of the site."""

import re
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, host

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-home",
    message="This address leads to the home page, {home}.",
    remedy="Give the address of the item's own page, or withdraw the item if it has none any more.",
    why="People would have to search the site for what they have found already.",
    reads=("url",),
    needs=("visit",),
)

# "/", "/en", "/en-gb/", "/home", "/index.html"
_HOME = re.compile(r"/?(?:(?:[a-z]{2}(?:-[a-z]{2})?|home|(?:index|default)\.[a-z]+)/?)?", re.IGNORECASE)


def check(document: dict[str, Any], at: At) -> Faults:
    address = document["url"]
    if _is_home(address):
        return None
    visit = at.visited(address)
    if not visit or visit.status != 200 or not _is_home(visit.url) or _site(visit.url) != _site(address):
        return None
    return [("/url", {"home": visit.url[:200]})]


@lru_cache(1024)
def _is_home(address: str) -> bool:
    try:
        return bool(_HOME.fullmatch(urlsplit(address).path))
    except ValueError:
        return True


def _site(address: str) -> str:
    return host(address).removeprefix("www.")
