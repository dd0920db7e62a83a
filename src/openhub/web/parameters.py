"""What may be asked, declared once: used to read each request and to describe the API."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from openhub import spec
from openhub.formats.project import profiles
from openhub.model.fault import MAX_INTEGER
from openhub.model.place import RINGS_METRES
from openhub.model.schedule import WEEKDAYS
from openhub.web import values
from openhub.web.doors import BY_KEY
from openhub.web.reading import Parameter

MOST_ITEMS = 100
MOST_AGE = 120
MOST_BUDGET = 10_000

WHENS = {
    "any": "Any time",
    "today": "Today",
    "tomorrow": "Tomorrow",
    "week": "Next 7 days",
    "weekend": "This weekend",
    "month": "Next 30 days",
    "undated": "No fixed day",
}
PARTS = {"evenings": "Evenings", "weekends": "Weekends"}
DAYS = {name[:3].lower(): f"{name}s" for name in WEEKDAYS}
SORTS = {
    "relevance": "Best match for words",
    "soonest": "Soonest first",
    "nearest": "Nearest first",
    "newest": "Newest first",
}
FARS = {
    "walk": ("15 minutes’ walk", RINGS_METRES[0]),
    "mile": ("1 mile", RINGS_METRES[1]),
    "3-miles": ("3 miles", RINGS_METRES[2]),
    "any": ("Anywhere", None),
}
COSTS = {"free": "Free", "donation": "Pay what you can", "under-10": "Under £10"}


def _choice(
    name: str,
    about: str,
    choices: Callable[[], Iterable[str]],
    *,
    must: str = "",
    many: bool = True,
    default: Any = None,
) -> Parameter:
    return Parameter(name=name, about=about, must=must, read=values.code, choices=choices, many=many, default=default)


def _number(
    name: str,
    about: str,
    least: int,
    most: int,
    *,
    default: int | None = None,
    many: bool = False,
    machine: bool = False,
    advice: str = "",
    read: Callable[[str], int] = values.whole,
) -> Parameter:
    return Parameter(
        name=name,
        about=about,
        must=f"a whole number from {least} to {most}",
        read=read,
        kind="integer",
        least=least,
        most=most,
        default=default,
        many=many,
        machine=machine,
        advice=advice,
    )


def _measure(name: str, about: str, must: str, least: float, most: float) -> Parameter:
    return Parameter(
        name=name, about=about, must=must, read=values.figure, kind="number", machine=True, least=least, most=most
    )


def _text(name: str, about: str) -> Parameter:
    return Parameter(
        name=name,
        about=about,
        must=f"text of at most {values.MOST_TEXT} characters, none of them NUL (%00)",
        read=values.words,
        default="",
        advice=f"This is too long. Write it in {values.MOST_TEXT} characters or fewer.",
    )


def _date(name: str, about: str) -> Parameter:
    return Parameter(
        name=name,
        about=about,
        must="a day such as 2027-01-13",
        read=values.day,
        advice="“{}” is not a day. Write it as 31/12/2026.",
    )


SEARCH: tuple[Parameter, ...] = (
    _text(
        "q",
        "Words that the name, the summary or the description must have. A time, a place, an age or a cost among them, such as "
        "tonight, near NW5 or under £5, is moved to where it works, and understood in the answer says so.",
    ),
    _text(
        "near",
        "An outward code or a place name, such as NW5 or Kentish Town. Of a full postcode only the outward code is used.",
    ),
    _choice(
        "far",
        "How far from there: 15 minutes’ walk, 1 mile, 3 miles, or anywhere. "
        "What is within the walk comes first, then the mile, then the three miles, then the rest.",
        lambda: FARS,
        many=False,
        default="any",
    ),
    _choice(
        "when",
        "When it is on, counted from now; not together with on, from or to. undated is for things with no fixed day, "
        "so that it does not go together with part or weekday.",
        lambda: WHENS,
        many=False,
        default="any",
    ),
    _choice("part", "Only evenings, only weekends; both together are weekend evenings.", lambda: PARTS),
    _choice("weekday", "On these days of the week; any of those given.", lambda: DAYS),
    _date("on", "On this day; not together with from or to."),
    _date("from", "On this day or later."),
    _date("to", "On this day or earlier; not before from."),
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
    Parameter(
        name="budget",
        about="The most that the cheapest way to take part may cost, in pounds; what is free or by donation counts as 0. "
        "What says no price is not found.",
        must=f"pounds from 0 to {MOST_BUDGET}, such as 5 or 5.50",
        read=values.pounds,
        kind="number",
        least=0,
        most=MOST_BUDGET,
        advice=f"“{{}}” is not an amount. Write it in pounds, such as 5 or 5.50; at most {MOST_BUDGET:,}.",
    ),
    _number(
        "age",
        "An age in years; what takes it, or says nothing of ages.",
        0,
        MOST_AGE,
        advice=f"“{{}}” is not an age. Write it in whole years, such as 7; at most {MOST_AGE}.",
        read=values.years,
    ),
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
        read=values.flag,
        choices=lambda: ("0", "1"),
        default=True,
    ),
    Parameter(
        name="lang",
        about="A language spoken there, such as bn; any of those given.",
        must="a language code such as en or bn",
        read=values.language,
        many=True,
    ),
    _choice("attendance", "In person, online or hybrid; any of those given.", lambda: spec.codes("attendance-mode")),
    _number(
        "platform",
        "The number of a source, as /api/v1/sources lists them; any of those given.",
        1,
        MAX_INTEGER,
        many=True,
    ),
    _choice(
        "sort",
        "In what order: by how well the words fit, by when it is on next, by distance (with a place), or by when it last changed. "
        "Without it, as near in rings, then by the words, then by when.",
        lambda: SORTS,
        many=False,
        default="",
    ),
    _measure(
        "lat",
        "Latitude in WGS 84 degrees; with lon, instead of near. Two decimals of each are used, which is about half a mile.",
        "degrees from -90 to 90, together with lon",
        -90,
        90,
    ),
    _measure("lon", "Longitude in WGS 84 degrees.", "degrees from -180 to 180, together with lat", -180, 180),
    _measure(
        "radius",
        "How far in metres, instead of far. Below 1000 this is rough, as lat and lon are.",
        "metres from 1 to 500000",
        1,
        500_000,
    ),
    _number("limit", "How many items at most.", 1, MOST_ITEMS, default=20, machine=True),
    Parameter(
        name="after",
        about="Where to go on: the address in next has it. One that this hub did not give, or not for this search, is refused.",
        must=f"what next gave, at most {values.MOST_TOKEN} characters",
        read=values.token,
        default="",
        longest=values.MOST_TOKEN,
    ),
)
_AS_TYPED: dict[Callable[[str], Any], Callable[[str], Any]] = {
    values.day: values.typed_day,
    values.words: values.typed_words,
    values.pounds: values.typed_pounds,
    values.years: values.typed_years,
}
FOR_PEOPLE = tuple(replace(p, read=_AS_TYPED.get(p.read, p.read)) for p in SEARCH if not p.machine)
FOR_MACHINES = SEARCH
PROJECTION = (
    _choice(
        "profile",
        "In whose terms: schema.org, or OpenActive for events and series of a physical activity. "
        "Without it the document is as it was published.",
        profiles,
        many=False,
    ),
)
FEED = (
    _number("afterChangeNumber", "The number after which to go on; 0 begins at the start.", 0, MAX_INTEGER, default=0),
    _number("limit", "How many items at most; the hub may give fewer.", 1, 5000),
)
