"""Reads the cells of a listing as people write them, and only what can be meant in one way."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from functools import cache
from typing import Any

from openhub import spec
from openhub.formats.listings_column import Column
from openhub.formats.listings_columns import plain
from openhub.model.schedule import WEEKDAYS

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})")
_DAY_AND_NAME = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]+)\.?,? (\d{4})")
_NAME_AND_DAY = re.compile(r"([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_WEEKDAY = re.compile(r"(mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? +(?=\S)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.h]([0-5]\d)(?::[0-5]\d(?:\.0+)?)?")
_TWELVE = re.compile(r"(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))? ?([ap])\.?m\.?")
_OFFSET = re.compile(r"(.+T.+?)(Z|[+-]\d\d:?\d\d)", re.IGNORECASE)
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")
_COMMA = re.compile(r"-?\d+,\d{1,2}")
_PRICE = re.compile(r"(?P<before>[£€]|[A-Z]{3})? ?(?P<number>-?[\d.,]+) ?(?P<after>[£€]|[A-Z]{3})?")
_SIGNS = {"£": "GBP", "€": "EUR"}
_REPEAT = re.compile(r"(?:every )?(?:(\d{1,2}|other|second) )?(day|week|fortnight|month)s?")
_REPEATS = {"daily": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M"}
_LETTERS = {"day": "D", "week": "W", "month": "M"}


MOST_LETTERS = 100
_SHORT = {
    "moment": "listing-date",
    "date": "listing-date",
    "time": "listing-time",
    "days": "listing-days",
    "repeat": "listing-repeat",
    "number": "listing-number",
    "whole": "listing-number",
    "price": "listing-price",
    "yes-no": "listing-yes-no",
}
"""What is never longer, by kind, with what is found when it is: no pattern is tried on a long text."""


class Unclear(Exception):
    """A cell that cannot be read for certain; `code` is one of listings.NOT_MAPPED, `why` a remark or ""."""

    def __init__(self, code: str, why: str = "") -> None:
        super().__init__(code)
        self.code, self.why = code, why


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the time of it where one was written; `offset` is what ISO 8601 writes behind it, such as +01:00."""

    day: date
    at: time | None = None
    offset: str = ""


@dataclass(frozen=True, slots=True)
class Price:
    """An amount, and its currency where the cell says it."""

    amount: int | float
    currency: str = ""


def read(column: Column, text: str) -> Any:
    """What a cell says: text, a number, a list, a Moment, a Price. Raises Unclear."""
    if column.kind in _SHORT and len(text) > MOST_LETTERS:
        raise Unclear(_SHORT[column.kind])
    return READERS[column.kind](text, column)


# Words


def _text(text: str, column: Column) -> str:
    return text


def _lines(text: str) -> list[str]:
    """What stands on lines of its own, or between semicolons."""
    return [part for part in (part.strip() for part in re.split(r"[;\n\r]+", text)) if part]


def _coded(text: str, column: Column) -> str:
    """The code that was meant by a code or by its label; what is neither is passed on, for the validator to report."""
    return _codes_by_name(column.codes).get(plain(text), text)


@cache
def _codes_by_name(name: str) -> dict[str, str]:
    labels = spec.themes() if name == "themes" else spec.codes(name)
    return {plain(label): code for code, label in labels.items()} | {plain(code): code for code in labels}


def _codes(text: str, column: Column) -> list[str]:
    """A label may have a comma in it, so that commas part only what no semicolon or line does."""
    parts = _lines(text)
    if len(parts) == 1 and plain(text) not in _codes_by_name(column.codes):
        parts = [part for part in (part.strip() for part in text.split(",")) if part]
    return list(dict.fromkeys(_coded(part, column) for part in parts))


def _kind(text: str, column: Column) -> str:
    return {plain(name): name for name in spec.TYPES}.get(plain(text), text)


def _address(text: str, column: Column) -> str:
    """What begins as people leave off: www."""
    return f"https://{text}" if text.lower().startswith("www.") else text


# Numbers


