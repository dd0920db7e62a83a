"""What a rule may know besides the document: the time, the home zone, whose hosts they are, and what is known from outside."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from openhub.model import schedule
from openhub.model.place import Spot

GONE = (404, 410)


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of asking for an address: the status, and where it led in the end."""

    status: int
    url: str

    @property
    def is_gone(self) -> bool:
        """Whether the server says that there is nothing, for now or for good."""
        return self.status in GONE


@dataclass(frozen=True, slots=True)
class Postcode:
    """What a list says of a postcode: whether it is in use, and where it is if that is known."""

    in_use: bool
    spot: Spot | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """`hosts` are those that belong to the origin; `defaults` the members that feed or source supply where an item leaves
    them out. `whole` says that all items of the feed are seen.

    `visit` asks for an address, and gives None when there was no answer. `activities` are the concepts of OpenActive's list.
    `postcodes` looks one up, written as Royal Mail does, and gives None when it knows nothing of it. What is None is not
    known, and rules that need it do not run.
    """

    now: datetime
    home: ZoneInfo
    hosts: frozenset[str] | None = None
    defaults: frozenset[str] = frozenset()
    whole: bool | None = None
    visit: Callable[[str], Visit | None] | None = None
    activities: frozenset[str] | None = None
    postcodes: Callable[[str], Postcode | None] | None = None

    def zone(self, name: object) -> ZoneInfo | None:
        """The IANA zone of that name, or None."""
        return _zone(name) if isinstance(name, str) else None

    def instant(self, text: object, zone: ZoneInfo | None = None) -> datetime | None:
        """The aware datetime in RFC 3339 text; a plain date is its first moment in the zone, or in the home zone."""
        return schedule.instant(text, zone or self.home)

    def visited(self, address: str) -> Visit | None:
        """What came of asking for an address, if one may ask and had an answer."""
        return self.visit(address) if self.visit else None

    def postcode(self, code: str) -> Postcode | None:
        """What is known of a postcode, if there is a list to look it up in."""
        return self.postcodes(code) if self.postcodes else None


@lru_cache(1024)
def _zone(name: str) -> ZoneInfo | None:
    return schedule.zone(name)


def offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    """How far the zone's clocks are from UTC at that moment; None at the ends of the calendar."""
    try:
        return moment.astimezone(zone).utcoffset()
    except OverflowError:
        return None


@lru_cache(64)
def beginnings(hosts: frozenset[str]) -> tuple[str, ...]:
    """How most addresses on these hosts begin."""
    return tuple(f"https://{name}/" for name in hosts)


def host(address: str) -> str:
    """The host of an address in lower case, or ""."""
    end = address.find("/", address.find("://") + 3)
    return _host(address[:end] if end > 0 and "://" in address else address)


@lru_cache(1024)
def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
