"""Days of dates that the schema lets through, among which there is one year too many, 0000; and days from now on."""

from datetime import date, datetime, timedelta
from functools import lru_cache


def day(text: str) -> date | None:
    """The day of a date, or of a date and time; None before the year 1."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@lru_cache(64)
def day_from(now: datetime, days: int = 0) -> str:
    """The day so many days after this moment, as dates are written, so that texts can be compared instead of dates."""
    try:
        return (now + timedelta(days=days)).date().isoformat()
    except OverflowError:  # at the ends of the calendar
        return (date.max if days > 0 else date.min).isoformat()


def gap(first: str, last: str) -> int:
    """How many days lie between two dates; 0 when one of them is none."""
    start, end = day(first), day(last)
    return (end - start).days if start and end else 0
