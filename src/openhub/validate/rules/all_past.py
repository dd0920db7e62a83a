"""All dates of an item were in the last 30 days, and nothing says that it is over."""

from typing import Any

from openhub.validate.past import GOING_ON, LONG, MEMBERS, over_for
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="info",
    anchor="time-over",
    message="All its dates are over, and its status does not say so.",
    remedy="Set `status` to completed or ended, add new dates, or take it out of the feed.",
    why="It is not shown any more. If it goes on, people do not learn of it.",
    types=("Event", "EventSeries", "Group", "Space"),
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    since = over_for(document, at)
    return [("", {})] if since and since <= LONG and document.get("status") in GOING_ON else None
