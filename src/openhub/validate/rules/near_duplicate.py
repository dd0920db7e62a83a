"""Two items of a feed have the same name, place and start, and different ids."""

from typing import Any

import orjson

from openhub.validate.places import places
from openhub.validate.rule import FeedFaults, Rule

_BETWEEN = " \ue000 "  # of no text

RULE = Rule(
    family="identity",
    severity="warning",
    anchor="identity-duplicate",
    message="{first} in this feed has the same name, place and start.",
    remedy="If they are one, keep one of the ids and withdraw the other; if not, let the names say how they differ.",
    why="People see it twice, and book one of which nobody keeps the list.",
)


def collect(document: dict[str, Any]) -> tuple[str, int] | None:
    """The id, and a sign of what makes an item the same as another; None when it does not say where and when."""
    found, start = places(document), _start(document)
    if not start or not found:
        return None
    place, organizer = found[0][1], document.get("organizer")
    address = place.get("address")
    code = address.get("postalCode", "") if isinstance(address, dict) else ""
    host = organizer.get("name", "") if isinstance(organizer, dict) else ""
    names = document.get("name", ""), document.get("description", ""), place.get("name", "")
    words = _BETWEEN.join(map(str, (*names, code, host, document.get("type"), start)))
    return document["id"], hash(" ".join(words.casefold().split()))


def keys(document: dict[str, Any]) -> tuple[str]:
    """The name, as it is compared."""
    return (" ".join(str(document.get("name", "")).casefold().split()),)


def finish(collected: list[tuple[int, tuple[str, int]]]) -> FeedFaults:
    first: dict[int, str] = {}
    return [
        (index, "/name", {"first": first[sign]})
        for index, (item, sign) in collected
        if first.setdefault(sign, item) != item
    ]


def _start(document: dict[str, Any]) -> str:
    if document.get("startDate"):
        return str(document["startDate"])
    if not document.get("schedule"):
        return ""
    try:
        return orjson.dumps(document["schedule"]).decode()
    except TypeError:  # numbers beyond 64 bits, or halves of characters
        return str(document["schedule"])
