"""A British postcode is not written as postcodes are."""

from functools import lru_cache
from typing import Any

from openhub.model.place import OUTWARD, POSTCODE, outward
from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_outward = lru_cache(4096)(outward)

RULE = Rule(
    family="place",
    severity="error",
    anchor="place-postcode",
    message="This is not a British postcode, nor the first half of one.",
    remedy="Write it whole, as in NW1 1AA, or its first half alone, as in NW1.",
    why="People search by postcode, and would not find it.",
    may_read=PLACED,
    calm={"postalCode": {"pattern": f"^(?:{OUTWARD.pattern[1:-1]}|{POSTCODE.pattern[2:-2]})$"}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"{pointer}/address/postalCode", {})
        for pointer, place in places(document)
        if (address := place.get("address"))
        and address.get("addressCountry") == "GB"
        and (code := address.get("postalCode")) is not None
        and not _outward(code)
    ]