def _number(text: str, column: Column) -> int | float:
    if _NUMBER.fullmatch(text):
        text = text.replace(",", "")
    elif _COMMA.fullmatch(text):
        text = text.replace(",", ".")
    else:
        raise Unclear("listing-number")
    number = float(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _whole(text: str, column: Column) -> int:
    number = _number(text, column)
    if not isinstance(number, int):
        raise Unclear("listing-number", "It has to be a whole number")
    return number


def _yes_no(text: str, column: Column) -> bool:
    said = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
    if text.casefold() not in said:
        raise Unclear("listing-yes-no")
    return said[text.casefold()]


def _price(text: str, column: Column) -> Price:
    if text.casefold() in ("free", "nothing", "none"):
        return Price(0)
    match = _PRICE.fullmatch(text)
    if match is None or (match["before"] and match["after"]):
        raise Unclear("listing-price")
    try:
        amount = _number(match["number"], column)
    except Unclear as error:
        raise Unclear("listing-price") from error
    sign = match["before"] or match["after"] or ""
    return Price(amount, _SIGNS.get(sign, sign))


# Days and times


def _moment(text: str, column: Column) -> Moment:
    if len(text) > MOST_LETTERS:
        raise Unclear("listing-date")
    if match := _OFFSET.fullmatch(text):
        whole = _moment(match[1], column)
        offset = "+00:00" if match[2] in "Zz" else match[2]
        return Moment(whole.day, whole.at, offset if ":" in offset else f"{offset[:3]}:{offset[3:]}")
    day, clock = _parted(text)
    return Moment(_day(day), _clock(clock) if clock else None)


def _parted(text: str) -> tuple[str, str]:
    """The day and the time of a cell that has both."""
    for pattern in (
        r"(\d{4}-\d{1,2}-\d{1,2})T(.+)",
        r"(.*\d{4})(?:,? at|,)? (\S+(?: ?[ap]\.?m\.?)?)",
        r"(\d{4}-\d\d?-\d\d?) (.+)",
    ):
        if match := re.fullmatch(pattern, text, re.IGNORECASE):
            return match[1], match[2]
    return text, ""


def _date(text: str, column: Column) -> str:
    moment = _moment(text, column)
    if moment.at not in (None, time(0)):
        raise Unclear("listing-date", "Only a day belongs here, without a time")
    return moment.day.isoformat()


def _dates(text: str, column: Column) -> list[str]:
    parts = _lines(text)
    if len(parts) == 1 and not re.search(r"[a-z]", text, re.IGNORECASE):
        parts = [part.strip() for part in text.split(",") if part.strip()]
    return [_date(part, column) for part in parts]


def _day(text: str) -> date:
    """A day as it is written without doubt; a weekday before it has to be its own."""
    said = " ".join(text.casefold().split())
    weekday = _WEEKDAY.match(said)
    found = _named_or_numbered(said[weekday.end() :] if weekday else said)
    if weekday and WEEKDAYS[found.weekday()].casefold()[:3] != weekday[1][:3]:
        raise Unclear("listing-date", f"That day is a {WEEKDAYS[found.weekday()]}")
    return found


def _named_or_numbered(text: str) -> date:
    if match := _YEAR_FIRST.fullmatch(text):
        return _date_of(match[1], match[2], match[3])
    if match := _DAY_FIRST.fullmatch(text):
        if int(match[3]) > 12 >= int(match[1]):
            raise Unclear("listing-date", "The day has to come before the month")
        return _date_of(match[4], match[3], match[1])
    if match := _DAY_AND_NAME.fullmatch(text):
        return _date_of(match[3], _month(match[2]), match[1])
    if match := _NAME_AND_DAY.fullmatch(text):
        return _date_of(match[3], _month(match[1]), match[2])
    if re.fullmatch(r"\d{5}(\.\d+)?", text):
        raise Unclear(
            "listing-date", "It is the number by which a spreadsheet keeps a date; make the column one of dates"
        )
    if re.search(r"\D\d\d$", text):
        raise Unclear("listing-date", "The year has to have four digits")
    raise Unclear("listing-date")


def _month(name: str) -> str:
    found = [n for n, month in enumerate(MONTHS, 1) if len(name) >= 3 and month.startswith(name)]
    if len(found) != 1:
        raise Unclear("listing-date")
    return str(found[0])


def _date_of(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise Unclear("listing-date", "There is no such day") from error


def _clock(text: str) -> time:
    """A time of day. 12am is left to be asked about: some mean noon by it."""
    said = text.casefold().strip()
    if said in ("noon", "midday", "12 noon"):
        return time(12)
    if match := _CLOCK.fullmatch(said):
        return time(int(match[1]), int(match[2]))
    if match := _TWELVE.fullmatch(said):
        if match[1] == "12" and match[3] == "a":
            raise Unclear("listing-time", "Write 00:00 or 12:00")
        return time(int(match[1]) % 12 + 12 * (match[3] == "p"), int(match[2] or 0))
    raise Unclear("listing-time")


def _time(text: str, column: Column) -> str:
    return _clock(text).isoformat("minutes")


def _days(text: str, column: Column) -> list[str]:
    """Days of the week, each named, or `Monday to Friday`, `daily`."""
    if text.casefold() in ("daily", "every day"):
        return list(WEEKDAYS)
    found: list[str] = []
    for part in re.split(r"[;,/&\n]+|\band\b", text.casefold()):
        if part.strip():
            ends = [_weekday(end) for end in re.split(r" +to +|[-–]", part.strip())]
            if len(ends) > 2:
                raise Unclear("listing-days")
            found += _span(ends[0], ends[-1])
    return list(dict.fromkeys(found))


def _weekday(text: str) -> int:
    name = text.strip().removesuffix(".")
    name = name.removesuffix("s") if name.endswith("days") or name == "weds" else name
    fits = [n for n, day in enumerate(WEEKDAYS) if len(name) >= 3 and day.casefold().startswith(name)]
    if len(fits) != 1:
        raise Unclear("listing-days")
    return fits[0]


def _span(first: int, last: int) -> list[str]:
    return [WEEKDAYS[(first + n) % 7] for n in range((last - first) % 7 + 1)]


def _repeat(text: str, column: Column) -> str:
    said = " ".join(text.casefold().split())
    if re.fullmatch(r"p[1-9]\d?[dwm]", said):
        return said.upper()
    if said in _REPEATS:
        return _REPEATS[said]
    match = _REPEAT.fullmatch(said)
    if match is None:
        raise Unclear("listing-repeat")
    times = {None: 1, "other": 2, "second": 2}.get(match[1]) or int(match[1])
    return f"P{times * 2}W" if match[2] == "fortnight" else f"P{times}{_LETTERS[match[2]]}"


READERS: dict[str, Callable[[str, Column], Any]] = {
    "text": _text,
    "words": lambda text, column: _lines(text),
    "texts": lambda text, column: [{"text": part} for part in _lines(text)],
    "names": lambda text, column: [{"name": part} for part in _lines(text)],
    "code": _coded,
    "codes": _codes,
    "type": _kind,
    "address": _address,
    "number": _number,
    "whole": _whole,
    "yes-no": _yes_no,
    "price": _price,
    "moment": _moment,
    "date": _date,
    "dates": _dates,
    "time": _time,
    "days": _days,
    "repeat": _repeat,
}

ABOUT: dict[str, str] = {
    "text": "text",
    "words": "texts with `;` between them",
    "texts": "texts with `;` between them, or each on a line of its own",
    "names": "names with `;` between them",
    "code": "one of",
    "codes": "with `;` or `,` between them, of",
    "type": "one of the ten types",
    "address": "web address",
    "number": "number",
    "whole": "whole number",
    "yes-no": "yes or no",
    "price": "amount",
    "moment": "day, with or without a time",
    "date": "day",
    "dates": "days with `;` between them",
    "time": "time of day",
    "days": "days of the week",
    "repeat": "how often",
}
"""What the cells of a column hold, for the guide."""
