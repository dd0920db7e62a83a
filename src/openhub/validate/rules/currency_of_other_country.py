"""A price is not in the money of the country."""

from typing import Any

from openhub.validate.countries import NAMES
from openhub.validate.money import MEMBERS, sums
from openhub.validate.places import PLACED, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

_CURRENCIES = {
    "GB": ("GBP",),
    "IE": ("EUR",),
    "IM": ("GBP",),
    "JE": ("GBP",),
    "GG": ("GBP",),
}

RULE = Rule(
    family="money",
    severity="warning",
    anchor="cost-country",
    message="The price is in {currency}, but the place is in {country}.",
    remedy="Give the price in the money that people there have.",
    why="People would take it for pounds, and pay too much or stay away.",
    reads=("location",),
    may_read=(*MEMBERS, *PLACED),
    calm={"priceCurrency": {"const": "GBP"}, "currency": {"const": "GBP"}, "addressCountry": {"const": "GB"}},
)


def check(document: dict[str, Any], at: At) -> Faults:
    if not (named := sums(document)):
        return None
    countries = {place.get("address", {}).get("addressCountry", "") for _, place in places(document)}
    if len(countries) != 1 or not (usual := _CURRENCIES.get(country := countries.pop())):
        return None
    found = {where: currency for _, _, where, currency in named if currency and currency not in usual}
    return [(where, {"currency": currency, "country": NAMES[country]}) for where, currency in found.items()]
