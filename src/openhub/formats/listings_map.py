"""One row of a listing as an OpenHub document: each cell goes to its member, and what belongs together is put together."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from openhub import spec
from openhub.formats.format import Reading
from openhub.formats.listings_cells import Moment, Price
from openhub.formats.listings_column import HOME
from openhub.formats.listings_columns import columns_of
from openhub.formats.loose_jsonld import web_address
from openhub.model.schedule import zone

Data = dict[str, Any]

_PARTS = {
    "/organizer": "Organization",
    "/contact": "ContactPoint",
    "/location": "Place",
    "/location/address": "PostalAddress",
    "/location/geo": "GeoCoordinates",
    "/schedule/0": "Schedule",
    "/roles/0": "Role",
}
"""The parts that say what they are, by where they stand."""


def document(kind: str, cells: Mapping[str, Any], reading: Reading) -> Data:
    """The document of a row, given what its cells say by the names of their columns."""
    made: Data = {"@context": spec.CONTEXT_URL, "type": kind, "id": identity(cells, reading)}
    rest = {name: value for name, value in cells.items() if name not in ("id", "type")}
    if kind == "Event":
        rest |= _event_times(cells, reading)
    price = rest.pop("price", None)
    for name, value in rest.items():
        if value is not None and (column := columns_of(kind).get(name)) and column.at:
            _put(made, column.at, value)
    _cost(made, price, reading)
    _repeating(made, reading)
    _own(made, kind, cells)
    _placed(made, kind)
    if "themes" not in made and reading.themes:
        made["themes"] = list(reading.themes)
    return made


def identity(cells: Mapping[str, Any], reading: Reading) -> str:
    """The id of a row: its own when that is an address, else the origin with its own behind #, else its `url`; "" without all.

    A file on disk that nobody says the origin of has none; there the item's `url` stands for it.
    """
    own, url = str(cells.get("id") or ""), str(cells.get("url") or "")
    if own and not web_address(own):
        base = reading.origin if web_address(reading.origin) else url
        return f"{base.partition('#')[0]}#{quote(own, safe='')}"
    return own or url


def _put(made: Data, pointer: str, value: Any) -> None:
    """Puts a value at a pointer, and on the way the objects and lists of one that it stands in."""
    path = pointer.split("/")[1:]
    inner: Any = made
    at = ""
    for part, following in pairwise(path):
        at += f"/{part}"
        fresh: Any = [] if following == "0" else {"type": _PARTS[at]} if at in _PARTS else {}
        if isinstance(inner, list):
            if not inner:
                inner.append(fresh)
            inner = inner[0]
        else:
            inner = inner.setdefault(part, fresh)
    inner[path[-1]] = value


# When


def _event_times(cells: Mapping[str, Any], reading: Reading) -> Data:
    """The members that say when an event is; a day without a time stays a day."""
    start, end = cells.get("startDate"), cells.get("endDate")
    named = str(cells.get("timeZone") or reading.zone.key)
    at = zone(named) or reading.zone
    if end is None and start is not None and cells.get("endTime"):
        end = Moment(start.day)
    begins, ends = _written(start, cells.get("startTime"), at), _written(end, cells.get("endTime"), at)
    if begins and ends and "T" in begins and ends == begins[:10]:
        ends = None  # the day of the start, which is no time at which it ends
    return {"startDate": begins, "endDate": ends, "timeZone": named}


def _written(moment: Moment | None, clock: str | None, at: ZoneInfo) -> str | None:
    """RFC 3339 with the offset that the zone has then; only the day when no time is known."""
    if moment is None:
        return None
    of_day = time.fromisoformat(clock) if clock else moment.at
    if of_day is None:
        return moment.day.isoformat()
    if moment.offset and not clock:
        return f"{datetime.combine(moment.day, of_day).isoformat()}{moment.offset}"
    local = datetime.combine(moment.day, of_day)
    try:
        return local.replace(tzinfo=at).isoformat()
    except (OverflowError, ValueError):  # a zone cannot be asked about the ends of the calendar
        return local.replace(tzinfo=UTC).isoformat()


def _repeating(made: Data, reading: Reading) -> None:
    for schedule in made.get("schedule", ()):
        if "byDay" in schedule:
            schedule.setdefault("repeatFrequency", "P1W")
        if "startTime" in schedule:
            schedule.setdefault("timeZone", reading.zone.key)


# Where, for how much, and what only some types have


def _placed(made: Data, kind: str) -> None:
    """What is no home is shown as exactly as it is told."""
    if "location" in made and kind not in HOME and made["location"].get("premises") != "domestic":
        made["location"].setdefault("precision", "exact")


def _cost(made: Data, price: Price | None, reading: Reading) -> None:
    """No price of nothing is written: then it is free."""
    if price is None:
        if made.get("isAccessibleForFree") is not False and "prices" in made and "note" not in made["prices"][0]:
            del made["prices"]  # a currency alone says nothing
        return
    made.setdefault("isAccessibleForFree", price.amount == 0)
    if price.amount == 0:
        made.get("prices", [{}])[0].pop("priceCurrency", None)
        if made.get("prices") == [{}]:
            del made["prices"]
        return
    currency = price.currency or ("GBP" if reading.zone.key == "Europe/London" else "")
    cost = made.setdefault("prices", [{}])[0]
    made["prices"] = [{"price": price.amount, **({"priceCurrency": currency} if currency else {}), **cost}]


def _own(made: Data, kind: str, cells: Mapping[str, Any]) -> None:
    if kind == "VolunteerRole" and made.get("name"):
        roles = made.setdefault("roles", [{"type": "Role"}])
        roles[0].setdefault("name", made["name"])
    elif kind in ("Offer", "Request") and made.get("name"):
        made.setdefault("item", {}).setdefault("name", made["name"])
    elif kind == "MatchScheme":
        sides = {"givers": "giver", "receivers": "receiver", "peers": "peer"}
        roles = [{"type": "Role", "name": cells[name], "side": side} for name, side in sides.items() if cells.get(name)]
        if roles:
            made["roles"] = roles
