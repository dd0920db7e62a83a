"""An entry of the prices says nothing of what it costs."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="error",
    anchor="cost-prices",
    message="This price says nothing: it has neither {names}.",
    remedy="Write `price` with its `priceCurrency`; where no amount is known, say in `note` how people learn it; or take the entry out.",
    why="A resident who has to count the pennies reads that it costs something, and not how much.",
    reads=("prices",),
    calm={"prices": {"items": {"required": ["price"]}}},
)

_SAYING = ("price", "priceModel", "name", "note")


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/prices/{index}", {"names": f"{', '.join(f'`{name}`' for name in _SAYING[:-1])} nor `{_SAYING[-1]}`"})
        for index, price in enumerate(document["prices"])
        if "price" not in price and not any(name in price for name in _SAYING)
    ]
