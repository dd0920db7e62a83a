"""When an item is on, for a projection: its rules, its next dates with the zone's offset, and its opening hours."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from openhub.formats.loose_jsonld import listed
from openhub.formats.project_table import Data
from openhub.formats.project_values import within
from openhub.formats.project_walk import Walk, class_of, project_item, project_part
from openhub.model.schedule import WEEKDAYS, Occurrence, instant, occurrences

MOST_DATES = 30
DAYS_AHEAD = 400
_LONGEST = re.compile(r"^P(?:([0-9]{1,4})([DWMY])|T([0-9]{1,4})([HM]))$")
_UNITS = {"D": "DAY", "W": "WEE", "M": "MON", "Y": "ANN", "TH": "HUR", "TM": "MIN"}


def upcoming(walk: Walk) -> Iterator[Occurrence]:
    """The next dates by the schedule, at most MOST_DATES of them; none of what is over."""
    first = walk.now.astimezone(walk.zone).date()
    repeats = {"schedule": _standing(walk), "timeZone": walk.document.get("timeZone")}
    ahead = occurrences(repeats, first, first + timedelta(days=DAYS_AHEAD), walk.zone)
    yield from [o for o in ahead if max(o.start, o.end) > walk.now][:MOST_DATES]


def dates(walk: Walk) -> list[Data]:
    """Each of the next dates as an event of its own, with those members that the table gives it."""
    return [_date(walk, occurrence) for occurrence in upcoming(walk)]


def sessions(walk: Walk) -> list[Data]:
    """As dates, each with an identifier: the item's own and the local time at which it starts."""
    timed = (o for o in upcoming(walk) if o.timed)
    return [{"@id": within(walk.document, f"{o.start:%Y-%m-%dT%H:%M}"), **_date(walk, o)} for o in timed]


def _date(walk: Walk, occurrence: Occurrence) -> Data:
    about = walk.table["occurrence"]
    own: Data = {name: walk.document[name] for name in about["members"] if name in walk.document}
    own |= {"type": "Event", **_ends(occurrence)}
    made = project_item(replace(walk, document=own, made_as=class_of(walk, about["type"], own)), tuple(about["made"]))
    brief: Data = _brief(made)
    return brief


def _brief(value: Any) -> Any:
    """Without descriptions: the item says once what it and its place are, not on every date."""
    if isinstance(value, list):
        return [_brief(v) for v in value]
    return {n: _brief(v) for n, v in value.items() if n != "description"} if isinstance(value, dict) else value


def _ends(occurrence: Occurrence) -> Data:
    """Start and end with their offsets, or the days of what lasts whole days. An end that is the start is not known."""
    start, end = occurrence.start, occurrence.end
    if not occurrence.timed:
        first, last = start.date(), (end - timedelta(days=1)).date()
        return {"startDate": first.isoformat()} | ({"endDate": last.isoformat()} if last > first else {})
    return {"startDate": start.isoformat()} | ({"endDate": end.isoformat()} if end > start else {})


def span(walk: Walk) -> Data:
    """The first day of all schedules, and the last when each has one."""
    schedules = _schedules(walk.document)
    first = [s["startDate"] for s in schedules if isinstance(s.get("startDate"), str)]
    last = [s["endDate"] for s in schedules if isinstance(s.get("endDate"), str)]
    complete = last and len(last) == len(schedules)
    return ({"startDate": min(first)} if first else {}) | ({"endDate": max(last)} if complete else {})


def rules(walk: Walk) -> list[Data]:
    """The schedules that schema.org can say: none that counts weeks from the end of a month."""
    sayable = (s for s in _standing(walk) if not any(_negative(w) for w in listed(s.get("byMonthWeek"))))
    return [made for s in sayable if (made := project_part(walk, "Schedule", s))]


def partial_rules(walk: Walk) -> list[Data]:
    """The schedules that OpenActive can say: none by weeks of the month, none of whole days."""
    sayable = (s for s in _standing(walk) if "byMonthWeek" not in s and "startTime" in s)
    return [made for s in sayable if (made := project_part(walk, "Schedule", s))]


def hours(walk: Walk) -> Data:
    """Usual hours, and special ones that go before them: those with dates of their own, and the dates of a schedule."""
    entries = [h for h in listed(walk.document.get("openingHours")) if isinstance(h, dict)]
    dated = [h for h in entries if h.get("validFrom") or h.get("validThrough")]
    usual = [made for h in entries if h not in dated and (made := project_part(walk, "OpeningHours", h))]
    special = [made for h in dated if (made := project_part(walk, "OpeningHours", h))]
    special += [project_part(walk, "OpeningHours", _open(o)) for o in upcoming(walk) if o.timed]
    found = {"openingHoursSpecification": usual, "specialOpeningHoursSpecification": special}
    return {name: made for name, made in found.items() if made}


def _open(occurrence: Occurrence) -> Data:
    day = occurrence.start.date()
    return {
        "dayOfWeek": [WEEKDAYS[day.weekday()]],
        "opens": f"{occurrence.start:%H:%M}",
        "closes": f"{occurrence.end:%H:%M}",
        "validFrom": day.isoformat(),
        "validThrough": day.isoformat(),
    }


def length(walk: Walk) -> str:
    """From start to end as an ISO 8601 duration, when both are moments."""
    ends = [walk.document.get(name) for name in ("startDate", "endDate")]
    start, end = (_moment(text) for text in ends)
    return _duration((end - start).total_seconds() / 60) if start and end and end > start else ""


def minutes(walk: Walk, value: Any, holder: Data) -> str:
    """Minutes as an ISO 8601 duration."""
    return _duration(value) if isinstance(value, int | float) and not isinstance(value, bool) and value < 1e6 else ""


def longest(walk: Walk, value: Any, holder: Data) -> Data:
    """A duration of one unit, such as P4D, as the most there can be of the unit."""
    found = _LONGEST.match(value) if isinstance(value, str) else None
    if not found:
        return {}
    amount, unit = (found[1], found[2]) if found[1] else (found[3], f"T{found[4]}")
    return {"@type": "QuantitativeValue", "maxValue": int(amount), "unitCode": _UNITS[unit]}


def has_clock_time(document: Data) -> bool:
    """Whether it says at what time of the day it begins."""
    if document.get("type") == "EventSeries":
        return any("startTime" in s for s in _schedules(document))
    return _moment(document.get("startDate")) is not None


def _standing(walk: Walk) -> list[Data]:
    """The schedules; none of what is over."""
    return [] if walk.code("over", walk.document.get("status")) else _schedules(walk.document)


def _schedules(document: Data) -> list[Data]:
    return [s for s in listed(document.get("schedule")) if isinstance(s, dict)]


def _negative(week: Any) -> bool:
    return isinstance(week, int) and week < 0


def _moment(text: Any) -> datetime | None:
    return instant(text) if isinstance(text, str) and len(text) > 10 else None


def _duration(minutes: float) -> str:
    whole, seconds = divmod(round(minutes * 60), 60)
    hours, left = divmod(whole, 60)
    parts = [f"{n}{unit}" for n, unit in ((hours, "H"), (left, "M"), (seconds, "S")) if n]
    return f"PT{''.join(parts)}" if parts else ""


WAYS = {"minutes": minutes, "longest": longest}
WHOLES = {
    "dates": dates,
    "sessions": sessions,
    "span": span,
    "rules": rules,
    "partial-rules": partial_rules,
    "hours": hours,
    "length": length,
}
