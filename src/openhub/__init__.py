"""OpenHub: an open protocol for community activities, and the hub, validator and tools that speak it."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from openhub.model.finding import Finding
    from openhub.validate.profile import Profile

__version__ = "0.1.0"


def validate_items(
    items: Iterable[Any],
    *,
    profile: "Profile | None" = None,
    now: datetime | None = None,
    zone: str = "Europe/London",
    hosts: Iterable[str] | None = None,
    licensed: bool = False,
) -> "Iterator[Finding]":
    """What is wrong with the items of one feed: item by item, and at the end what only the whole of it shows.

    An item is what `json.loads` gives; of its text nothing is seen, so a member that stood there twice is not found.
    `profile` is one that `openhub.validate.profile.read` has read. `now` is an aware moment, this one when left out; `zone`
    is that of items that name none. `hosts` are those that the ids of this feed may have, when they are known;
    `licensed` says that the feed gives a licence for all of its items.
    """
    from openhub.validate.items import findings  # late: every command begins by importing openhub
    from openhub.validate.surroundings import At

    at = At(
        now=now or datetime.now(UTC),
        home=ZoneInfo(zone),
        hosts=None if hosts is None else frozenset(hosts),
        defaults=frozenset({"license"} if licensed else ()),
    )
    return findings(items, at, profile)
