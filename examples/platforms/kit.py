"""What the example platforms are made of: a platform, its items on a day, and the pieces that items share."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
BOROUGHS = {
    "Barnet": "E09000003",
    "Brent": "E09000005",
    "Camden": "E09000007",
    "Hackney": "E09000012",
    "Haringey": "E09000014",
    "Islington": "E09000019",
    "Westminster": "E09000033",
}

RUNNING, WALKING, CYCLING, GARDENING, DANCE = (
    f"https://openactive.io/activity-list#{concept}"
    for concept in (
        "72ddb2dc-7d75-424e-880a-d90eabe91381",
        "95092977-5a20-4d6e-b312-8fddabe71544",
        "4a19873e-118e-43f4-b86e-05acba8fb1de",
        "5b880e93-4a16-4c37-86ac-ba2ffba68358",
        "6ca15167-51da-4d91-a1ae-8a45dc47b0ea",
    )
)

ADULTS = {"ageRange": {"minValue": 18}}

Item = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Platform:
    """A publisher, whose items' ids live at `host`.

    `shared` holds the members that each of its items has unless the item says otherwise, `edited` is the time of day
    when its people change items, and `parts` make the items.
    """

    name: str
    host: str
    about: str
    edited: str
    shared: Item
    parts: tuple[Callable[["Today"], Iterable[Item]], ...]

    @property
    def organization(self) -> Item:
        """The platform as an organizer or publisher."""
        return organization(self.host, self.name)

    def items(self, day: date, site: str) -> list[Item]:
        """The items on a day, `site` being where their pages are served."""
        today = Today(self, day, site)
        return [item for part in self.parts for item in part(today)]


@dataclass(frozen=True)
class Today:
    """A platform on a day: it makes items and counts days from there."""

    platform: Platform
    day: date
    site: str

    def item(
        self, kind: str, path: str, name: str, *, modified: int, verified: int | None = None, **members: Any
    ) -> Item:
        """An item whose page is at a path; it was `modified`, and perhaps `verified`, so many days ago.

        The site is where the page is served, the host where the id lives: moving the demo to another port changes
        no id. A `url` in `join` says what follows the address of the page.
        """
        page = f"{self.site}/{path}"
        item = {
            "type": kind,
            "id": self.id(path),
            "url": page,
            "name": name,
            "status": "scheduled" if kind == "Event" else "active",
            "organizer": self.platform.organization,
            "publisher": self.platform.organization,
            "isAccessibleForFree": True,
            "license": CC_BY,
            "attribution": self.platform.name,
            "dateModified": moment(self.day - timedelta(days=modified), self.platform.edited),
            **({} if verified is None else {"lastVerified": self.in_days(-verified)}),
            **self.platform.shared,
            **members,
        }
        join = item.get("join", {})
        return {**item, "join": {**join, "url": f"{page}{join['url']}"}} if "url" in join else item

    def id(self, path: str) -> str:
        """The id of the item whose page is at a path."""
        return f"https://{self.platform.host}/{path}"

    def in_days(self, days: int) -> str:
        """The date so many days from today, or ago when negative."""
        return (self.day + timedelta(days=days)).isoformat()

    def upcoming(self, weekday: str, weeks: int = 0) -> date:
        """The first such weekday after today, `weeks` later."""
        ahead = (DAYS.index(weekday) - self.day.weekday()) % 7 or 7
        return self.day + timedelta(days=ahead, weeks=weeks)

    def weekly(self, weekday: str, start: str, end: str, **more: Any) -> Item:
        """A Schedule that began some weeks ago and runs for about half a year; `more` replaces or adds members."""
        return {
            "type": "Schedule",
            "startDate": self.upcoming(weekday, -8).isoformat(),
            "endDate": self.in_days(180),
            "repeatFrequency": "P1W",
            "byDay": [weekday],
            "startTime": start,
            "endTime": end,
            "timeZone": LONDON.key,
            **more,
        }


# When


def moment(day: date, clock: str) -> str:
    """London wall-clock time on a day as RFC 3339 with the offset of that moment: moment(day, "18:45")."""
    return datetime.combine(day, time.fromisoformat(clock), LONDON).isoformat()


def during(day: date, start: str, end: str, *, doors: str | None = None, mode: str = "in-person") -> Item:
    """The members that say when an event is and, by `mode`, whether one goes there."""
    return {
        **({"doorTime": moment(day, doors)} if doors else {}),
        "startDate": moment(day, start),
        "endDate": moment(day, end),
        "timeZone": LONDON.key,
        "attendanceMode": mode,
    }


def milestone(name: str, on: date | str, status: str = "scheduled") -> Item:
    """A step of a project and the day it is meant to be done."""
    return {"name": name, "targetDate": str(on), "status": status}


# Where


def venue(name: str, street: str, postcode: str, borough: str, latitude: float, longitude: float, **more: Any) -> Item:
    """An exact Place anyone may come to; `more` adds or replaces members such as premises or travelNote."""
    return {
        "type": "Place",
        "name": name,
        "precision": "exact",
        "premises": "public-venue",
        "address": {
            "type": "PostalAddress",
            "streetAddress": street,
            "addressLocality": "London",
            "addressRegion": borough,
            "postalCode": postcode,
            "addressCountry": "GB",
        },
        "geo": point(latitude, longitude),
        "area": area(borough),
        **more,
    }


outdoors = partial(venue, premises="outdoor-public")  # a venue without walls


def neighbourhood(name: str, outward: str, borough: str, **more: Any) -> Item:
    """An area Place for homes: an outward code and no coordinates, so that nobody's home can be found."""
    return {
        "type": "Place",
        "name": name,
        "precision": "area",
        "premises": "domestic",
        "address": {
            "type": "PostalAddress",
            "addressLocality": f"{name}, London",
            "postalCode": outward,
            "addressCountry": "GB",
        },
        "area": area(borough),
        **more,
    }


