"""The words for a picture do not say what it shows."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_FILE = re.compile(
    r"^\S+\.(?:jpe?g|png|gif|webp|svg|heic|avif|bmp|tiff?)$|^(?:IMG|DSC|PXL|WhatsApp Image)[_ -]?[0-9]", re.IGNORECASE
)
_EMPTY = re.compile(
    r"(?:an? |the |our )?(?:image|picture|photo(?:graph)?|pic|banner|logo|header|thumbnail|illustration|graphic|poster|flyer|alt(?: text)?)"
    r"(?: (?:of|for) (?:the |our |this )?(?:event|group|item|activity|session|project|image|people|us))?(?: ?[0-9]+)?\.?",
    re.IGNORECASE,
)

RULE = Rule(
    family="access",
    severity="warning",
    anchor="picture-alt",
    message="`alt` {why}.",
    remedy="Say in a sentence what can be seen.",
    why="People who do not see it would know no more than before.",
    reads=("image", "name"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/image/{index}/alt", {"why": why})
        for index, image in enumerate(document["image"])
        if (alt := image.get("alt", "").strip()) and (why := _why(alt, document["name"]))
    ]


def _why(alt: str, name: str) -> str:
    if _FILE.search(alt):
        return "is the name of a file"
    if alt.casefold() == name.strip().casefold():
        return "is the name of the item"
    return "does not say what can be seen" if _EMPTY.fullmatch(alt) else ""
