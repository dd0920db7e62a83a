"""A place seems to be open through the night, because it closes before it opens."""

from typing import Any

from openhub.validate.clocks import overnight_hours
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-overnight",
    message="It opens at {opens} and closes at {closes}, so it would be open for {hours} hours, through the night.",
    remedy="Use the 24-hour clock, so 18:00 for six in the evening; an entry may go past midnight when it is short.",
    why="People would come to a closed door in the night.",
    reads=("openingHours",),
)

MOST_HOURS = 12


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for index, entry in enumerate(document["openingHours"]):
        opens, closes = entry["opens"], entry["closes"]
        if closes < opens and not closes.startswith("00:00"):
            hours = overnight_hours(opens, closes)
            if hours > MOST_HOURS:
                faults.append(
                    (f"/openingHours/{index}/closes", {"opens": opens, "closes": closes, "hours": round(hours)})
                )
    return faults
