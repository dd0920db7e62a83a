"""A currency is not one of ISO 4217."""

from typing import Any

from openhub.validate.money import CURRENCIES, MEMBERS, sums
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="money",
    severity="error",
    anchor="cost-currency",
    message="There is no currency {currency}.",
    remedy="Write its three letters of ISO 4217, such as GBP or EUR.",
    why="People would not know what it costs.",
    may_read=MEMBERS,
    calm={"priceCurrency": {"const": "GBP"}, "currency": {"const": "GBP"}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    found = {where: currency for _, _, where, currency in sums(document) if currency and currency not in CURRENCIES}
    return [(where, {"currency": currency}) for where, currency in found.items()]
