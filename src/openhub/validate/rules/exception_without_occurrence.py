"""A day that a schedule leaves out is none on which it would be on."""

from datetime import date
from typing import Any

from openhub.model.schedule import WEEKDAYS
from openhub.validate.days import day
from openhub.validate.repeating import days
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-exception",
    message="{day} is left out, but nothing would be on that day.",
    remedy="Name the day on which it is really off; see on which day of the week it is.",
    why="The wrong day may be left out: people would come when it is off.",
    reads=("schedule",),
)

# Of more dates only so many are looked at: a search for all would take too long.
MOST_DATES = 1_000


def check(document: dict[str, Any], at: At) -> Faults:
    named = [
        (index, i, text, schedule)
        for index, schedule in enumerate(document["schedule"])
        if "exceptDate" in schedule
        for i, text in enumerate(schedule["exceptDate"])
        if schedule["startDate"] <= text <= schedule.get("endDate", text)
    ]
    return [
        (f"/schedule/{index}/exceptDate/{i}", {"day": text})
        for index, i, text, schedule in named[:MOST_DATES]
        if _is_idle(schedule, day(text), at)
    ]


def _is_idle(schedule: dict[str, Any], left_out: date | None, at: At) -> bool:
    """Whether nothing would begin on that day, were it not left out."""
    if left_out and schedule["repeatFrequency"] == "P1W" and "byMonthWeek" not in schedule and "byDay" in schedule:
        return WEEKDAYS[left_out.weekday()] not in schedule["byDay"]
    on = days(schedule, left_out, left_out, at.home) if left_out else None
    return on is not None and left_out not in on
