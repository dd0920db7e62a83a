"""One OpenActive opportunity (Modelling Opportunity Data 1.x or 2.x) as an OpenHub document."""

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from openhub import spec
from openhub.formats.format import Reading
from openhub.formats.loose_jsonld import Data, decimal, first_place, iri, listed, member, web_address
from openhub.formats.opportunity_times import NotMapped, when
from openhub.model.contact import without_contacts
from openhub.model.place import POSTCODE
from openhub.model.schedule import zone


def map_opportunity(data: Data, feed_id: str, reading: Reading, note: Callable[[str], None]) -> Data:
    """An OpenHub document from an OpenActive 1.x or 2.x opportunity; `note` is told the code of each fall-back.

    Raises NotMapped with a code of NOT_MAPPED.
    """
    whole = _with_parent(data)
    home = zone(member(whole, "beta:timeZone")) or reading.zone
    place = first_place(whole)
    document: Data = {
        "@context": spec.CONTEXT_URL,
        **when(whole, home),
        **_identity(whole, feed_id, place, reading, note),
        **_words(whole, note),
        "themes": _themes(whole, reading, note),
        "participation": ["attend"],
        "organizer": _organizer(whole, place, note),
        **_location(whole, place),
        **_cost(whole),
        **_people(whole, note),
        **_access(whole),
    }
    if document["type"] == "Space":
        document["participation"] = ["drop-in"]
    if activity := [
        i for c in listed(whole.get("activity")) if (i := iri(c)).startswith("https://openactive.io/activity-list")
    ]:
        document["activity"] = activity
    return document


# Who and what


def _with_parent(data: Data) -> Data:
    """The opportunity with what its series or course says where it says nothing itself."""
    parent = data.get("superEvent", data.get("instanceOfCourse"))
    if isinstance(parent, dict):
        grand = parent.get("superEvent")
        above = {**(grand if isinstance(grand, dict) else {}), **parent}
        inherited = {
            k: v
            for k, v in above.items()
            if k not in ("@id", "id", "@type", "type", "identifier", "eventSchedule", "subEvent")
        }
        return {**inherited, **data}
    if isinstance(parent, str) and "name" not in data:
        raise NotMapped("openactive-parent-elsewhere")
    return data


def _identity(data: Data, feed_id: str, place: Data, reading: Reading, note: Callable[[str], None]) -> Data:
    own = iri(data)
    host = (urlsplit(own).hostname or "") if own else ""
    known_host = not reading.hosts or host in reading.hosts
    identity: Data = {"id": own}
    if not (own and known_host):
        note("mapped-id")
        identity = {"id": f"{reading.origin}#{quote(feed_id, safe='')}"}
        if own:
            identity["sameAs"] = [own]
    return identity | {"url": _address(data, place, note)}


def _address(data: Data, place: Data, note: Callable[[str], None]) -> str:
    """The item's page, else the place's, else the organiser's (overview section 2.8)."""
    for thing, code in ((data, ""), (place, "mapped-url-of-place"), (_organisation(data), "mapped-url-of-organiser")):
        if address := web_address(thing.get("url")):
            if code:
                note(code)
            return address
    return ""


def _words(data: Data, note: Callable[[str], None]) -> Data:
    words: Data = {}
    for name, limit in (("name", 120), ("description", 5000)):
        text = data.get(name)
        if not isinstance(text, str):
            continue
        text = re.sub("[ \t]+", " ", re.sub("<[a-zA-Z/!][^<>]*>", " ", html.unescape(text))).strip()
        if (plain := without_contacts(text)) != text:
            note("mapped-contact-left-out")
        if len(plain) > limit:
            note("mapped-text-shortened")
            plain = plain[: limit - 1].rstrip() + "…"
        if plain:
            words[name] = plain
    return words


def _organizer(data: Data, place: Data, note: Callable[[str], None]) -> Data:
    if organiser := _organisation(data):
        address = web_address(organiser.get("url"))
        return {"type": "Organization", "name": organiser["name"]} | ({"url": address} if address else {})
    note("mapped-organiser-of-place")
    return {"type": "Organization", "name": str(place.get("name", ""))}


def _organisation(data: Data) -> Data:
    """Who organises or provides it, but no person."""
    for organiser in (data.get("organizer"), data.get("provider")):
        if isinstance(organiser, dict) and isinstance(organiser.get("name"), str):
            kinds = {re.split("[/#:]", str(kind))[-1] for kind in listed(member(organiser, "type"))}
            if "Person" not in kinds:
                return organiser
    return {}


