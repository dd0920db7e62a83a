"""What every example platform is made of: its description, its days, and its places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CONTEXT = "https://w3id.org/openhub/v1"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

BOROUGHS = {
    "Camden": "E09000007", "Islington": "E09000019", "Haringey": "E09000014", "Westminster": "E09000033",
    "Brent": "E09000005", "Barnet": "E09000003", "Hackney": "E09000012",
}

Item = dict[str, object]


@dataclass(frozen=True, kw_only=True)
class Platform:
    """`host` is where its ids live; `items(day, site)` are its items on a day, `site` being where its pages are served.

    An item's `url` is `site` and the path of its id, so that moving the demo to another port changes no id.
    """

    key: str
    name: str
    host: str
    about: str
    items: Callable[[date, str], list[Item]]

    @property
    def base(self) -> str:
        return f"https://{self.host}"

    @property
    def organization(self) -> Item:
        return {"type": "Organization", "id": f"{self.base}/#org", "name": self.name, "url": f"{self.base}/"}


def upcoming(day: date, weekday: str, weeks: int = 0) -> date:
    """The first such weekday after `day`, `weeks` later."""
    ahead = (DAYS.index(weekday) - day.weekday()) % 7 or 7
    return day + timedelta(days=ahead, weeks=weeks)


def moment(day: date, clock: str) -> str:
    """London wall-clock time on a day as RFC 3339 with the offset of that moment: moment(day, "18:45")."""
    return datetime.combine(day, time.fromisoformat(clock), LONDON).isoformat()


def weekly(day: date, weekday: str, start: str, end: str, **more: object) -> Item:
    """A Schedule that began some weeks ago and runs for about half a year; `more` replaces or adds members."""
    return {
        "type": "Schedule",
        "startDate": upcoming(day - timedelta(weeks=8), weekday).isoformat(),
        "endDate": (day + timedelta(days=180)).isoformat(),
        "repeatFrequency": "P1W",
        "byDay": [weekday],
        "startTime": start,
        "endTime": end,
        "timeZone": "Europe/London",
        **more,
    }


def venue(name: str, street: str, postcode: str, borough: str, latitude: float, longitude: float, **more: object) -> Item:
    """An exact Place anyone may come to; `more` adds or replaces members such as premises or travelNote."""
    return {
        "type": "Place",
        "name": name,
        "precision": "exact",
        "premises": "public-venue",
        "address": {
            "type": "PostalAddress", "streetAddress": street, "addressLocality": "London",
            "addressRegion": borough, "postalCode": postcode, "addressCountry": "GB",
        },
        "geo": {"type": "GeoCoordinates", "latitude": latitude, "longitude": longitude},
        "area": {"name": f"London Borough of {borough}", "code": BOROUGHS[borough]},
        **more,
    }


def neighbourhood(name: str, outward: str, borough: str, **more: object) -> Item:
    """An area Place for homes: an outward code and no coordinates, so that nobody's home can be found."""
    return {
        "type": "Place",
        "name": name,
        "precision": "area",
        "premises": "domestic",
        "address": {"type": "PostalAddress", "addressLocality": f"{name}, London", "postalCode": outward, "addressCountry": "GB"},
        "area": {"name": f"London Borough of {borough}", "code": BOROUGHS[borough]},
        **more,
    }
