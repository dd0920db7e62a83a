"""A web address holds marks by which readers are tracked."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At
from openhub.validate.web import MEMBERS, WITHOUT_VALUES, with_values

_TRACKING = re.compile(
    r"[?&;](utm_[a-z]+|fbclid|gclid|gclsrc|dclid|msclkid|mc_cid|mc_eid|igshid|igsh|twclid|yclid|li_fat_id|_hsenc|_hsmi|ttclid)="
)

RULE = Rule(
    family="privacy",
    severity="warning",
    anchor="address-tracking",
    message="The address holds {name}, by which advertisers tell readers apart.",
    remedy="Take it out: the page is the same without it.",
    why="People who look for help would be followed across the web.",
    may_read=MEMBERS,
    calm=WITHOUT_VALUES,
)


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (pointer, {"name": match[1]})
        for pointer, address in with_values(document)
        if "=" in address and (match := _TRACKING.search(address))
    ]
