"""A schedule's time of ending is before its time of starting, so each date would last more than half a day, through the night."""

from typing import Any

from openhub.validate.clocks import overnight_hours
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-overnight",
    message="It starts at {start} and ends at {end}, so it would last {hours} hours, until the next day.",
    remedy="Check both times: use the 24-hour clock, so 18:00 for six in the evening. It may go past midnight when that takes no longer "
    "than twelve hours; leave `endTime` out when the end is not known.",
    why="A resident cannot tell how long it takes, and a calendar shows a whole day.",
    reads=("schedule",),
)

MOST_HOURS = 12


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for index, schedule in enumerate(document["schedule"]):
        start, end = schedule.get("startTime", ""), schedule.get("endTime", "")
        if end and end <= start and not end.startswith("00:00"):
            hours = overnight_hours(start, end)
            if hours > MOST_HOURS:
                faults.append((f"/schedule/{index}/endTime", {"start": start, "end": end, "hours": round(hours)}))
    return faults
