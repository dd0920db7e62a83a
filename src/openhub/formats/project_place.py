"""Where an item is, for a projection: never more than its precision allows, and nothing of a home but its area."""

from typing import Any

from openhub.formats.loose_jsonld import listed, web_address
from openhub.formats.project_table import Data
from openhub.formats.project_walk import Walk, plain, project_part
from openhub.model.place import outward

HOMES = ("domestic", "undisclosed")
PRIVATE = (None, "household", "individual")
DECIMALS = {"exact": 5, "street": 3, "area": 2}
OF_AN_AREA = ("type", "name", "premises", "address", "area", "geo", "note")
OF_A_HOME = ("type", "name", "premises", "address", "area")
ADDRESS = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")


def locations(document: Data) -> list[Data]:
    """The locations that are objects."""
    return [v for v in listed(document.get("location")) if isinstance(v, dict)]


def is_online(location: Data) -> bool:
    return location.get("type") == "VirtualLocation" or location.get("precision") == "online"


def is_home(place: Data, document: Data) -> bool:
    """Whether it is somebody's home, or may be one because a household or a person offers or asks for something."""
    private = document.get("type") in ("Offer", "Request") and document.get("offeredBy") in PRIVATE
    return private or place.get("premises") in HOMES


def precision(place: Data, document: Data) -> str:
    """How exactly the place may be told, exact, street or area: what it says itself, within what its type and premises allow."""
    said, kind = place.get("precision"), document.get("type")
    if is_home(place, document) or kind in ("MatchScheme", "Plan") or (kind in ("Offer", "Request") and said is None):
        return "area"
    return {None: "exact", "exact": "exact", "street": "street"}.get(
        said if isinstance(said, str | None) else "", "area"
    )


def shown(place: Data, document: Data) -> Data:
    """The place with what may be told of it."""
    exactness = precision(place, document)
    kept = OF_A_HOME if is_home(place, document) else OF_AN_AREA if exactness == "area" else tuple(place)
    told = {name: place[name] for name in kept if name in place}
    if "address" in told:
        told["address"] = _address(told["address"], exactness)
    if "geo" in told:
        told["geo"] = _coordinates(told["geo"], exactness)
    return told


def _address(address: Any, exactness: str) -> Data:
    if not isinstance(address, dict):
        return {}
    street, code = plain(address.get("streetAddress")), plain(address.get("postalCode"))
    hidden: Data = {}
    if exactness != "exact":
        named = exactness == "street" and isinstance(street, str) and not any(letter.isdigit() for letter in street)
        hidden = {
            "streetAddress": street if named else None,
            "postalCode": outward(code) if isinstance(code, str) else None,
        }
    return address | hidden


def _coordinates(geo: Any, exactness: str) -> Data:
    """Rounded to what the precision allows; without its uncertainty, a place that is not exact has none."""
    if not isinstance(geo, dict) or (exactness != "exact" and "uncertaintyMetres" not in geo):
        return {}
    degrees = [geo.get(name) for name in ("latitude", "longitude")]
    if not all(isinstance(d, int | float) and not isinstance(d, bool) for d in degrees):
        return {}
    return geo | {name: round(geo[name], DECIMALS[exactness]) for name in ("latitude", "longitude")}


# schema.org


def places(walk: Walk) -> Any:
    """The places as they may be told, and online where the profile allows it; one alone is no list."""
    found = [project_part(walk, "Place", shown(p, walk.document)) for p in locations(walk.document) if not is_online(p)]
    if walk.kind in walk.table["online"]:
        found += _online(walk)
    found = [made for made in found if made]
    single = len(found) == 1 or walk.kind == "Space"
    return found[0] if found and single else found


def _online(walk: Walk) -> list[Data]:
    """The online locations, each with the page on which one joins. It is never a link to a meeting."""
    told = [v for v in locations(walk.document) if is_online(v)]
    if not told and walk.document.get("attendanceMode") in ("online", "hybrid"):
        told = [{}]
    join = walk.document.get("join")
    page = web_address(join.get("url") if isinstance(join, dict) else "") or web_address(walk.document.get("url"))
    online = {"@type": "VirtualLocation"} | ({"url": page} if page else {})
    return [online | project_part(walk, "VirtualLocation", v) for v in told]


def attendance(walk: Walk) -> Any:
    """What the item says, else what its locations say: in person, online or both."""
    said = walk.document.get("attendanceMode")
    if said is None:
        kinds = {is_online(v) for v in locations(walk.document)}
        said = "hybrid" if len(kinds) == 2 else "online" if kinds == {True} else "in-person"
    return walk.code("attendance-mode", said)


def geo(walk: Walk, value: Any, holder: Data) -> Data:
    """Coordinates; those that are not exact as a circle around them."""
    made = project_part(walk, "GeoCoordinates", value)
    radius = value.get("uncertaintyMetres") if isinstance(value, dict) else None
    if made and isinstance(radius, int | float) and radius > 0:
        return {"@type": "GeoCircle", "geoMidpoint": made, "geoRadius": radius}
    return made


# OpenActive


def first_spot(document: Data) -> Data:
    """The first place, as it may be told, when it is a spot that anyone may come to; {} otherwise."""
    for place in locations(document):
        if not is_online(place):
            told = shown(place, document)
            return told if precision(place, document) != "area" else {}
    return {}


def spot(walk: Walk) -> Data:
    """The first place with a name and an address; an address that lacks a part is one text."""
    place = first_spot(walk.document)
    made, (street, *rest) = project_part(walk, "Place", place), _parts(place)
    name = plain(place.get("name")) or street
    address: Any = ", ".join(part for part in (street, *rest) if part)
    if street and all(rest):
        address = {"@type": "PostalAddress", **dict(zip(ADDRESS, (street, *rest), strict=True))}
    if not name or not (address or "geo" in made):
        return {}
    return {"@type": "Place", "name": name, **({"address": address} if address else {}), **made}


def meeting_point(walk: Walk) -> Any:
    return plain(first_spot(walk.document).get("meetingPoint"))


def exact_geo(walk: Walk, value: Any, holder: Data) -> Data:
    """Coordinates, unless they are uncertain."""
    exact = isinstance(value, dict) and "uncertaintyMetres" not in value
    return project_part(walk, "GeoCoordinates", value) if exact else {}


def _parts(place: Data) -> list[str]:
    address = place.get("address")
    found = [plain(address.get(name)) if isinstance(address, dict) else None for name in ADDRESS]
    return [part if isinstance(part, str) else "" for part in found]


WAYS = {"geo": geo, "exact-geo": exact_geo}
WHOLES = {"places": places, "attendance": attendance, "spot": spot, "meeting-point": meeting_point}
