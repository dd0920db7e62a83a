"""The page of an item, or the one for joining it, is not there."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="links",
    severity="warning",
    anchor="links-there",
    message="The server says that this page is not there (status {status}).",
    remedy="Give the address at which the page is now, or withdraw the item if it is over.",
    why="Whoever wants to come gets an error page and gives up.",
    reads=("url",),
    may_read=("join",),
    needs=("visit",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    pages = {"/url": document["url"], "/join/url": document.get("join", {}).get("url", document["url"])}
    if pages["/url"] == pages["/join/url"]:
        del pages["/join/url"]
    return [
        (pointer, {"status": visit.status})
        for pointer, address in pages.items()
        if (visit := at.visited(address)) and visit.is_gone
    ]
