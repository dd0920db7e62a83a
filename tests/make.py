"""Documents, pages, records and sources with valid defaults: a test states only what matters to it.

A member that is given as None is left out.
"""

import itertools
import json
from typing import Any
from zoneinfo import ZoneInfo

from openhub.formats.format import Reading
from openhub.model.record import Record
from openhub.model.source import Source

Document = dict[str, Any]

HOST = "club.example"
FEED = f"https://{HOST}/feed"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
LONDON = ZoneInfo("Europe/London")


def event(**changes: Any) -> Document:
    return _item("Event", {"startDate": "2026-12-05T14:00:00+00:00", "endDate": "2026-12-05T16:00:00+00:00"}, changes)


def series(**changes: Any) -> Document:
    return _item("EventSeries", {"schedule": [schedule()], "status": "active"}, changes)


def group(**changes: Any) -> Document:
    return _item("Group", {"join": {"joinMethod": ["turn-up"]}}, changes)


def space(**changes: Any) -> Document:
    return _item("Space", {"openingHours": [hours()]}, changes)


def role(**changes: Any) -> Document:
    return _item("VolunteerRole", {"roles": [{"name": "Driver"}], "participation": ["volunteer"]}, changes)


def offer(**changes: Any) -> Document:
    own = {
        "mode": "lend",
        "item": {"name": "Ladder"},
        "expires": "2027-06-30",
        "location": area(),
        "themes": ["lending-tools"],
    }
    return _item("Offer", own | {"participation": ["borrow"]}, changes)


def request(**changes: Any) -> Document:
    own = {"mode": "teach", "item": {"name": "Bleeding a radiator"}, "expires": "2027-06-30", "location": area()}
    return _item("Request", own | {"participation": ["share-skill"]}, changes)


def scheme(**changes: Any) -> Document:
    own = {
        "roles": [{"name": "Companion", "side": "peer"}],
        "matchPurpose": "companion-for-outings",
        "location": area(),
    }
    return _item("MatchScheme", own | {"participation": ["be-matched"]}, changes)


def project(**changes: Any) -> Document:
    return _item("Project", {"stage": "planning"}, changes)


def plan(**changes: Any) -> Document:
    own = {"purpose": "Eat well together.", "steps": [{"text": "Invite six neighbours."}], "location": None}
    return _item("Plan", own | {"participation": ["start-your-own"]}, changes)


EVERY_TYPE = (event, series, group, space, role, offer, request, scheme, project, plan)


def _item(kind: str, own: Document, changes: Document) -> Document:
    usual = {
        "type": kind,
        "id": f"https://{HOST}/items/1",
        "name": "Cooking together",
        "url": f"https://{HOST}/items/1",
        "themes": ["cooking"],
        "participation": ["attend"],
        "timeZone": "Europe/London",
        "organizer": {"type": "Organization", "name": "Neighbours' Kitchen"},
        "location": venue(),
    }
    return {name: value for name, value in (usual | own | changes).items() if value is not None}


# Parts


def schedule(**changes: Any) -> Document:
    usual = {
        "startDate": "2026-11-28",
        "repeatFrequency": "P1W",
        "byDay": ["Saturday"],
        "startTime": "12:30",
        "endTime": "14:00",
        "timeZone": "Europe/London",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def hours(**changes: Any) -> Document:
    return {"dayOfWeek": ["Tuesday", "Wednesday"], "opens": "10:00", "closes": "16:00", **changes}


def venue(**changes: Any) -> Document:
    usual = {
        "type": "Place",
        "name": "St Dunstan's Hall",
        "precision": "exact",
        "premises": "public-venue",
        "address": {"type": "PostalAddress", "streetAddress": "40 Falkland Mews", "postalCode": "NW5 2ZZ"},
        "geo": {"type": "GeoCoordinates", "latitude": 51.5519, "longitude": -0.1402},
        "travelNote": "Bus 24 stops outside.",
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def area(**changes: Any) -> Document:
    """Where a household is, as exactly as may be told."""
    usual = {
        "type": "Place",
        "name": "Kentish Town",
        "precision": "area",
        "premises": "domestic",
        "address": {"type": "PostalAddress", "postalCode": "NW5"},
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


# Pages


def updated(document: Document, **changes: Any) -> Document:
    """A feed's item that carries a document."""
    usual = {
        "state": "updated",
        "kind": document.get("type"),
        "id": document.get("id"),
        "modified": 1,
        "data": document,
    }
    return {name: value for name, value in (usual | changes).items() if value is not None}


def deleted(document: Document, **changes: Any) -> Document:
    """A feed's tombstone for a document."""
    return updated(document, **({"state": "deleted", "data": None} | changes))


def page(
    items: list[Any], next: str = f"{FEED}?afterChangeNumber=9", epoch: str | None = "1", licence: str | None = LICENCE
) -> bytes:
    """A page of documents, or of items made by `updated` and `deleted`; with no epoch it is plain RPDE."""
    counter = itertools.count(1)
    entries = [updated(i, modified=next_) if _is_document(i) else i for i, next_ in zip(items, counter, strict=False)]
    whole: Document = {"next": next, "items": entries}
    if licence:
        whole["license"] = licence
    if epoch is not None:
        whole["openhub"] = {"version": "1.0", "epoch": epoch, "horizon": 0}
    return json.dumps(whole).encode()


def _is_document(item: Any) -> bool:
    return isinstance(item, dict) and "state" not in item and "type" in item


# Values


def record(document: Document, **changes: Any) -> Record:
    raw = json.dumps(document).encode()
    usual = {"id": document["id"], "kind": document["type"], "modified": 1, "data": document, "raw": raw}
    return Record(**(usual | changes))


def source(**changes: Any) -> Source:
    usual = {"name": "Club", "address": FEED, "origin": FEED, "format": "openhub", "hosts": (HOST,)}
    return Source(**(usual | changes))


def reading(**changes: Any) -> Reading:
    return Reading(**({"origin": FEED, "zone": LONDON} | changes))
