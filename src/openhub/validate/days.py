"""Days of dates that the schema lets through: there is one year too many among them, 0000."""

from datetime import date


def day(text: str) -> date | None:
    """The day of a date, or of a date and time; None before the year 1."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def gap(first: str, last: str) -> int:
    """How many days lie between two dates; 0 when one of them is none."""
    start, end = day(first), day(last)
    return (end - start).days if start and end else 0
