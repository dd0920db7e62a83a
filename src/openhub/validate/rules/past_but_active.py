"""All dates of an item were over more than 30 days ago, but it is said to go on."""

from typing import Any

from openhub.validate.past import GOING_ON, LONG, MEMBERS, over_for
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-over-long",
    message="All its dates have been over for {days} days, but it is said to go on.",
    remedy="Set `status` to completed or ended, add new dates, or take it out of the feed.",
    why="If it goes on, people do not learn of it; if it does not, everybody carries it along for nothing.",
    types=("Event", "EventSeries", "Group", "Space"),
    may_read=MEMBERS,
)


def check(document: dict[str, Any], at: At) -> Faults:
    since = over_for(document, at)
    late = since and since > LONG and document.get("status") in GOING_ON
    return [("", {"days": since.days})] if since and late else None
