"""Something is offered that may not be handed on like this."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_FORBIDDEN = re.compile(
    r"\b(?:shotguns?|handguns?|rifles?|pistols?|revolvers?|ammunition|crossbows?|flick ?knives|flick ?knife|zombie kni(?:fe|ves)"
    r"|machetes?|stun guns?|tasers?|pepper spray|knuckle ?dusters?|fireworks"
    r"|prescription (?:medicines?|drugs?|tablets?|painkillers?)|antibiotics?|amoxicillin|tramadol|diazepam|valium|xanax|codeine"
    r"|morphine|oxycodone|pregabalin|ozempic|insulin|viagra|cigarettes?|rolling tobacco|e-cigarettes?|vapes|nicotine)\b",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"\b(?:toys?|nerf|water|cap|costumes?|fancy dress|props?|replica|foam|cases?|tins?|cards?|books?|lighter|plants?|fridge|bag"
    r"|pouch|holder|display|tickets?|crossbow bolts? target|box(?:es)? for|model|lego|game|dvds?|posters?|glue|safety|display)\b",
    re.IGNORECASE,
)

RULE = Rule(
    family="safeguarding",
    severity="error",
    anchor="offer-forbidden",
    message="{what} may not be handed on like this.",
    remedy="Take the item out. A pharmacy takes medicines back, and the police take weapons.",
    why="It could cost somebody their life.",
    types=("Offer",),
    reads=("item", "mode", "name"),
    signs=f"(?i){_FORBIDDEN.pattern}",
)


def check(document: dict[str, Any], at: At) -> Faults:
    item = document["item"]
    if document["mode"] not in ("give", "lend", "share", "swap") or item.get("category") in (
        "books-media",
        "skill",
        "time",
        "space",
    ):
        return None
    for pointer, text in (("/item/name", item["name"]), ("/name", document["name"])):
        if (match := _FORBIDDEN.search(text)) and not _HARMLESS.search(text):
            return [(pointer, {"what": f"“{match[0]}”"})]
    return None
