"""An offer of a neighbour has a price."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="warning",
    anchor="offer-free",
    message="This costs {price}, but it is a private person's offer.",
    remedy="Leave the price out; a deposit belongs into `terms.deposit`, and what is used up can be told in a note.",
    why="Sharing is free here. Whoever trades has duties that a neighbour does not have.",
    types=("Offer",),
    reads=("prices",),
    may_read=("offeredBy",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if document.get("offeredBy", "household") not in ("household", "individual"):
        return None
    return [
        (f"/prices/{index}/price", {"price": f"{price['price']:g} {price['priceCurrency']}"})
        for index, price in enumerate(document["prices"])
        if price.get("price", 0) > 0 and price.get("priceModel", "fixed") in ("fixed", "from", "varies")
    ]
