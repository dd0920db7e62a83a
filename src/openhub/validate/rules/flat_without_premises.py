"""An address begins with the number of a flat, and nothing says whether somebody lives there."""

import re
from typing import Any

from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_FLAT = (
    r"^\s*(?:(?:flat|apartment|apt\.?|maisonette|bedsit)\s+(?:no\.?\s*)?(?:[0-9]{1,4}(?:/[0-9]{1,4})?[a-z]?|[a-z])\b"
    r"|(?:basement|garden|ground[ -]floor|first[ -]floor|second[ -]floor|third[ -]floor|top[ -]floor) flat\b)"
)
_IS_FLAT = re.compile(_FLAT, re.IGNORECASE)

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="place-flat",
    message="The address begins as that of a flat does, and `premises` does not say what kind of place it is.",
    remedy="If it is somebody's home, set `premises` to domestic and `precision` to area, and leave the address out; if not, say "
    "what it is, such as workplace.",
    why="People who open their home for an evening seldom want it to stand on many sites for years.",
    may_read=PLACED,
    calm={"streetAddress": {"not": {"pattern": f"(?i){_FLAT}"}}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/address/streetAddress", {})
        for pointer, place in places(document)
        if "premises" not in place and _IS_FLAT.match((place.get("address") or {}).get("streetAddress", ""))
    ]
