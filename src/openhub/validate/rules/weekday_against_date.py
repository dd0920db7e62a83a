"""A text names a day of the week that its date is not on."""

import re
from datetime import date
from typing import Any

from openhub.model.schedule import WEEKDAYS
from openhub.validate.days import day
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="time",
    severity="warning",
    anchor="time-weekday",
    message="The text says {said}, but that is a {right}.",
    remedy="See which of the two is right, and correct the other.",
    why="Half the people would come on the wrong day.",
    may_read=("startDate",),
    text=(
        r"(Mon|Tues?|Wed(?:nes|s)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s+(?:the\s+)?([0-9]{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
        r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
        r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?(?:,?\s+([0-9]{4})\b)?"
    ),
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
# A number further from this year may be a time of day, as in 1930, and a date further from the event's may be of any year.
_NEAR_YEARS, _NEAR_DAYS = 2, 31


def check(document: dict[str, Any], at: At, matches: list[tuple[str, re.Match[str]]]) -> Faults:
    return [
        (pointer, {"said": " ".join(match[0].split()), "right": WEEKDAYS[meant.weekday()]})
        for pointer, match in matches
        if (meant := _date(match, document, at)) and not WEEKDAYS[meant.weekday()].startswith(match[1][:3])
    ]


def _date(match: re.Match[str], document: dict[str, Any], at: At) -> date | None:
    """The date that is meant, or None when its year is not certain."""
    number, month = int(match[2]), _MONTHS.index(match[3][:3]) + 1
    if match[4]:
        near = abs(int(match[4]) - at.now.year) <= _NEAR_YEARS
        return _day(int(match[4]), month, number) if near else None
    if document["type"] != "Event":
        return None
    start = day(document.get("startDate", ""))
    if start is None:
        return None
    close = (_day(start.year + years, month, number) for years in (-1, 0, 1))
    return next((meant for meant in close if meant and abs((meant - start).days) <= _NEAR_DAYS), None)


def _day(year: int, month: int, number: int) -> date | None:
    return day(f"{year:04}-{month:02}-{number:02}")
