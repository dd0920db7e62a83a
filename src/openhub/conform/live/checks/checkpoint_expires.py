"""The checkpoint still holds when it is answered."""

from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from openhub.conform.live.check import Breach, Check, NotRun
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-checkpoint",
    remedy="Let `expires` be later than `time`, and make a new checkpoint before it is reached.",
)


def check(site: Site) -> Iterator[Breach]:
    checkpoint = site.checkpoint()
    time, expires = (_moment(checkpoint.get(name)) for name in ("time", "expires"))
    if time is None or expires is None:
        raise NotRun("the checkpoint has no `time` and `expires` that can be read")
    now = _date(site.checkpoint_answer().header("date")) or site.wishes.now
    where = site.checkpoint_answer().url
    if expires <= time:
        yield Breach(came=f"`expires` is {expires.isoformat()}, and `time` {time.isoformat()}", where=where)
    elif expires < now:
        yield Breach(came=f"`expires` is {expires.isoformat()}, and it was answered at {now.isoformat()}", where=where)


def _moment(text: Any) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else None


def _date(header: str) -> datetime | None:
    """The time on the publisher's own clock."""
    try:
        found = parsedate_to_datetime(header)
    except (TypeError, ValueError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)  # of "-0000" nothing is known but that it is UTC
