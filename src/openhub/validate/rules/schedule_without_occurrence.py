"""A schedule's rule gives no date between its first day and its last."""

from datetime import timedelta
from typing import Any

from openhub.model.schedule import WEEKDAYS
from openhub.validate.days import day
from openhub.validate.repeating import days
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="error",
    anchor="time-occurrence",
    message="No day from {start} to {end} fits the schedule.",
    remedy="Check the days of the week against the two dates.",
    why="It would stand in no calendar, so nobody would ever come.",
    reads=("schedule",),
)

# A rule by days or weeks gives a day within so many days times its interval, or never; by months it is searched for five years.
_ENOUGH_DAYS = {"D": 7, "W": 14}
_MOST_DAYS = 1_830


def check(document: dict[str, Any], at: At) -> Faults:
    return [
        (f"/schedule/{index}", {"start": schedule["startDate"], "end": schedule["endDate"]})
        for index, schedule in enumerate(document["schedule"])
        if "endDate" in schedule and _is_empty(schedule, at)
    ]


def _is_empty(schedule: dict[str, Any], at: At) -> bool:
    """Whether the rule gives no day, exceptions aside: to leave out the last date left is one way to call it off."""
    start, end, named = day(schedule["startDate"]), day(schedule["endDate"]), schedule.get("byDay")
    if start is None or end is None or end < start:
        return False
    if "byMonthWeek" not in schedule and (named is None or WEEKDAYS[start.weekday()] in named):
        return False  # its first day is one
    interval, unit = int(schedule["repeatFrequency"][1:-1]), schedule["repeatFrequency"][-1]
    if unit == "M" and (end - start).days > _MOST_DAYS:
        return False
    if (interval, unit) == (1, "W") and named and "byMonthWeek" not in schedule and (end - start).days >= 6:
        return False  # each day comes within a week
    enough = interval * _ENOUGH_DAYS.get(unit, _MOST_DAYS)
    last = start + timedelta(days=min(enough, (end - start).days))
    return days(schedule, start, last, at.home) == set()
