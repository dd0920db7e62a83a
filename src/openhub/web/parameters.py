"""What may be asked, declared once: used to read each request and to describe the API."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from werkzeug.datastructures import MultiDict

from openhub import spec
from openhub.errors import UsageError
from openhub.web.doors import BY_KEY

MOST_ITEMS = 100
MOST_TEXT = 200
MOST_OFFSET = 10_000
LARGEST_NUMBER = 2**53 - 1

WHENS = {"any": "Any time", "today": "Today", "week": "Next 7 days", "weekend": "At the weekend",
         "month": "Next 30 days", "undated": "No fixed day"}
PARTS = {"evenings": "Evenings", "weekends": "Weekends"}
FARS = {"walk": ("15 minutes’ walk", 1200.0), "mile": ("1 mile", 1609.344), "3-miles": ("3 miles", 4828.032), "any": ("Anywhere", None)}
COSTS = {"free": "Free", "donation": "Pay what you can", "under-10": "Under £10"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be asked. `read` turns its text into a value or raises ValueError; `must` says what it has to be.

    `choices` are all it may be; `many` that it may stand more than once; `machine` that only the API has it.
    """

    name: str
    about: str
    must: str
    read: Callable[[str], Any]
    kind: str = "string"
    choices: Callable[[], Iterable[str]] | None = None
    many: bool = False
    machine: bool = False
    person: bool = False
    default: Any = None
    least: float | None = None
    most: float | None = None

    def schema(self) -> dict[str, Any]:
        """The parameter as JSON Schema."""
        found: dict[str, Any] = {"type": self.kind}
        if self.choices:
            found["enum"] = list(self.choices())
        if self.kind == "string" and not self.choices:
            found["format" if self.read is _day else "maxLength"] = "date" if self.read is _day else MOST_TEXT
        found |= {k: v for k, v in (("minimum", self.least), ("maximum", self.most), ("default", self.default)) if v is not None}
        return {"type": "array", "items": found} if self.many else found


def read(parameters: Iterable[Parameter], asked: MultiDict[str, str], *, strict: bool) -> dict[str, Any]:
    """The values asked for, by name. Raises UsageError that names the parameter and says what it must be.

    Empty ones count as not asked. With `strict`, names that do not exist are refused too.
    """
    known = {p.name: p for p in parameters}
    if strict and (unknown := next((name for name in asked if name not in known), None)):
        raise UsageError(f"There is no parameter called {_shown(unknown)}. There are: {', '.join(sorted(known))}.", parameter=_shown(unknown))
    return {name: _value(p, [v for v in asked.getlist(name) if v != ""]) for name, p in known.items()}


def _value(parameter: Parameter, given: list[str]) -> Any:
    if len(given) > (50 if parameter.many else 1):
        raise UsageError(f"The parameter {parameter.name} may stand only {'50 times' if parameter.many else 'once'}.", parameter=parameter.name)
    values = [_one(parameter, text) for text in given]
    if parameter.many:
        return tuple(dict.fromkeys(values))
    return values[0] if values else parameter.default


def _one(parameter: Parameter, text: str) -> Any:
    try:
        value = parameter.read(text)
        if parameter.choices and text not in parameter.choices():
            raise ValueError
        if parameter.least is not None and not parameter.least <= value <= (parameter.most if parameter.most is not None else value):
            raise ValueError
    except ValueError as error:
        raise UsageError(f"The parameter {parameter.name} cannot be {_shown(text)!r}. It must be {_must(parameter)}.", parameter=parameter.name) from error
    return value


def _must(parameter: Parameter) -> str:
    choices = list(parameter.choices()) if parameter.choices else []
    if choices and len(choices) <= 12:
        return f"one of {', '.join(choices)}"
    return parameter.must


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"


def _words(text: str) -> str:
    if len(text) > MOST_TEXT or "\0" in text:
        raise ValueError
    return " ".join(text.split())


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,16}", text):
        raise ValueError
    return int(text)


def _figure(text: str) -> float:
    if not re.fullmatch(r"-?[0-9]{1,9}(\.[0-9]{1,15})?", text):
        raise ValueError
    return float(text)