def _people(data: Data, note: Callable[[str], None]) -> Data:
    """Who may come, and how many; the people who lead are left out."""
    if data.get("leader") or data.get("contributor"):
        note("mapped-person-left-out")
    said: Data = {}
    ages = data.get("ageRange")
    if isinstance(ages, dict):
        bounds = {k: ages[k] for k in ("minValue", "maxValue") if isinstance(ages.get(k), int) and ages[k] >= 0}
        if bounds:
            said["eligibility"] = {"ageRange": bounds}
    gender = str(data.get("genderRestriction", "")).rsplit("/", 1)[-1].lower().removesuffix("only")
    if gender in ("female", "male"):
        conditions = ["Women and girls only." if gender == "female" else "Men and boys only."]
        said["eligibility"] = {**said.get("eligibility", {}), "conditions": conditions}
    for name in ("maximumAttendeeCapacity", "remainingAttendeeCapacity"):
        if isinstance(data.get(name), int) and data[name] >= 0:
            said[name] = data[name]
    return said


def _access(data: Data) -> Data:
    labels = [
        c["prefLabel"]
        for c in listed(data.get("accessibilitySupport"))
        if isinstance(c, dict) and isinstance(c.get("prefLabel"), str)
    ]
    note = " ".join(
        filter(
            None,
            [
                f"Support for: {', '.join(labels)}." if labels else "",
                without_contacts(text) if isinstance(text := data.get("accessibilityInformation"), str) else "",
            ],
        )
    )
    return {"accessibility": {"note": note}} if note else {}


# Themes


@cache
def _themes_by_activity() -> dict[str, str]:
    concepts = spec.theme_concepts()
    return {
        iri: code
        for code, c in concepts.items()
        for iri in listed(c.get("exactMatch")) + listed(c.get("closeMatch"))
        if "openactive.io" in iri
    }


def _themes(data: Data, reading: Reading, note: Callable[[str], None]) -> list[str]:
    """By the activity's IRI, else by a theme's code within its name ("Group Cycling" is cycling), else the default."""
    concepts = listed(data.get("activity")) + listed(data.get("facilityType"))
    found = [_themes_by_activity()[i] for c in concepts if (i := iri(c)) in _themes_by_activity()]
    labels = " ".join(str(c.get("prefLabel", "")) if isinstance(c, dict) else str(c) for c in concepts).lower()
    found += [code for code in spec.themes() if re.search(rf"\b{re.escape(code.replace('-', ' '))}\b", labels)]
    if not found:
        note("mapped-theme-default")
        found = list(reading.themes) or ["moving-sport"]
    return list(dict.fromkeys(found))[:5]


# Where


def _location(data: Data, place: Data) -> Data:
    if not place:
        online = data.get("beta:virtualLocation", data.get("virtualLocation")) is not None
        return (
            {"attendanceMode": "online", "location": {"type": "VirtualLocation", "precision": "online"}}
            if online
            else {}
        )
    location: Data = {
        "type": "Place",
        "name": str(place.get("name", "")).strip(),
        "precision": "exact",
        "premises": "public-venue",
    }
    if address := _postal_address(place.get("address")):
        location["address"] = address
    geo = place.get("geo")
    if isinstance(geo, dict):
        latitude, longitude = decimal(geo.get("latitude")), decimal(geo.get("longitude"))
        if latitude is not None and longitude is not None:
            location["geo"] = {
                "type": "GeoCoordinates",
                "latitude": round(latitude, 5),
                "longitude": round(longitude, 5),
            }
    return {"location": location, "attendanceMode": "in-person"}


def _postal_address(address: Any) -> Data:
    if isinstance(address, str):
        postcode = POSTCODE.search(address.upper())
        parts = {"streetAddress": address.strip(), "postalCode": postcode[0] if postcode else ""}
    elif isinstance(address, dict):
        names = ("streetAddress", "addressLocality", "addressRegion", "postalCode", "addressCountry")
        parts = {n: address[n].strip(" ,") for n in names if isinstance(address.get(n), str)}
    else:
        return {}
    kept = {name: value for name, value in parts.items() if value}
    return {"type": "PostalAddress", **kept} if kept else {}


# How much, and whether there is room


def _cost(data: Data) -> Data:
    offers = [o for o in listed(data.get("offers")) + listed(data.get("offer")) if isinstance(o, dict)]
    prices = [(o, p) for o in offers if (p := decimal(o.get("price"))) is not None and p >= 0]
    if not prices:
        return {"isAccessibleForFree": True} if data.get("isAccessibleForFree") is True else {}
    if all(price == 0 for _, price in prices):
        return {"isAccessibleForFree": True}
    return {
        "isAccessibleForFree": False,
        "prices": [
            {
                "name": str(o.get("name") or "Price"),
                "price": round(price, 2),
                "priceCurrency": o.get("priceCurrency") or "GBP",
                "priceModel": "fixed",
            }
            for o, price in prices
        ],
    }
