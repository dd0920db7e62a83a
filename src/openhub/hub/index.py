"""From a document to what it is found by: words, facets, dates, and a place that gives no home away."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from openhub import spec
from openhub.model.place import Spot, outward, whole
from openhub.model.schedule import ends, occurrences
from openhub.stores.contract import Index

OVER = frozenset({"ended", "completed"})
# A barrier that somebody told us of means that these features are not there.
DENIES = {
    "steps": ("step-free-access", "step-free-route"),
    "no-toilet-on-site": ("accessible-toilet", "changing-places-toilet"),
    "no-seating": ("seating-available",),
    "online-only-booking": ("telephone-joining",),
}
# The facets whose codes' names count as words of the item, and the code lists that have them.
SEARCHED = {"theme": "themes", "participation": "participation", "access": "access-feature"}
DONATION = frozenset({"suggested-donation", "pay-what-you-can"})
CHEAP = 10
COMPANION = ["carer-companion"]  # whoever comes along as such pays this, not who takes part
# The members whose names count as words of the item, and those whose texts do.
NAMED = ("organizer", "publisher", "inAidOf", "item", "film", "roles", "needs", "stops")
SPOKEN = ("description", "keywords", "purpose", "materials", "tools", "facilities")
WIDE_METRES = 1_000.0  # an area that says nothing of its size

NUMBERS = (int, float)

Document = dict[str, Any]
Facet = tuple[str, str]
FindPlace = Callable[[str], Spot | None]


def index(
    document: Document,
    *,
    now: datetime,
    zone: ZoneInfo,
    days: int,
    find_place: FindPlace,
    defaults: tuple[str, ...] = (),
) -> Index:
    """Everything by which an item is found; `days` is how far its schedules are expanded."""
    today, last = _reach(now, zone, days)
    far = date.max if document["type"] == "Event" else last  # an Event has one date, however far off
    facets = tuple(dict.fromkeys(_facets(document, defaults)))
    place = _place(document)
    spot = _spot(place, find_place)
    name, summary, text = words(document, facets)
    return Index(
        name=name,
        summary=summary,
        text=text,
        facets=facets,
        until=_until(document, now, zone),
        spot=spot,
        places=tuple(_taught(place)) if spot else (),
        occurrences=tuple(occurrences(document, today, far, zone)),
        repeats=document["type"] != "Event" and bool(document.get("schedule") or document.get("openingHours")),
        cost=_cheapest(document),
        ages=_ages(document),
    )


@lru_cache(maxsize=16)  # the same for all items of a page
def _reach(now: datetime, zone: ZoneInfo, days: int) -> tuple[date, date]:
    """The first and the last day to which schedules are expanded."""
    today = now.astimezone(zone).date()
    return today, today + timedelta(days=days)


def words(document: Document, facets: tuple[Facet, ...]) -> tuple[str, str, str]:
    """The words by which an item is found: its name, its summary with what people call its first theme, and all others."""
    text = " ".join(filter(None, _words(document, facets, _place(document))))
    summary = " ".join(filter(None, [_said(document, "summary"), *_about(document, facets)]))
    return _said(document, "name"), summary, text


def _about(document: Document, facets: tuple[Facet, ...]) -> list[str]:
    """What people call the first of the item's own themes: it is about that more than about what its text mentions."""
    own = _texts(document.get("themes")) or [value for kind, value in facets if kind == "theme"]
    return [_called().get(("theme", theme), theme) for theme in own[:1]]


def _until(document: Document, now: datetime, zone: ZoneInfo) -> datetime | None:
    if document.get("status") in OVER:
        return now - timedelta(days=1)
    return ends(document, zone)


def _facets(document: Document, defaults: tuple[str, ...]) -> Iterator[Facet]:
    yield "type", str(document["type"])
    for theme in _texts(document.get("themes")) or defaults:
        yield "theme", theme
        if broader := _broader().get(theme):
            yield "theme", broader
    for code in _texts(document.get("participation")):
        yield "participation", code
    for code in _texts(document.get("inLanguage")):
        yield "language", code.split("-")[0].lower()
    if isinstance(mode := document.get("attendanceMode"), str):
        yield "attendance", mode
    yield from _costs(document)
    if "accessibility" in document:
        yield from _access(document)


@cache
def _broader() -> dict[str, str]:
    """The themes that have a broader one, each with that."""
    concepts = spec.theme_concepts().items()
    return {code: str(theme["broader"]).rpartition("#")[2] for code, theme in concepts if theme.get("broader")}


def _costs(document: Document) -> Iterator[Facet]:
    if document.get("isAccessibleForFree") is True:
        yield "cost", "free"
    prices = _objects(document.get("prices"))
    if not prices:
        return
    if any(p.get("priceModel") in DONATION for p in prices):
        yield "cost", "donation"
    amounts = [
        p["price"]
        for p in prices
        if isinstance(p.get("price"), NUMBERS) and p.get("priceModel") != "refundable-deposit"
    ]
    if amounts and min(amounts) < CHEAP:
        yield "cost", "under-10"


