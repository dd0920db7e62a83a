"""What a rule may know besides the document: the time, the home zone, whose hosts they are, what the feed says for all."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from openhub.model import schedule


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """`hosts` are those that belong to the origin, None when that is not known; `defaults` the members that
    feed or source supply where an item leaves them out.
    """

    now: datetime
    home: ZoneInfo
    hosts: frozenset[str] | None = None
    defaults: frozenset[str] = frozenset()

    def zone(self, name: object) -> ZoneInfo | None:
        """The IANA zone of that name, or None."""
        return _zone(name) if isinstance(name, str) else None

    def instant(self, text: object, zone: ZoneInfo | None = None) -> datetime | None:
        """The aware datetime in RFC 3339 text; a plain date is its first moment in the zone, or in the home zone."""
        return schedule.instant(text, zone or self.home)


@lru_cache(1024)
def _zone(name: str) -> ZoneInfo | None:
    return schedule.zone(name)


def offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    """How far the zone's clocks are from UTC at that moment; None at the ends of the calendar."""
    try:
        return moment.astimezone(zone).utcoffset()
    except OverflowError:
        return None


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
