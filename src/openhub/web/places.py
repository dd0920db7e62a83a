"""Where something is, as a street nameplate says it; a home is only ever an area."""

import math
from dataclasses import dataclass

from openhub.model.place import Spot, distance, outward
from openhub.model.query import Found
from openhub.web import words
from openhub.web.members import Document, number, part, parts, strings, text

_HOMES = frozenset({"domestic", "undisclosed"})
_PRIVATE = frozenset({"household", "individual", ""})
_ALREADY_WIDE = ("around ", "venues ", "various ", "anywhere", "all over ", "near ", "across ")
WIDE_METRES = 2500
NO_BREAK = "\u00a0"
_COMPASS = ("north", "north-east", "east", "south-east", "south", "south-west", "west", "north-west")


@dataclass(frozen=True, slots=True)
class Plate:
    """`around` draws the dashed frame: an area, not a spot that anyone may come to."""

    name: str
    code: str = ""
    around: bool = False
    remark: str = ""


def place(document: Document) -> Document:
    """The first location that is a place, {} when there is none."""
    return next((p for p in parts(document.get("location")) if p.get("type") != "VirtualLocation"), {})


def online(document: Document) -> bool:
    """Whether one can take part from anywhere."""
    virtual = any(p.get("type") == "VirtualLocation" for p in parts(document.get("location")))
    return (
        virtual
        or document.get("attendanceMode") in ("online", "hybrid")
        or place(document).get("precision") == "online"
    )


def is_area(document: Document) -> bool:
    """Whether only an area may be shown: said so, somebody's home, or not said where it could be one."""
    where = place(document)
    if where.get("precision") in ("area", "on-joining", "online") or text(where.get("premises")) in _HOMES:
        return True
    if document.get("type") in ("Offer", "Request"):
        return text(document.get("offeredBy")) in _PRIVATE or not where.get("precision")
    return document.get("type") in ("MatchScheme", "Plan") or not where


def exact(document: Document) -> bool:
    """Whether this is a spot that anyone may come to, known to the metre."""
    return not is_area(document) and place(document).get("precision", "exact") == "exact"


def on_the_map(document: Document) -> bool:
    """Whether its own coordinates say where it is; of an exact place without them the hub knows only about where."""
    geo = part(place(document).get("geo"))
    return exact(document) and None not in (number(geo.get("latitude")), number(geo.get("longitude")))


def plate(document: Document) -> Plate | None:
    """What the nameplate says; None when they did not say."""
    where = place(document)
    if document.get("type") == "Plan":
        written = text(where.get("name"))
        return Plate("Your own place", "anywhere", True, f"written in {written}" if written else "")
    if not where or where.get("precision") == "online":
        return Plate("Online", "", True) if online(document) else None
    name, code = _name(where), _outward(where)
    if not name and not code:
        return None
    if is_area(document):
        remark = "told when you join" if where.get("precision") == "on-joining" else ""
        return Plate(_around(name) if name else "Around", code, True, remark)
    return Plate(
        name or code, code if name else "", where.get("precision") == "street", "or online" if online(document) else ""
    )


def address(document: Document) -> str:
    """The whole address of a place that anyone may come to; "" of any other."""
    if not exact(document):
        return ""
    postal = part(place(document).get("address"))
    street, code = text(postal.get("streetAddress")), text(postal.get("postalCode")).replace(" ", NO_BREAK)
    return ", ".join(line for line in (street, code) if line) if street else ""


def how_far(found: Found, near: Spot | None = None) -> str:
    """The distance in words: rounded up to whole miles unless it is on the map, so that no home can be measured out."""
    metres = found.distance_metres
    if metres is None and near and found.spot:
        metres = distance(near, found.spot)
    if metres is None or found.document.get("type") == "Plan":
        return ""
    if on_the_map(found.document):
        return words.distance(metres)
    if found.spot and found.spot.radius_metres > WIDE_METRES:
        return "over a wide area"
    return words.about(metres)


def direction(start: Spot, end: Spot) -> str:
    """Which way the end lies as seen from the start: north-east."""
    north = end.latitude - start.latitude
    east = (end.longitude - start.longitude) * math.cos(math.radians(start.latitude))
    return _COMPASS[round(math.degrees(math.atan2(east, north)) / 45) % 8]


def languages(document: Document) -> list[str]:
    """The primary codes of the languages spoken there."""
    return [code.split("-")[0].lower() for code in strings(document.get("inLanguage"))]


def _name(where: Document) -> str:
    postal = part(where.get("address"))
    named = text(where.get("name")) or text(part(where.get("area")).get("name"))
    return named or text(postal.get("streetAddress")) or text(postal.get("addressLocality"))


def _outward(where: Document) -> str:
    return outward(text(part(where.get("address")).get("postalCode")))


def _around(name: str) -> str:
    return name if name.lower().startswith(_ALREADY_WIDE) else f"Around {name}"
