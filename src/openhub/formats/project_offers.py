"""What taking part costs, whether there is room, and for whom it is, for a projection."""

from collections.abc import Callable
from typing import Any

from openhub.formats.loose_jsonld import listed, web_address
from openhub.formats.project_table import Data
from openhub.formats.project_walk import Walk, label, plain, project_part

DEFAULT_STATUS = "active"  # of an item that says nothing


def state(walk: Walk) -> Any:
    """The status of an event."""
    return walk.code("status", walk.document.get("status", DEFAULT_STATUS))


def room(walk: Walk) -> Any:
    """Whether an offer or a demand still stands: what is paused or over does not, whatever else it says."""
    paused = walk.code("status-of-offer", walk.document.get("status"))
    return paused or walk.code("availability", walk.document.get("availability"))


def free(walk: Walk) -> Any:
    said = walk.document.get("isAccessibleForFree")
    return said if isinstance(said, bool) else None


def sign_up(walk: Walk) -> str:
    """The page on which one joins; that of a volunteer role's one role when the item has none."""
    roles = (
        [r for r in listed(walk.document.get("roles")) if isinstance(r, dict)] if walk.kind == "VolunteerRole" else []
    )
    joins = [h.get("join") for h in (walk.document, *roles[:1])]
    return next((page for j in joins if isinstance(j, dict) and (page := web_address(j.get("url")))), "")


# Prices


def offers(walk: Walk) -> list[Data]:
    """An offer for each price; one at nothing for what is free; one without a price when only the room is known."""
    usual = _usual(walk)
    if prices := _prices(walk):
        return [_offer(walk, p) | usual for p in prices]
    if free(walk):
        return [{"@type": "Offer", "price": 0, **usual}]
    return [{"@type": "Offer", **usual}] if usual.keys() - {"url"} else []


def _usual(walk: Walk) -> Data:
    """What every offer of an item has: room, where to book, and until when."""
    join = walk.document.get("join")
    join = join if isinstance(join, dict) else {}
    found = {
        "availability": walk.code("availability", walk.document.get("availability")),
        "url": web_address(join.get("url")) or web_address(walk.document.get("url")),
        "validThrough": plain(join.get("registrationDeadline")),
    }
    return {name: value for name, value in found.items() if value}


def price(walk: Walk) -> Data:
    """The price of what is itself an offer: one fixed price, nothing, or as many specifications as there are prices."""
    prices = [_offer(walk, p) for p in _prices(walk)]
    if not prices:
        return {"price": 0} if free(walk) else {}
    if len(prices) == 1 and "price" in prices[0]:
        return {name: prices[0][name] for name in ("price", "priceCurrency") if name in prices[0]}
    return {"priceSpecification": [_specified(p) for p in prices]}


def _offer(walk: Walk, given: Data) -> Data:
    """A fixed price is the offer's own; of any other a specification says what it means and the least that can be paid."""
    made = {"@type": "Offer", **project_part(walk, "Price", given)}
    model = given.get("priceModel", "fixed")
    meaning, amount, currency = walk.code("price-model", model), _amount(given), plain(given.get("priceCurrency"))
    of = {"priceCurrency": currency} if currency and amount is not None else {}
    if meaning == "price":
        return made | ({"price": amount} if amount is not None else {}) | of
    numbers = {
        "least": {"minPrice": amount},
        "choice": {"minPrice": 0, "price": amount},
        "price-apart": {"price": amount},
    }.get(meaning, {})
    kept = {name: n for name, n in numbers.items() if n is not None} | of
    return made | {"priceSpecification": {"@type": "PriceSpecification", "name": label("price-model", model), **kept}}


def _specified(offer: Data) -> Data:
    """An offer as one of several specifications of a price; its model's label goes after its name."""
    fixed = {name: offer[name] for name in ("price", "priceCurrency") if name in offer}
    within: Data = offer.get("priceSpecification", fixed)
    model = {"disambiguatingDescription": within["name"]} if {"name"} <= within.keys() & offer.keys() else {}
    told = {name: offer[name] for name in ("name", "description") if name in offer}
    return {"@type": "PriceSpecification"} | within | told | model


def plain_offers(walk: Walk) -> list[Data]:
    """OpenActive's offers, each with a price: nothing for what one gives as one likes; what varies is left out."""
    join = walk.document.get("join")
    page = web_address(join.get("url") if isinstance(join, dict) else "") or web_address(walk.document.get("url"))
    usual = {"url": page} if page else {}
    if not (prices := _prices(walk)):
        return [{"@type": "Offer", "price": 0, **usual}] if free(walk) else []
    return [made | usual for p in prices if (made := _plain_offer(walk, p))]


def _plain_offer(walk: Walk, given: Data) -> Data:
    model = given.get("priceModel", "fixed")
    meaning = walk.code("price-model", model)
    amount = 0 if meaning == "nothing" else _amount(given)
    if meaning is None or amount is None:
        return {}
    about = {} if model == "fixed" else {"description": label("price-model", model)}
    currency = plain(given.get("priceCurrency"))
    return {
        "@type": "Offer",
        **about,
        **project_part(walk, "Price", given),
        "price": amount,
        **({"priceCurrency": currency} if currency else {}),
    }


def _prices(walk: Walk) -> list[Data]:
    return [p for p in listed(walk.document.get("prices")) if isinstance(p, dict)]


def _amount(given: Data) -> Any:
    amount = given.get("price")
    return amount if isinstance(amount, int | float) and not isinstance(amount, bool) else None


# People


def people(walk: Walk) -> Data:
    """The audience: whom it is designed for or restricted to, and the ages that can take part."""
    audience, eligibility = (_object(walk.document.get(name)) for name in ("audience", "eligibility"))
    said: Data = {}
    if walk.code("audience-intent", audience.get("intent")):
        said = {
            "audienceType": label("identity", listed(audience.get("identities"))),
            "description": plain(audience.get("selfDescription")),
        }
    ages = _object(eligibility.get("ageRange"))
    said |= {"requiredMinAge": plain(ages.get("minValue")), "requiredMaxAge": plain(ages.get("maxValue"))}
    kept = {name: value for name, value in said.items() if value not in (None, "", [])}
    return {"@type": "PeopleAudience", **kept} if kept else {}


def gender(walk: Walk) -> Any:
    """Women only or men only, when it is restricted to just one of the two."""
    audience = _object(walk.document.get("audience"))
    identities = listed(audience.get("identities"))
    only = audience.get("intent") == "restricted-to" and len(identities) == 1
    return walk.code("gender", identities[0]) if only else None


def _object(value: Any) -> Data:
    return value if isinstance(value, dict) else {}


WHOLES: dict[str, Callable[[Walk], Any]] = {
    "state": state,
    "room": room,
    "free": free,
    "sign-up": sign_up,
    "offers": offers,
    "price": price,
    "plain-offers": plain_offers,
    "people": people,
    "gender": gender,
}
