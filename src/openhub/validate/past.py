"""How long ago everything that an item announces was over."""

from datetime import timedelta
from typing import Any

from openhub.model.schedule import ends
from openhub.validate.days import day_from
from openhub.validate.once import once
from openhub.validate.surroundings import At

MEMBERS = ("startDate", "endDate", "timeZone", "schedule", "openingHours", "status")
LONG = timedelta(days=30)
GOING_ON = (None, "scheduled", "active")
_NEVER = "9999-12-31"
_DATED = ("type", "startDate", "endDate", "timeZone", "schedule", "openingHours")


def over_for(document: dict[str, Any], at: At) -> timedelta | None:
    """How long its last date is over; None when it is not, or has none that is known."""
    if not (last := _last_day(document)) or last >= day_from(at.now):
        return None
    end = ends({name: document[name] for name in _DATED if name in document}, at.home)
    return at.now - end if end and end < at.now else None


@once
def _last_day(document: dict[str, Any]) -> str:
    """The last day that it names, which is cheap to know, or ""."""
    if document["type"] == "Event":
        return str(document.get("endDate") or document.get("startDate", ""))[:10]
    if document.get("openingHours"):
        return ""
    schedules = document.get("schedule", ())
    return max([schedule.get("endDate", _NEVER) for schedule in schedules]) if schedules else ""
