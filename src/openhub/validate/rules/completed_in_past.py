"""An item is still in the feed more than 30 days after it was over."""

from typing import Any

from openhub.validate.past import LONG, MEMBERS, over_for
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="info",
    anchor="time-over-withdraw",
    message="It was over {days} days ago, and is still in the feed.",
    remedy="Take it out of the feed, unless others link to it.",
    why="A feed that carries all that ever was takes longer to read, and what is new is seen later.",
    types=("Event", "EventSeries", "Group", "Space"),
    reads=("status",),
    may_read=MEMBERS,
)

_OVER = ("completed", "ended")


def check(document: dict[str, Any], at: At) -> Faults:
    if document["status"] not in _OVER:
        return None
    since = over_for(document, at)
    return [("", {"days": since.days})] if since and since > LONG else None
