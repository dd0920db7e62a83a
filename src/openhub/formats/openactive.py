"""OpenActive opportunities read from RPDE pages of either ordering, and mapped to OpenHub items."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit
from zoneinfo import ZoneInfo

import orjson

from openhub import spec
from openhub.formats import rpde
from openhub.formats.format import Format, Reading
from openhub.model.contact import without_contacts
from openhub.model.finding import Finding
from openhub.model.place import POSTCODE
from openhub.model.record import Page, Record
from openhub.model.schedule import instant, zone

Data = dict[str, Any]

# Why an opportunity is not taken: code to (message, remedy).
NOT_MAPPED = {
    "openactive-parent-elsewhere": ("Its name, place and organiser are in another feed, that of its `superEvent`.",
                                    "Add the feed that holds the session series; joining the two comes with the OpenActive bridge."),
    "openactive-slot": ("This is one bookable slot of a facility, not something to join.", "Add the feed of the facility instead."),
    "openactive-on-demand": ("This is a recording to watch at any time; there is no place or time to go to.", "Nothing to do."),
    "openactive-no-time": ("It says neither when it is on nor when it is open.", "Give it a `startDate`, an `eventSchedule`, a `subEvent` with dates, or opening hours."),
    "openactive-unknown-kind": ("This kind of opportunity has no counterpart among the ten types.", "Nothing to do; it is kept and will be mapped when it has one."),
}
# What was put in or left out for want of a better: code to (message, remedy).
_PUBLISH = "Publish it in the feed."
_NOTHING = "Nothing to do: this is as it should be."
FALL_BACKS = {
    "mapped-id": ("It has no id of its own on a host of this origin, so it is known by the origin and its id in the feed.", _PUBLISH),
    "mapped-url-of-place": ("It has no page of its own; its link leads to the place's.", _PUBLISH),
    "mapped-url-of-organiser": ("It has no page of its own; its link leads to the organiser's.", _PUBLISH),
    "mapped-organiser-of-place": ("It names no organisation as organiser; the place stands for it.", _PUBLISH),
    "mapped-theme-default": ("Its activity is not among the themes, so it is under Moving and sport.", "Nothing to do, or use an activity of OpenActive's list."),
    "mapped-contact-left-out": ("An e-mail address or telephone number in its text was left out.", _NOTHING),
    "mapped-person-left-out": ("The people it names were left out.", _NOTHING),
    "mapped-text-shortened": ("Its description was shortened to 5,000 characters.", "Make it shorter."),
}

_STATUS = {"EventScheduled": "scheduled", "EventCancelled": "cancelled", "EventPostponed": "postponed",
           "EventRescheduled": "rescheduled", "EventMovedOnline": "moved-online"}


class _NotMapped(Exception):
    """Carries the code of NOT_MAPPED out of the mapping."""


def recognises(document: Any) -> bool:
    return rpde.looks_like_page(document) and not rpde.speaks_openhub(document)


def read(data: bytes, reading: Reading) -> Page:
    return rpde.read_page(data, lambda record: _mapped(record, reading))


def _mapped(record: Record, reading: Reading) -> Record:
    if record.data is None:
        return record
    notes: list[str] = []
    try:
        document = map_opportunity(record.data, record.id, reading, notes.append)
    except _NotMapped as reason:
        message, remedy = NOT_MAPPED[str(reason)]
        finding = Finding(code=str(reason), severity="error", pointer="", message=message, remedy=remedy, item=record.id)
        return replace(record, data=None, findings=(*record.findings, finding))
    remarks = tuple(
        Finding(code=code, severity="info", pointer="", message=FALL_BACKS[code][0], item=record.id, remedy=FALL_BACKS[code][1])
        for code in dict.fromkeys(notes)
    )
    return replace(record, data=document, raw=orjson.dumps(document), findings=(*record.findings, *remarks))


def map_opportunity(data: Data, feed_id: str, reading: Reading, note: Callable[[str], None]) -> Data:
    """An OpenHub document from an OpenActive 1.x or 2.x opportunity; `note` is told the code of each fall-back.

    Raises _NotMapped with a code of NOT_MAPPED.
    """
    whole = _with_parent(data)
    home = zone(_get(whole, "beta:timeZone")) or reading.zone
    place = _place(whole)
    document: Data = {
        "@context": spec.CONTEXT_URL,
        **_when(whole, home),
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
    if activity := [i for c in _list(whole.get("activity")) if (i := _iri(c)).startswith("https://openactive.io/activity-list")]:
        document["activity"] = activity
    return document


# Who and what


def _with_parent(data: Data) -> Data:
    """The opportunity with what its series or course says where it says nothing itself."""
    parent = data.get("superEvent", data.get("instanceOfCourse"))
    if isinstance(parent, dict):
        grand = parent.get("superEvent")
        above = {**(grand if isinstance(grand, dict) else {}), **parent}
        inherited = {k: v for k, v in above.items() if k not in ("@id", "id", "@type", "type", "identifier", "eventSchedule", "subEvent")}
        return {**inherited, **data}
    if isinstance(parent, str) and "name" not in data:
        raise _NotMapped("openactive-parent-elsewhere")
    return data


def _identity(data: Data, feed_id: str, place: Data, reading: Reading, note: Callable[[str], None]) -> Data:
    own = _iri(data)
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
        if address := _web(thing.get("url")):
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
        text = re.sub(r"<[^>]*>", " ", text).strip()
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
        address = _web(organiser.get("url"))
        return {"type": "Organization", "name": organiser["name"]} | ({"url": address} if address else {})
    note("mapped-organiser-of-place")
    return {"type": "Organization", "name": str(place.get("name", ""))}


def _organisation(data: Data) -> Data:
    """Who organises or provides it, but no person."""
    for organiser in (data.get("organizer"), data.get("provider")):
        if isinstance(organiser, dict) and isinstance(organiser.get("name"), str):
            kinds = {re.split("[/#:]", str(kind))[-1] for kind in _list(_get(organiser, "type"))}
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
    labels = [c["prefLabel"] for c in _list(data.get("accessibilitySupport")) if isinstance(c, dict) and isinstance(c.get("prefLabel"), str)]
    note = " ".join(filter(None, [
        f"Support for: {', '.join(labels)}." if labels else "",
        without_contacts(text) if isinstance(text := data.get("accessibilityInformation"), str) else "",
    ]))
    return {"accessibility": {"note": note}} if note else {}


# Themes


@cache
def _themes_by_activity() -> dict[str, str]:
    concepts = spec.theme_concepts()
    return {iri: code for code, c in concepts.items() for iri in _list(c.get("exactMatch")) + _list(c.get("closeMatch")) if "openactive.io" in iri}


def _themes(data: Data, reading: Reading, note: Callable[[str], None]) -> list[str]:
    """By the activity's IRI, else by a theme's code within its name ("Group Cycling" is cycling), else the default."""
    concepts = _list(data.get("activity")) + _list(data.get("facilityType"))
    found = [_themes_by_activity()[i] for c in concepts if (i := _iri(c)) in _themes_by_activity()]
    labels = " ".join(str(c.get("prefLabel", "")) if isinstance(c, dict) else str(c) for c in concepts).lower()
    found += [code for code in spec.themes() if re.search(rf"\b{re.escape(code.replace('-', ' '))}\b", labels)]
    if not found:
        note("mapped-theme-default")
        found = list(reading.themes) or ["moving-sport"]
    return list(dict.fromkeys(found))[:5]


# Where


def _place(data: Data) -> Data:
    places = [p for p in _list(data.get("location")) if isinstance(p, dict)]
    return places[0] if places else {}


def _location(data: Data, place: Data) -> Data:
    if not place:
        online = data.get("beta:virtualLocation", data.get("virtualLocation")) is not None
        return {"attendanceMode": "online", "location": {"type": "VirtualLocation", "precision": "online"}} if online else {}
    location: Data = {"type": "Place", "name": str(place.get("name", "")).strip(), "precision": "exact", "premises": "public-venue"}
    if address := _postal_address(place.get("address")):
        location["address"] = address
    geo = place.get("geo")
    if isinstance(geo, dict):
        latitude, longitude = _decimal(geo.get("latitude")), _decimal(geo.get("longitude"))
        if latitude is not None and longitude is not None:
            location["geo"] = {"type": "GeoCoordinates", "latitude": round(latitude, 5), "longitude": round(longitude, 5)}
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


# When


def _when(data: Data, home: ZoneInfo) -> Data:
    """The type, and the members that say when."""
    kind = str(_get(data, "type") or "")
    make = _KINDS.get(kind)
    if make is None:
        raise _NotMapped("openactive-unknown-kind")
    return make(data, home)


def _event(data: Data, home: ZoneInfo) -> Data:
    status = _STATUS.get(str(data.get("eventStatus", "")).rsplit("/", 1)[-1], "scheduled")
    dated = _dated(data, home)
    if dated:
        return {"type": "Event", **dated, "timeZone": home.key, "status": status, "format": "sport-session", **_room(data)}
    sessions = [(s, d) for s in _list(data.get("subEvent")) if isinstance(s, dict) and (d := _dated(s, home))]
    if len(sessions) == 1:
        session, when = sessions[0]
        return {"type": "Event", **when, "timeZone": home.key, "status": status, "format": "sport-session", **_room(session)}
    schedule = [_one_day(when, home) for _, when in sessions] or _schedules(data, home)
    if not schedule:
        raise _NotMapped("openactive-no-time")
    return {"type": "EventSeries", "schedule": schedule, "timeZone": home.key, "format": "sport-session",
            "status": "active" if status == "scheduled" else status}


def _series(data: Data, home: ZoneInfo) -> Data:
    if schedule := _schedules(data, home):
        return _event({k: v for k, v in data.items() if k not in ("startDate", "subEvent")} | {"eventSchedule": data["eventSchedule"]}, home) | {"schedule": schedule}
    return _event(data, home)


def _space(data: Data, home: ZoneInfo) -> Data:
    hours = [h for h in _list(data.get("openingHoursSpecification", data.get("hoursAvailable"))) if isinstance(h, dict)]
    hours = hours or [h for h in _list(_place(data).get("openingHoursSpecification")) if isinstance(h, dict)]
    opening = [
        {"dayOfWeek": [str(d).rsplit("/", 1)[-1].removeprefix("schema:") for d in _list(h.get("dayOfWeek"))],
         "opens": str(h.get("opens", ""))[:5], "closes": str(h.get("closes", ""))[:5]}
        for h in hours
    ]
    if not opening:
        raise _NotMapped("openactive-no-time")
    return {"type": "Space", "openingHours": opening, "timeZone": home.key, "status": "active"}


def _none(reason: str) -> Callable[[Data, ZoneInfo], Data]:
    def refuse(data: Data, home: ZoneInfo) -> Data:
        raise _NotMapped(reason)

    return refuse


_KINDS: dict[str, Callable[[Data, ZoneInfo], Data]] = {
    "Event": _event, "ScheduledSession": _event, "HeadlineEvent": _event,
    "SessionSeries": _series, "EventSeries": _series, "CourseInstance": _series,
    "FacilityUse": _space, "IndividualFacilityUse": _space,
    "Slot": _none("openactive-slot"), "OnDemandEvent": _none("openactive-on-demand"),
}


def _dated(data: Data, home: ZoneInfo) -> Data:
    start = instant(data.get("startDate"), home)
    if start is None or len(str(data["startDate"])) == 10:
        return {}
    end = instant(data.get("endDate"), home)
    try:
        when = {"startDate": start.astimezone(home).isoformat()}
        return when | ({"endDate": end.astimezone(home).isoformat()} if end else {})
    except OverflowError:  # no day of our calendar
        return {}


def _one_day(when: Data, home: ZoneInfo) -> Data:
    day = when["startDate"][:10]
    times = {"startTime": when["startDate"][11:16]} | ({"endTime": when["endDate"][11:16]} if "endDate" in when else {})
    return {"type": "Schedule", "startDate": day, "endDate": day, "repeatFrequency": "P1D", **times, "timeZone": home.key}


def _schedules(data: Data, home: ZoneInfo) -> list[Data]:
    return [s for raw in _list(data.get("eventSchedule")) if isinstance(raw, dict) and (s := _schedule(raw, home))]


def _schedule(raw: Data, home: ZoneInfo) -> Data:
    if not (isinstance(raw.get("startDate"), str) and isinstance(raw.get("repeatFrequency"), str)):
        return {}
    kept: Data = {"type": "Schedule", "startDate": raw["startDate"][:10], "repeatFrequency": raw["repeatFrequency"],
                  "timeZone": raw.get("scheduleTimezone") or home.key}
    kept |= {n: raw[n][:10] for n in ("endDate",) if isinstance(raw.get(n), str)}
    kept |= {n: raw[n][:5] for n in ("startTime", "endTime") if isinstance(raw.get(n), str)}
    if days := [str(d).rsplit("/", 1)[-1].removeprefix("schema:") for d in _list(raw.get("byDay"))]:
        kept["byDay"] = days
    if skipped := [d[:10] for d in _list(raw.get("exceptDate")) if isinstance(d, str)]:
        kept["exceptDate"] = skipped
    return kept


# How much, and whether there is room


def _cost(data: Data) -> Data:
    offers = [o for o in _list(data.get("offers")) + _list(data.get("offer")) if isinstance(o, dict)]
    prices = [(o, p) for o in offers if (p := _decimal(o.get("price"))) is not None and p >= 0]
    if not prices:
        return {"isAccessibleForFree": True} if data.get("isAccessibleForFree") is True else {}
    if all(price == 0 for _, price in prices):
        return {"isAccessibleForFree": True}
    return {"isAccessibleForFree": False, "prices": [
        {"name": str(o.get("name") or "Price"), "price": round(price, 2), "priceCurrency": o.get("priceCurrency") or "GBP", "priceModel": "fixed"}
        for o, price in prices
    ]}


def _room(data: Data) -> Data:
    """`beta:availability` of the 1.x feeds: how many places are left, as "0", "<5" or ">4"."""
    left = str(data.get("beta:availability", ""))
    code = {"0": "full", "<5": "limited", ">4": "open"}.get(left)
    return {"availability": code} if code else {}


# The two spellings of JSON-LD


def _get(data: Data, name: str) -> Any:
    """A member that JSON-LD may spell with or without `@`."""
    return data.get(f"@{name}", data.get(name))


def _iri(value: Any) -> str:
    found = _get(value, "id") if isinstance(value, dict) else value
    return _web(found)


def _web(address: Any) -> str:
    """The address if it is one of the web, else ""."""
    try:
        return address if isinstance(address, str) and urlsplit(address).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _decimal(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None


FORMAT = Format(
    name="openactive",
    about="An OpenActive feed (RPDE 1.0, Modelling Opportunity Data 1.x or 2.x), mapped to OpenHub items.",
    recognises=recognises,
    read=read,
)
