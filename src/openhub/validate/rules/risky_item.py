"""Something that can hurt is given or lent, and nothing is said of how it is kept safe."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_RISKY = re.compile(
    r"\b(?:(?:car|child|baby|booster) ?seats?|gas (?:cooker|hob|oven|fire|boiler|heater|bottle|cylinder|barbecue)s?"
    r"|(?:kitchen|chef'?s|carving|hunting|pen) kni(?:fe|ves)|axes?|chain ?saws?|hedge ?trimmers?|angle grinders?|nail guns?"
    r"|(?:cycle|bike|motorbike|motorcycle|riding) helmets?|electric blankets?|cot mattress(?:es)?|breast milk|baby formula"
    r"|(?:bottles?|cans?|cases?|crates?) of (?:wine|beer|lager|cider|gin|vodka|whisky|rum|spirits)|home ?brew(?:ed beer)?|weed ?killer)"
    r"\b(?! (?:toy|costume|stand|rack|cover))",
    re.IGNORECASE,
)

RULE = Rule(
    family="safeguarding",
    severity="warning",
    anchor="offer-risky",
    message="{what} can hurt somebody, and `terms.conditions` says nothing of it.",
    remedy="Say in `terms.conditions` what to know: the age to have, that it was never in a crash, that a registered engineer fits it.",
    why="Who borrows it cannot see what is wrong with it.",
    types=("Offer",),
    reads=("item", "mode"),
    may_read=("terms",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document["mode"] not in ("give", "lend", "share", "swap") or document.get("terms", {}).get("conditions"):
        return None
    match = _RISKY.search(document["item"]["name"])
    return [("/item/name", {"what": f"“{match[0]}”"})] if match else None