def area(borough: str) -> Item:
    """A London borough by its full name and its ONS code."""
    name = "City of Westminster" if borough == "Westminster" else f"London Borough of {borough}"
    return {"name": name, "code": BOROUGHS[borough]}


def point(latitude: float, longitude: float, **more: Any) -> Item:
    """A place on the map; `more` may say how uncertain it is."""
    return {"type": "GeoCoordinates", "latitude": latitude, "longitude": longitude, **more}


# Who


def organization(host: str, name: str) -> Item:
    """An organization with a site of its own."""
    return {"type": "Organization", "id": f"https://{host}/#org", "name": name, "url": f"https://{host}/"}


def contact(kind: str, email: str, telephone: str | None = None) -> Item:
    """Whom to write to, or to ring; always a shared mailbox, never a person's own."""
    phone = {"telephone": telephone} if telephone else {}
    return {"type": "ContactPoint", "contactType": kind, "email": email, **phone}


def audience(intent: str, relations: list[str] | None = None, **more: Any) -> Item:
    """Whom something is for, and how they relate to the place."""
    return {"intent": intent, **({"relationToPlace": relations} if relations else {}), **more}


def access(features: list[str] | None = None, **more: Any) -> Item:
    """What makes something easier to come to; `more` says what makes it harder and what can be asked for."""
    return {**({"features": features} if features else {}), **more}


# What


def role(name: str, side: str, **more: Any) -> Item:
    """What one person does: as a giver, a receiver or a helper."""
    return {"type": "Role", "name": name, "side": side, **more}


def need(name: str, kind: str, quantity: int, unit: str, fulfilled: int = 0, **more: Any) -> Item:
    """What a project still lacks; `fulfilled` is counted inside `quantity`."""
    return {
        "type": "Need",
        "name": name,
        "needType": kind,
        "quantity": quantity,
        "unit": unit,
        "fulfilled": fulfilled,
        **more,
    }


def meal(diets: list[str], source: str, allergens: str, **more: Any) -> Item:
    """What there is to eat, where it comes from, and what is known of its allergens."""
    return {"diets": diets, "foodSource": source, "allergenInformation": allergens, **more}


def price(name: str, pounds: float, model: str = "fixed", **more: Any) -> Item:
    """What something costs, or might."""
    return {"name": name, "priceModel": model, "price": pounds, "priceCurrency": "GBP", **more}


def pounds(amount: float) -> Item:
    """A sum of money."""
    return {"type": "Money", "price": amount, "priceCurrency": "GBP"}
