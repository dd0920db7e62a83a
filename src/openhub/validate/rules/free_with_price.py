"""It is said to be free, and there is a price."""

import re
from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

# Taking part is free, and this is not needed for it.
_EXTRA = re.compile(
    r"\b(?:option|extra|if you|donat|contribut|deposit|hire|rent|refresh|lunch|tea\b|coffee|cake|drink|food|snack|suggest"
    r"|voluntar|parking|materials?|kit\b|raffle|not needed|need not|refund|travel|ticket of your own|your own)",
    re.IGNORECASE,
)

RULE = Rule(
    family="money",
    severity="error",
    anchor="cost-free",
    message="It is said to be free, but this costs {price}.",
    remedy="Set `isAccessibleForFree` to false; or say in its note that it is optional, or by `priceModel` that it is a donation.",
    why="Somebody without money comes for it, and is sent away at the door.",
    reads=("isAccessibleForFree", "prices"),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if not document["isAccessibleForFree"]:
        return None
    return [
        (f"/prices/{index}/price", {"price": f"{price['price']:g} {price['priceCurrency']}"})
        for index, price in enumerate(document["prices"])
        if price.get("price", 0) > 0 and price.get("priceModel", "fixed") in ("fixed", "from") and not _is_extra(price)
    ]


def _is_extra(price: dict[str, Any]) -> bool:
    return bool(_EXTRA.search(f"{price.get('name', '')} {price.get('note', '')}"))
