"""One can book until after the start."""

from typing import Any

from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-deadline",
    message="One can book until {deadline}, which is after the start ({start}).",
    remedy="Set `registrationDeadline` to the last moment before the start, or leave it out when people can come without booking.",
    why="Somebody who books that late would have missed it.",
    types=("Event",),
    reads=("join", "startDate"),
    may_read=("timeZone",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    deadline = document["join"].get("registrationDeadline")
    if not deadline or deadline[:10] < document["startDate"][:10]:
        return None
    zone = at.zone(document.get("timeZone"))
    last, start = at.instant(deadline, zone), at.instant(document["startDate"], zone)
    if last is None or start is None:
        return None
    whole_day = len("2027-01-13") in (len(deadline), len(document["startDate"]))
    late = deadline[:10] > document["startDate"][:10] if whole_day else last > start
    return [("/join/registrationDeadline", {"deadline": deadline, "start": document["startDate"]})] if late else None