def _cheapest(document: Document) -> float | None:
    """What the cheapest way to take part costs, a donation being 0; None when nothing is said. A deposit comes back."""
    if document.get("isAccessibleForFree") is True:
        return 0.0
    asked = [p for p in _objects(document.get("prices")) if p.get("priceModel") != "refundable-deposit"]
    sums = [
        0.0 if p.get("priceModel") in DONATION else p.get("price") for p in asked if p.get("eligibleFor") != COMPANION
    ]
    return min((float(s) for s in sums if isinstance(s, NUMBERS)), default=None)


def _ages(document: Document) -> tuple[int | None, int | None]:
    """The least and the greatest age in years that may take part; each None when nothing is said."""
    limits = _object(_object(document.get("eligibility")).get("ageRange"))
    least, most = limits.get("minValue"), limits.get("maxValue")
    return (least if isinstance(least, int) else None, most if isinstance(most, int) else None)


def _access(document: Document) -> Iterator[Facet]:
    access = _object(document.get("accessibility"))
    for code in _texts(access.get("features")) + _texts(access.get("onRequest")):
        yield "access", code
        if code == "step-free-route" and _place(document).get("premises") == "outdoor-public":
            yield "access", "step-free-access"  # out of doors there is no other way in
    for barrier in _texts(access.get("barriers")):
        for code in DENIES.get(barrier, ()):
            yield "denied", code


def _words(document: Document, facets: tuple[Facet, ...], place: Document) -> list[str]:
    """Text besides name and summary; what people call its codes too, so that "borrow" finds what only says `"borrow"`."""
    called = _called()
    words = [called.get(facet, facet[1] if facet[0] in SEARCHED else "") for facet in facets]
    identities = _texts(_object(document.get("audience")).get("identities"))
    words += [called.get(("identity", identity), "") for identity in identities]
    words.append(called.get(("format", _said(document, "format")), ""))
    for name in SPOKEN:
        if name in document:
            words += _spoken(document[name])
    for name in NAMED:
        if name in document:
            words += _names(document[name])
    words.append(_said(place, "name"))
    return words


@cache
def _called() -> dict[Facet, str]:
    """What people call the codes of facets, and of two lists of which only the words are looked for."""
    lists = {**SEARCHED, "identity": "identity", "format": "format"}
    words = {(kind, code): text for kind, name in lists.items() for code, text in spec.search_words(name).items()}
    return {**words, ("cost", "free"): "free"}


def _names(value: object) -> list[str]:
    return [_said(one, "name") for one in (value if isinstance(value, list) else [value])]


def _spoken(value: object) -> list[str]:
    """A text, or the texts of a list and the names of the things in it."""
    return [value] if isinstance(value, str) else _texts(value) + [_said(thing, "name") for thing in _objects(value)]


# Where


def _place(document: Document) -> Document:
    location = document.get("location")
    for place in location if isinstance(location, list) else [location]:
        if isinstance(place, dict) and place.get("type") == "Place":
            return place
    return {}


def _spot(place: Document, find_place: FindPlace) -> Spot | None:
    """Where it is on the map. An area without coordinates is put at the centre of its outward code, or of its name."""
    geo = _object(place.get("geo"))
    label = _said(place, "name")
    latitude, longitude = geo.get("latitude"), geo.get("longitude")
    if isinstance(latitude, NUMBERS) and isinstance(longitude, NUMBERS):
        wide = geo.get("uncertaintyMetres")
        return Spot(
            latitude=latitude,
            longitude=longitude,
            label=label,
            radius_metres=float(wide) if isinstance(wide, NUMBERS) else 0.0,
        )
    address = _object(place.get("address"))
    code = outward(_said(address, "postalCode"))
    names = [
        code,
        label,
        *_said(address, "addressLocality").split(", "),
        _said(place.get("area"), "name").removeprefix("London Borough of "),
    ]
    for name in filter(None, names):
        if spot := find_place(name):
            wide = max(spot.radius_metres, WIDE_METRES) if place.get("precision") != "exact" else spot.radius_metres
            return Spot(latitude=spot.latitude, longitude=spot.longitude, label=label, radius_metres=wide)
    return None


def _taught(place: Document) -> Iterator[tuple[str, str]]:
    """Names that an exact public place teaches the hub: its own, its postcode, its outward code."""
    if place.get("precision") != "exact" or not isinstance(place.get("geo"), dict):
        return
    code = _said(place.get("address"), "postalCode")
    postcode = whole(code)
    near = postcode[:-4] or outward(code)  # a whole one is the outward code, a space and three more
    for label in dict.fromkeys([_said(place, "name"), postcode, near]):
        if label:
            yield folded(label), label


def folded(name: str) -> str:
    """A place's name as it is compared: lower case, one space, straight apostrophes left out."""
    return " ".join(name.lower().replace("’", "").replace("'", "").split())


def _object(value: object) -> Document:
    return value if isinstance(value, dict) else {}


def _said(value: object, name: str) -> str:
    found = value.get(name) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def _texts(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _objects(value: object) -> list[Document]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
