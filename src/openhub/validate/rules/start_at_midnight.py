"""Something starts at midnight sharp, as it does when the time is missing."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-midnight",
    message="It starts at midnight, which looks like a time that is missing.",
    remedy="Give the time of day; for the whole day write the date alone, and leave out `startTime` in a schedule.",
    why="People would come at midnight, or not know when to come.",
    types=("Event", "EventSeries", "Group"),
    may_read=("startDate", "schedule", "name", "summary", "description"),
    calm={"startDate": {"not": {"pattern": "^.{11}00:00"}}, "startTime": {"not": {"pattern": "^00:00"}}},
)

_MEANT = ("midnight", "new year")


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    if document.get("startDate", "")[11:16] == "00:00":
        faults.append(("/startDate", {}))
    for index, schedule in enumerate(document.get("schedule", ())):
        if schedule.get("startTime", "").startswith("00:00"):
            faults.append((f"/schedule/{index}/startTime", {}))
    return faults if faults and not _is_meant(document) else None


def _is_meant(document: dict[str, Any]) -> bool:
    words = " ".join(document.get(name, "") for name in ("name", "summary", "description")).lower()
    return any(word in words for word in _MEANT)
