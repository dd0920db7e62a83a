"""When something is on, in words: its next dates, the rule it repeats by, the hours of a week."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from openhub.model.schedule import WEEKDAYS, Occurrence
from openhub.web import words
from openhub.web.members import Document, parts, strings, text

_ORDER = {1: "First", 2: "Second", 3: "Third", 4: "Fourth", 5: "Fifth", -1: "Last"}
_UNIT = {"D": "day", "W": "week", "M": "month"}
_NUMBER = {2: "second", 3: "third", 4: "fourth", 5: "fifth", 6: "sixth"}


@dataclass(frozen=True, slots=True)
class Hours:
    """One row of an opening week. `bar` is where its drawing begins and how wide it is, in 96ths of the span shown."""

    day: str
    open: str
    session: str = ""
    bar: tuple[int, int] | None = None
    today: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """An opening week as drawn from `opens` to `closes`, and what differs from it, in words."""

    rows: tuple[Hours, ...]
    opens: str
    closes: str
    changes: tuple[str, ...] = ()


def rule(document: Document) -> str:
    """The rule it repeats by: Every Saturday, Tue and Wed, First Sunday of the month; "" when there is none."""
    schedules = parts(document.get("schedule"))
    if schedules:
        return words.listed([_rule(s) for s in schedules][:2])
    days = _open_days(document)
    if len(days) == 7:
        return "Every day"
    return words.listed([d[:3] for d in days])


def dates(found: Sequence[Occurrence], today: date, most: int) -> tuple[tuple[str, str], ...]:
    """The next few dates, each with its hours: ("Wednesday 13 January", "6.45pm to 8.30pm")."""
    return tuple((span(o, today), "" if words.ends_another_day(o) else words.hours(o)) for o in found[:most])


def span(found: Occurrence, today: date) -> str:
    """The day it is on; the first and the last when there are several."""
    first = words.weekday(found.start.date(), today)
    if not words.ends_another_day(found):
        return f"Today, {first}" if found.start.date() == today else first
    return f"{first} to {words.weekday(words.last_moment(found).date(), today)}"


def week(document: Document, today: date) -> Week | None:
    """The opening week, None when it gives no hours."""
    entries = parts(document.get("openingHours"))
    usual = [e for e in entries if not _dated(e) and _clock(e.get("opens")) and _clock(e.get("closes"))]
    if not usual:
        return None
    first = min(_minutes(e, "opens") for e in usual) // 60
    last = max(24 if _minutes(e, "closes") <= _minutes(e, "opens") else -(-_minutes(e, "closes") // 60) for e in usual)
    rows = [row for name in WEEKDAYS for row in _rows(name, usual, (first, last), today)]
    changes = [c for e in entries if _dated(e) for c in [_change(e, today)] if c]
    return Week(tuple(rows), words.clock(first, 0), words.clock(last % 24, 0), tuple(dict.fromkeys(changes)))


def _rule(schedule: Document) -> str:
    found = re.match(r"^P([1-9]\d?)([DWM])$", text(schedule.get("repeatFrequency")))
    days = [d.rsplit("/", 1)[-1] for d in strings(schedule.get("byDay"))]
    days = [d for d in WEEKDAYS if d in days]
    if not found:
        return ""
    every, unit = int(found[1]), found[2]
    orders = schedule.get("byMonthWeek")
    orders = [
        _ORDER[o] for o in (orders if isinstance(orders, list) else [orders]) if isinstance(o, int) and o in _ORDER
    ]
    if unit == "M" and days and orders:
        return f"{words.listed([orders[0], *[o.lower() for o in orders[1:]]])} {words.listed(days)} of the month"
    what = words.listed(days) if days else _UNIT[unit]
    return f"Every {what}" if every == 1 else f"Every {_NUMBER.get(every, f'{every}th')} {what}"


def _open_days(document: Document) -> list[str]:
    usual = [e for e in parts(document.get("openingHours")) if not _dated(e)]
    named = {d.rsplit("/", 1)[-1] for e in usual for d in strings(e.get("dayOfWeek"))}
    return [d for d in WEEKDAYS if d in named]


def _rows(name: str, usual: list[Document], shown: tuple[int, int], today: date) -> list[Hours]:
    is_today = WEEKDAYS[today.weekday()] == name
    label = f"{name} (today)" if is_today else name
    entries = [e for e in usual if name in [d.rsplit("/", 1)[-1] for d in strings(e.get("dayOfWeek"))]]
    if not entries:
        return [Hours(label, "No times given", today=is_today)]
    return [Hours(label, _hours(e), text(e.get("note")), _bar(e, shown), is_today) for e in entries]


def _hours(entry: Document) -> str:
    opens, closes = _clock(entry.get("opens")), _clock(entry.get("closes"))
    if opens is None or closes is None:
        return "No times given"
    return f"{words.clock(opens.hour, opens.minute)} to {words.clock(closes.hour, closes.minute)}"


def _bar(entry: Document, shown: tuple[int, int]) -> tuple[int, int]:
    start, end = _minutes(entry, "opens"), _minutes(entry, "closes")
    end = end if end > start else 24 * 60
    scale = 96 / max(60, (shown[1] - shown[0]) * 60)
    return round((start - shown[0] * 60) * scale), max(2, round((end - start) * scale))


def _change(entry: Document, today: date) -> str:
    first, last = words.date_of(entry.get("validFrom")), words.date_of(entry.get("validThrough"))
    if last and last < today:
        return ""
    begins = f"from {words.day(first, today)} " if first else ""
    ends = f"to {words.day(last, today)}" if last else ""
    closed = entry.get("opens") == entry.get("closes")
    days = words.listed([d.rsplit("/", 1)[-1] for d in strings(entry.get("dayOfWeek"))])
    what = text(entry.get("note")) or ("Closed" if closed else "Other hours")
    how = "closed" if closed else _hours(entry)
    return f"{what}: {days} {how} {begins}{ends}".strip()


def _dated(entry: Document) -> bool:
    return bool(entry.get("validFrom") or entry.get("validThrough"))


def _clock(value: object) -> time | None:
    try:
        return time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _minutes(entry: Document, member: str) -> int:
    found = _clock(entry.get(member))
    return found.hour * 60 + found.minute if found else 0
