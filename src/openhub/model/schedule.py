"""When an item happens: its dates, its repeating schedules and its opening hours, as occurrences."""

import itertools
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from operator import lt
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil import rrule

MAX_STEPS = 5_000
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_RULE_DAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
_FREQUENCY = re.compile(r"^P([1-9][0-9]{0,2})([DWM])$")
_UNITS = {"D": rrule.DAILY, "W": rrule.WEEKLY, "M": rrule.MONTHLY}


class Occurrence(NamedTuple):
    """One time that something is on. Both ends are aware and in the zone of the place; `timed` is False for whole days."""

    start: datetime
    end: datetime
    timed: bool = True


Apart = tuple[tzinfo | None, int, int]


def told_apart(occurrences: Iterable[Occurrence]) -> tuple[Apart, ...]:
    """What tells each from others that are equal to it: a moment is equal in every zone, and both times of an hour that comes
    twice, when clocks go back, are equal too (PEP 495)."""
    return tuple([(start.tzinfo, start.fold, end.fold) for start, end, _ in occurrences])


def zone(name: object) -> ZoneInfo | None:
    """The IANA zone of that name, or None."""
    return _zone(name) if isinstance(name, str) and name else None


@lru_cache(maxsize=1_024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def instant(text: object, at: ZoneInfo | None = None) -> datetime | None:
    """An aware datetime from RFC 3339 text; a plain date is its first moment in the zone. None if it is neither."""
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.replace(tzinfo=at) if at else None
    return moment


def occurrences(document: dict[str, Any], first: date, last: date, default_zone: ZoneInfo) -> list[Occurrence]:
    """All occurrences that touch the days from first to last, in order, at most MAX_STEPS of them.

    An Event has one; schedules are expanded by RFC 5545's rules through dateutil; opening hours count as
    occurrences too. Parts that make no sense give none: the validator is what reports them.
    """
    home = zone(document.get("timeZone")) or default_zone
    days = _Days(first, last, home)
    if document.get("type") == "Event":
        found: Iterator[Occurrence] = filter(days.touch, _single(document, home))
    else:
        schedules, hours = _objects(document.get("schedule")), _objects(document.get("openingHours"))
        if not (schedules or hours):
            return []
        found = itertools.chain(*(_repeated(schedule, days) for schedule in schedules), _open(hours, days))
    first_ones = list(itertools.islice(found, MAX_STEPS))
    starts = [one.start for one in first_ones]
    in_order = all(map(lt, starts, starts[1:]))
    return first_ones if in_order else sorted(set(first_ones))


@dataclass(frozen=True, slots=True)
class _Days:
    """The days that occurrences are asked for, in the zone of the place."""

    first: date
    last: date
    home: ZoneInfo

    def touch(self, one: Occurrence) -> bool:
        """Whether an occurrence is on one of them, or begun before them and still on."""
        opening = datetime.combine(self.first, time.min, self.home)
        start = one.start if one.start.tzinfo is self.home else one.start.astimezone(self.home)
        return (one.end > opening or one.start >= opening) and start.date() <= self.last


def ends(document: dict[str, Any], default_zone: ZoneInfo) -> datetime | None:
    """The moment after which the item is of no use to a resident, or None if it says none. In UTC."""
    home = zone(document.get("timeZone")) or default_zone
    if document.get("type") == "Event":
        single = list(_single(document, home))
        return _utc(single[0].end) if single else None
    moments = [_end_of(document.get("expires"), home)]
    schedules = _objects(document.get("schedule"))
    if schedules and not document.get("openingHours"):
        last_days = [_end_of(s.get("endDate"), home) for s in schedules]
        moments.append(max(filter(None, last_days), default=None) if all(last_days) else None)
    return min((_utc(m) for m in moments if m), default=None)


def _utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # at an end of the calendar, where hours do not matter
        return moment.replace(tzinfo=UTC)


def _end_of(text: object, home: ZoneInfo) -> datetime | None:
    """A moment as it stands; a plain date lasts until the end of that day."""
    moment = instant(text, home)
    if moment and isinstance(text, str) and len(text) == 10:
        with suppress(OverflowError):  # 9999-12-31, the last day there is
            return moment + timedelta(days=1)
    return moment


def _objects(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _single(document: dict[str, Any], home: ZoneInfo) -> Iterator[Occurrence]:
    text = document.get("startDate")
    start = instant(text, home)
    if start is None:
        return
    timed = isinstance(text, str) and len(text) > 10
    end = instant(document.get("endDate"), home)
    try:
        if not timed:
            end = (end or start) + timedelta(days=1)
        yield Occurrence(start.astimezone(home), max(end or start, start).astimezone(home), timed)
    except OverflowError:
        return


def _repeated(schedule: dict[str, Any], asked: _Days) -> Iterator[Occurrence]:
    begins, stops = _day(schedule.get("startDate")), _day(schedule.get("endDate"))
    opens, closes = _clock(schedule.get("startTime")), _clock(schedule.get("endTime"))
    at = zone(schedule.get("timeZone")) or asked.home
    if begins is None:
        return
    skipped = {_day(d) for d in _texts(schedule.get("exceptDate"))}
    first, before = asked.first, asked.first - timedelta(days=1)
    for day in _days(schedule, begins, first, min(stops or asked.last, asked.last)):
        if day >= before and day not in skipped:
            one = _occurrence(day, opens, closes, at)
            if (day >= first and at is asked.home) or asked.touch(one):
                yield one


def _days(schedule: dict[str, Any], begins: date, first: date, until: date) -> tuple[date, ...]:
    """The days of a rule from just before the first one asked for. Its lists may be long and repeat themselves."""
    frequency = _FREQUENCY.match(str(schedule.get("repeatFrequency", "")))
    if not frequency or until < begins:
        return ()
    interval, unit = int(frequency[1]), frequency[2]
    names = {d.rsplit("/", 1)[-1] for d in _texts(schedule.get("byDay"))}
    weekdays = tuple(number for number, name in enumerate(WEEKDAYS) if name in names)
    weeks = schedule.get("byMonthWeek")
    weeks = {w for w in (weeks if isinstance(weeks, list) else [weeks]) if isinstance(w, int) and -5 <= w <= 5 and w}
    day = begins.day if unit == "M" and not weekdays else None
    start = _caught_up(begins, first, interval, unit)
    return _ruled(unit, interval, weekdays, frozenset(weeks) if unit == "M" else frozenset(), day, start, until)


@lru_cache(maxsize=4096)  # many items have the same rule: each Tuesday, until as far as anybody looks
def _ruled(
    unit: str,
    interval: int,
    weekdays: tuple[int, ...],
    weeks: frozenset[int],
    day: int | None,
    start: date,
    until: date,
) -> tuple[date, ...]:
    """The days of a rule; in a month, those weekdays of its `weeks`, or of all of them, or its `day` where none is named."""
    # dateutil looks for a weekday that never comes until the year 9999, so days are picked from a plain daily rule.
    picked = set(weekdays) if unit == "D" and weekdays else set(range(7))
    named = [_RULE_DAYS[weekday] for weekday in weekdays]
    if weeks:
        named = [weekday(week) for weekday in named for week in weeks]
    rule = rrule.rrule(
        _UNITS[unit],
        interval=interval,
        byweekday=named if named and unit != "D" else None,
        bymonthday=day,
        dtstart=datetime.combine(start, time.min),
        until=datetime.combine(until, time.min),
    )
    return tuple(moment.date() for moment in rule if moment.weekday() in picked)


def _caught_up(begins: date, first: date, interval: int, unit: str) -> date:
    """The latest start before `first` from which the rule gives the same days, so that years gone by cost nothing."""
    if unit == "M":
        months = max(0, (first.year - begins.year) * 12 + first.month - begins.month - 1) // interval * interval
        year, month = divmod(begins.year * 12 + begins.month - 1 + months, 12)
        return date(year, month + 1, 1) if months else begins
    step = interval * (7 if unit == "W" else 1)
    return begins + timedelta(days=max(0, (first - begins).days - 1) // step * step)


def _open(hours: list[dict[str, Any]], asked: _Days) -> Iterator[Occurrence]:
    """Opening hours of the days; an entry with validFrom or validThrough replaces the week's for the days it names."""
    if not hours:
        return
    named = [(h, _named(h), _is_bounded(h)) for h in hours]
    special = [[h for h, names, bounded in named if bounded and day in names] for day in WEEKDAYS]
    usual = [[_times(h) for h, names, bounded in named if not bounded and day in names] for day in WEEKDAYS]
    for day in map(date.fromordinal, range(asked.first.toordinal(), asked.last.toordinal() + 1)):
        weekday = day.weekday()
        replaced = [_times(h) for h in special[weekday] if _covers(h, day)] if special[weekday] else None
        for opens, closes in replaced or usual[weekday]:
            if opens is not None and closes is not None and opens != closes:
                yield _occurrence(day, opens, closes, asked.home)


def _is_bounded(entry: dict[str, Any]) -> bool:
    return bool(entry.get("validFrom") or entry.get("validThrough"))


def _times(entry: dict[str, Any]) -> tuple[time | None, time | None]:
    return _clock(entry.get("opens")), _clock(entry.get("closes"))


def _named(entry: dict[str, Any]) -> set[str]:
    """The names of the weekdays that an entry is for."""
    named = entry.get("dayOfWeek")
    return {str(name).rsplit("/", 1)[-1] for name in (named if isinstance(named, list) else [named])}


def _covers(entry: dict[str, Any], day: date) -> bool:
    start, end = _day(entry.get("validFrom")), _day(entry.get("validThrough"))
    return (start is None or start <= day) and (end is None or day <= end)


@lru_cache(maxsize=16_384)  # much is on at the same hours of the same days
def _occurrence(day: date, opens: time | None, closes: time | None, home: ZoneInfo) -> Occurrence:
    start = datetime.combine(day, opens or time.min, home)
    if opens is None:
        return Occurrence(start, datetime.combine(day + timedelta(days=1), time.min, home), timed=False)
    end = datetime.combine(day, closes or opens, home)
    return Occurrence(start, end if end >= start else end + timedelta(days=1))


def _day(text: object) -> date | None:
    if not isinstance(text, str):
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _clock(text: object) -> time | None:
    if not isinstance(text, str):
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None
