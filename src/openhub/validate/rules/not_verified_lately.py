"""An item that goes on was neither changed nor checked for 180 days."""

from typing import Any

from openhub.validate.days import day_from
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-verified",
    message="Nobody has changed or checked it since {last}.",
    remedy="Ask whether it still holds, and set `lastVerified` to the day on which you did.",
    why="A listing that nobody looks at leads people to a closed door.",
    types=("EventSeries", "Group", "Space", "VolunteerRole", "Offer", "Request", "MatchScheme", "Project"),
    reads=("dateModified",),
    may_read=("status", "lastVerified"),
)

MOST_DAYS = 180


def check(document: dict[str, Any], at: At) -> Faults:
    least = day_from(at.now, -MOST_DAYS)
    if document["dateModified"] >= least or document.get("status", "active") != "active":
        return None
    last = max(document["dateModified"][:10], document.get("lastVerified", ""))
    return [("", {"last": last})] if last < least else None
