"""A time's offset from UTC is not the one its zone has at that moment."""

from datetime import timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from openhub.model.schedule import instant
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At, offset

TIMES = ("startDate", "endDate", "doorTime", "previousStartDate")

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-offset",
    message="{time} has the offset {given}, but clocks in {zone} are at {right} then.",
    remedy="If the time of day is right, correct the offset after it; otherwise correct both.",
    why="One of the two is wrong, so people would come an hour early or late. It happens most when the clocks change.",
    reads=("timeZone",),
    may_read=TIMES,
)


def check(document: dict[str, Any], at: At) -> Faults:
    zone = at.zone(document["timeZone"])
    if zone is None:
        return None
    faults: list[tuple[str, dict[str, Any]]] = []
    for name in TIMES:
        text = document.get(name)
        if text and (gaps := _differing(text, zone)):
            values = {"time": text, "given": _shown(gaps[0]), "right": _shown(gaps[1]), "zone": zone.key}
            faults.append((f"/{name}", values))
    return faults


@lru_cache(4096)
def _differing(text: str, zone: ZoneInfo) -> tuple[timedelta | None, timedelta] | None:
    """The offset that is given and that of the zone at the moment, unless they are the same or one of them is not known."""
    moment = instant(text) if len(text) > len("2027-01-13") else None
    right = offset(moment, zone) if moment else None
    return (moment.utcoffset(), right) if moment and right is not None and moment.utcoffset() != right else None


def _shown(gap: timedelta | None) -> str:
    minutes = int((gap or timedelta()).total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