def _day(text: str) -> date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) or not "1970" < text[:4] < "2200":
        raise ValueError
    return date.fromisoformat(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError
    return text == "1"


def _code(text: str) -> str:
    return text


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError
    return text


@cache
def _needs() -> tuple[str, ...]:
    return tuple(spec.codes("access-feature"))


@cache
def _themes() -> tuple[str, ...]:
    return tuple(spec.themes())


_P = Parameter
SEARCH: tuple[Parameter, ...] = (
    _P(name="q", about="Words that the name, the summary or the description must have.", must=f"at most {MOST_TEXT} characters", read=_words, default=""),
    _P(name="near", about="An outward code or a place name, such as NW5 or Kentish Town. Of a full postcode only the outward code is used.",
       must=f"at most {MOST_TEXT} characters", read=_words, default=""),
    _P(name="far", about="How far from there: 15 minutes’ walk, 1 mile, 3 miles, or anywhere, nearest first.", must="", read=_code, choices=lambda: tuple(FARS), default="any"),
    _P(name="when", about="When it is on, counted from now. undated finds things that have no fixed day.", must="", read=_code, choices=lambda: tuple(WHENS), default="any"),
    _P(name="part", about="Only evenings, only weekends; both together are weekend evenings.", must="", read=_code, choices=lambda: tuple(PARTS), many=True),
    _P(name="on", about="On this day.", must="a day such as 2027-01-13", read=_day),
    _P(name="from", about="On this day or later.", must="a day such as 2027-01-13", read=_day),
    _P(name="to", about="On this day or earlier.", must="a day such as 2027-01-13", read=_day),
    _P(name="door", about="The way in; any of those given.", must="", read=_code, choices=lambda: tuple(BY_KEY), many=True),
    _P(name="type", about="The type of item; any of those given.", must="", read=_code, choices=lambda: spec.TYPES, many=True),
    _P(name="theme", about="What it is about; any of those given.", must="a theme of the OpenHub vocabulary, such as cooking", read=_code, choices=_themes, many=True),
    _P(name="cost", about="What it costs; any of those given.", must="", read=_code, choices=lambda: tuple(COSTS), many=True),
    _P(name="need", about="What must be there for you; all of those given. Items that said it cannot be are never found.",
       must="an access feature of the OpenHub vocabulary, such as step-free-access", read=_code, choices=_needs, many=True),
    _P(name="unsaid", about="Whether items that did not say are found too, after those that did.", must="0 or 1", read=_flag, choices=lambda: ("0", "1"), default=True),
    _P(name="lang", about="A language spoken there, such as bn; any of those given.", must="a language code such as en or bn", read=_language, many=True),
    _P(name="attendance", about="In person, online or hybrid; any of those given.", must="", read=_code, choices=lambda: tuple(spec.codes("attendance-mode")), many=True),
    _P(name="platform", about="The number of a source, as /api/v1/sources lists them; any of those given.", must="the number of a source", read=_whole, kind="integer", many=True, least=1, most=LARGEST_NUMBER),
    _P(name="page", about="Which page of results.", must=f"a number from 1 to {MOST_OFFSET // 20}", read=_whole, kind="integer", person=True, default=1, least=1, most=MOST_OFFSET // 20),
    _P(name="lat", about="Latitude in WGS 84 degrees; with lon, instead of near.", must="degrees from -90 to 90, together with lon", read=_figure, kind="number", machine=True, least=-90, most=90),
    _P(name="lon", about="Longitude in WGS 84 degrees.", must="degrees from -180 to 180, together with lat", read=_figure, kind="number", machine=True, least=-180, most=180),
    _P(name="radius", about="How far in metres, instead of far.", must="metres from 1 to 500000", read=_figure, kind="number", machine=True, least=1, most=500_000),
    _P(name="limit", about="How many items at most.", must=f"a number from 1 to {MOST_ITEMS}", read=_whole, kind="integer", machine=True, default=20, least=1, most=MOST_ITEMS),
    _P(name="offset", about="How many items to pass over.", must=f"a number from 0 to {MOST_OFFSET}", read=_whole, kind="integer", machine=True, default=0, least=0, most=MOST_OFFSET),
)
FOR_PEOPLE = tuple(p for p in SEARCH if not p.machine)
FOR_MACHINES = tuple(p for p in SEARCH if not p.person)
FEED = (
    _P(name="afterChangeNumber", about="The number after which to go on; 0 begins at the start.", must=f"a whole number from 0 to {LARGEST_NUMBER}", read=_whole, kind="integer", default=0, least=0, most=LARGEST_NUMBER),
    _P(name="limit", about="How many items at most; the hub may give fewer.", must="a whole number from 1 to 5000", read=_whole, kind="integer", least=1, most=5000),
)
