"""Days, times, spans, sums and distances in words that a resident reads."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from openhub.model.place import MILE_METRES, RINGS_METRES
from openhub.model.schedule import Occurrence

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WALK_METRES = RINGS_METRES[0]
METRES_A_MINUTE = 80
MANY = 1_000  # from then on filters do not say how many
YEAR_NEEDED_DAYS = 300
_DURATION = re.compile(
    r"^P(?:(\d{1,4})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,4})M)?)?$"
)
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$"}


def listed(words: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def many(number: int, most: int = MANY) -> str:
    """A number as filters show it: as it is below a thousand, or some other most, and from then on only as that and more."""
    return f"{number:,}" if number < most else f"{most:,}+"


def count(number: int, one: str, many: str = "") -> str:
    """1 thing, 2 things, 1,200 things."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def day(when: date, today: date) -> str:
    """13 January; with the year when it is far away."""
    year = f" {when.year}" if abs((when - today).days) > YEAR_NEEDED_DAYS else ""
    return f"{when.day} {MONTHS[when.month - 1]}{year}"


def weekday(when: date, today: date) -> str:
    """Wednesday 13 January."""
    return f"{WEEKDAYS[when.weekday()]} {day(when, today)}"


def short_weekday(when: date, today: date) -> str:
    """Wed 13 January."""
    return f"{WEEKDAYS[when.weekday()][:3]} {day(when, today)}"


def soon(when: date, today: date) -> str:
    """today, tomorrow, otherwise Wed 13 January."""
    return {0: "today", 1: "tomorrow"}.get((when - today).days) or short_weekday(when, today)


def short_day(when: date, today: date) -> str:
    """13 Jan; with the year when it is far away."""
    year = f" {when.year}" if abs((when - today).days) > YEAR_NEEDED_DAYS else ""
    return f"{when.day} {MONTHS[when.month - 1][:3]}{year}"


def clock(hour: int, minute: int) -> str:
    """6.45pm, 10am, midday, midnight."""
    if minute == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    minutes = f".{minute:02d}" if minute else ""
    return f"{hour % 12 or 12}{minutes}{'am' if hour < 12 else 'pm'}"


def time(when: datetime) -> str:
    """The time of day."""
    return clock(when.hour, when.minute)


def hours(found: Occurrence) -> str:
    """6.45pm to 8.30pm; all that is known when there is no end or no time."""
    if not found.timed:
        return ""
    if found.end <= found.start:
        return time(found.start)
    return f"{time(found.start)} to {time(found.end)}"


def last_moment(found: Occurrence) -> datetime:
    """When it ends; what lasts whole days ends with the last of them, not with the next."""
    return found.end if found.timed else found.end - timedelta(microseconds=1)


def ends_another_day(found: Occurrence) -> bool:
    """Whether it lasts beyond its first day by more than a night out does."""
    last = last_moment(found)
    return last.date() > found.start.date() and last - found.start > timedelta(hours=18)


def moment(when: datetime, now: datetime, zone: ZoneInfo) -> str:
    """today at 6.10am, yesterday at 11pm, tomorrow at 7am, 22 November at 7.30am."""
    local, today = when.astimezone(zone), now.astimezone(zone).date()
    names = {0: "today", 1: "yesterday", -1: "tomorrow"}
    return f"{names.get((today - local.date()).days, day(local.date(), today))} at {time(local)}"


def distance(metres: float) -> str:
    """8 minutes’ walk, 1.6 miles, 12 miles: for a place that anyone may come to."""
    if metres < WALK_METRES:
        minutes = max(1, round(metres / METRES_A_MINUTE))
        return "1 minute’s walk" if minutes == 1 else f"{minutes} minutes’ walk"
    miles = metres / MILE_METRES
    if miles >= 9.95:
        return f"{round(miles)} miles"
    return "1 mile" if f"{miles:.1f}" == "1.0" else f"{miles:.1f} miles"


def about(metres: float) -> str:
    """within about a mile: all that is ever said of an area."""
    miles = max(1, -int(-metres // MILE_METRES))
    return "within about a mile" if miles == 1 else f"within about {miles} miles"


def money(amount: float, currency: str = "GBP") -> str:
    """£3, £2.50, £18,400, 40 SEK."""
    figure = f"{amount:,.0f}" if amount == round(amount) else f"{amount:,.2f}"
    symbol = _SYMBOLS.get(currency, "")
    return f"{symbol}{figure}" if symbol or not currency else f"{figure} {currency}"


def duration(text: str) -> str:
    """4 days, 3½ hours, a year: from an ISO 8601 duration; "" when it is none."""
    found = _DURATION.match(text)
    if not found or text in ("P", "PT"):
        return ""
    years, months, weeks, days, hour, minute = (int(g or 0) for g in found.groups())
    named = [(years, "year"), (months, "month"), (weeks, "week"), (days, "day")]
    words = [count(n, unit) for n, unit in named if n]
    return listed(words + ([_short_span(hour, minute)] if hour or minute else []))


def _short_span(hour: int, minute: int) -> str:
    if hour and minute == 30:
        return f"{hour}½ hours"
    spans = [(hour, "hour"), (minute, "minute")]
    return listed([count(n, unit) for n, unit in spans if n])


def span(seconds: float) -> str:
    """less than a minute, 12 minutes, 3 hours, 4 days: the greatest unit alone."""
    for size, unit in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return count(int(seconds // size), unit)
    return "less than a minute"


def at_least(text: str) -> str:
    """a year, 6 months: a duration to put after “at least”."""
    words = duration(text)
    return re.sub(r"^1 (year|month|week|day)$", r"a \1", words)


def telephone(text: str) -> str:
    """A British number as people write it at home: 020 7946 0102."""
    return re.sub(r"^\+44\s*\(?0?\)?\s*", "0", text.strip())


def date_of(value: object) -> date | None:
    """The day of a date or a date and time; None when it is neither."""
    try:
        return date.fromisoformat(value[:10]) if isinstance(value, str) else None
    except ValueError:
        return None


def days_left(last: date, today: date) -> str:
    """70 days left, last day today."""
    left = (last - today).days
    return f"{count(left, 'day')} left" if left > 0 else "last day today" if left == 0 else "has ended"


def sentence(text: str) -> str:
    """The text with a full stop if it has no end of its own."""
    return text if not text or text[-1] in ".!?…”" else f"{text}."
