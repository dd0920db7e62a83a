"""What may be asked, declared once: used to read each request and to describe the API."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from openhub import spec
from openhub.errors import UsageError
from openhub.web.doors import BY_KEY

MOST_ITEMS = 100
MOST_TEXT = 200
MOST_OFFSET = 10_000
LARGEST_NUMBER = 2**53 - 1

WHENS = {
    "any": "Any time",
    "today": "Today",
    "week": "Next 7 days",
    "weekend": "At the weekend",
    "month": "Next 30 days",
    "undated": "No fixed day",
}
PARTS = {"evenings": "Evenings", "weekends": "Weekends"}
FARS = {
    "walk": ("15 minutes’ walk", 1200.0),
    "mile": ("1 mile", 1609.344),
    "3-miles": ("3 miles", 4828.032),
    "any": ("Anywhere", None),
}
COSTS = {"free": "Free", "donation": "Pay what you can", "under-10": "Under £10"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing that may be asked. `read` turns its text into a value or raises ValueError; `must` says what it has to be.

    `choices` are all it may be; `many` that it may stand more than once; `machine` and `person` that only the API or only
    the pages have it.
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
        found |= {
            k: v
            for k, v in (("minimum", self.least), ("maximum", self.most), ("default", self.default))
            if v is not None
        }
        return {"type": "array", "items": found} if self.many else found


def read(parameters: Iterable[Parameter], asked: MultiDict[str, str], *, strict: bool) -> dict[str, Any]:
    """The values asked for, by name. Raises UsageError that names the parameter and says what it must be.

    Empty ones count as not asked. With `strict`, names that do not exist are refused too.
    """
    known = {p.name: p for p in parameters}
    if strict and (unknown := next((name for name in asked if name not in known), None)):
        raise UsageError(
            f"There is no parameter called {_shown(unknown)}. There are: {', '.join(sorted(known))}.",
            parameter=_shown(unknown),
        )
    return {name: _value(p, [v for v in asked.getlist(name) if v != ""]) for name, p in known.items()}


def _value(parameter: Parameter, given: list[str]) -> Any:
    if len(given) > (50 if parameter.many else 1):
        raise UsageError(
            f"The parameter {parameter.name} may stand only {'50 times' if parameter.many else 'once'}.",
            parameter=parameter.name,
        )
    values = [_one(parameter, text) for text in given]
    if parameter.many:
        return tuple(dict.fromkeys(values))
    return values[0] if values else parameter.default


def _one(parameter: Parameter, text: str) -> Any:
    try:
        value = parameter.read(text)
        if parameter.choices and text not in parameter.choices():
            raise ValueError
        if parameter.least is not None and not parameter.least <= value <= (
            parameter.most if parameter.most is not None else value
        ):
            raise ValueError
    except ValueError as error:
        raise UsageError(
            f"The parameter {parameter.name} cannot be {_shown(text)!r}. It must be {_must(parameter)}.",
            parameter=parameter.name,
        ) from error
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


def _choice(
    name: str,
    about: str,
    choices: Callable[[], Iterable[str]],
    *,
    must: str = "",
    many: bool = True,
    default: Any = None,
) -> Parameter:
    return Parameter(name=name, about=about, must=must, read=_code, choices=choices, many=many, default=default)


def _number(
    name: str,
    about: str,
    least: int,
    most: int,
    *,
    default: int | None = None,
    many: bool = False,
    machine: bool = False,
    person: bool = False,
) -> Parameter:
    return Parameter(
        name=name,
        about=about,
        must=f"a whole number from {least} to {most}",
        read=_whole,
        kind="integer",
        least=least,
        most=most,
        default=default,
        many=many,
        machine=machine,
        person=person,
    )


def _measure(name: str, about: str, must: str, least: float, most: float) -> Parameter:
    return Parameter(
        name=name, about=about, must=must, read=_figure, kind="number", machine=True, least=least, most=most
    )


def _text(name: str, about: str) -> Parameter:
    return Parameter(name=name, about=about, must=f"at most {MOST_TEXT} characters", read=_words, default="")


def _date(name: str, about: str) -> Parameter:
    return Parameter(name=name, about=about, must="a day such as 2027-01-13", read=_day)


def _language(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", text):
        raise ValueError
    return text.split("-")[0].lower()


SEARCH: tuple[Parameter, ...] = (
    _text("q", "Words that the name, the summary or the description must have."),
    _text(
        "near",
        "An outward code or a place name, such as NW5 or Kentish Town. Of a full postcode only the outward code is used.",
    ),
    _choice(
        "far",
        "How far from there: 15 minutes’ walk, 1 mile, 3 miles, or anywhere, nearest first.",
        lambda: FARS,
        many=False,
        default="any",
    ),
    _choice(
        "when",
        "When it is on, counted from now; undated is for things with no fixed day.",
        lambda: WHENS,
        many=False,
        default="any",
    ),
    _choice("part", "Only evenings, only weekends; both together are weekend evenings.", lambda: PARTS),
    _date("on", "On this day."),
    _date("from", "On this day or later."),
    _date("to", "On this day or earlier."),
    _choice("door", "The way in; any of those given.", lambda: BY_KEY),
    _choice(
        "participation",
        "How to take part, more exactly than by door; any of those given, by either.",
        lambda: spec.codes("participation"),
        must="a way to take part of the OpenHub vocabulary, such as borrow",
    ),
    _choice("type", "The type of item; any of those given.", lambda: spec.TYPES),
    _choice(
        "theme",
        "What it is about; any of those given.",
        spec.themes,
        must="a theme of the OpenHub vocabulary, such as cooking",
    ),
    _choice("cost", "What it costs; any of those given.", lambda: COSTS),
    _choice(
        "need",
        "What must be there for you; all of those given. Items that said it cannot be are never found.",
        lambda: spec.codes("access-feature"),
        must="an access feature of the OpenHub vocabulary, such as step-free-access",
    ),
    Parameter(
        name="unsaid",
        about="Whether items that did not say are found too, after those that did.",
        must="0 or 1",
        read=_flag,
        choices=lambda: ("0", "1"),
        default=True,
    ),
    Parameter(
        name="lang",
        about="A language spoken there, such as bn; any of those given.",
        must="a language code such as en or bn",
        read=_language,
        many=True,
    ),
    _choice("attendance", "In person, online or hybrid; any of those given.", lambda: spec.codes("attendance-mode")),
    _number(
        "platform",
        "The number of a source, as /api/v1/sources lists them; any of those given.",
        1,
        LARGEST_NUMBER,
        many=True,
    ),
    _number("page", "Which page of results.", 1, MOST_OFFSET // 20, default=1, person=True),
    _measure(
        "lat",
        "Latitude in WGS 84 degrees; with lon, instead of near.",
        "degrees from -90 to 90, together with lon",
        -90,
        90,
    ),
    _measure("lon", "Longitude in WGS 84 degrees.", "degrees from -180 to 180, together with lat", -180, 180),
    _measure("radius", "How far in metres, instead of far.", "metres from 1 to 500000", 1, 500_000),
    _number("limit", "How many items at most.", 1, MOST_ITEMS, default=20, machine=True),
    _number("offset", "How many items to pass over.", 0, MOST_OFFSET, default=0, machine=True),
)
FOR_PEOPLE = tuple(p for p in SEARCH if not p.machine)
FOR_MACHINES = tuple(p for p in SEARCH if not p.person)
FEED = (
    _number(
        "afterChangeNumber", "The number after which to go on; 0 begins at the start.", 0, LARGEST_NUMBER, default=0
    ),
    _number("limit", "How many items at most; the hub may give fewer.", 1, 5000),
)
