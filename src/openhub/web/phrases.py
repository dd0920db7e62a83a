"""Words of a search that mean a time, a place, an age or a cost, such as “tonight” or “under £5”: moved to where they work."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from openhub.model.place import Spot, outward
from openhub.model.schedule import WEEKDAYS
from openhub.model.words import SMALL, meaning
from openhub.web.parameters import MOST_AGE
from openhub.web.searching import Search


def _next(number: int) -> Callable[[date], dict[str, Any]]:
    """The coming day of that number in the week, today included."""
    return lambda today: {"on": today + timedelta(days=(number - today.weekday()) % 7)}


_TIMES: dict[str, Callable[[date], dict[str, Any]]] = {
    **{name.lower(): _next(number) for number, name in enumerate(WEEKDAYS)},
    "today": lambda today: {"when": "today"},
    "tonight": lambda today: {"when": "today", "part": ("evenings",)},
    "this evening": lambda today: {"when": "today", "part": ("evenings",)},
    "tomorrow": lambda today: {"on": today + timedelta(days=1)},
    "this week": lambda today: {"when": "week"},
    "next week": lambda today: _week_after(today, first=0, last=6),
    "this month": lambda today: {"when": "month"},
    "weekend": lambda today: {"when": "weekend"},
    "this weekend": lambda today: {"when": "weekend"},
    "next weekend": lambda today: _week_after(today, first=5, last=6),
}
_EVERY: dict[str, dict[str, tuple[str, ...]]] = {
    **{f"{name.lower()}s": {"weekday": (name[:3].lower(),)} for name in WEEKDAYS},
    **{f"every {name.lower()}": {"weekday": (name[:3].lower(),)} for name in WEEKDAYS},
    **{f"{name.lower()} evenings": {"weekday": (name[:3].lower(),), "part": ("evenings",)} for name in WEEKDAYS},
    "evenings": {"part": ("evenings",)},
    "evening": {"part": ("evenings",)},
    "weekends": {"part": ("weekends",)},
}
_LONGEST_FIRST = "|".join(sorted(_TIMES, key=len, reverse=True))
_TIME = re.compile(rf"(?:^|\s)(?:(?:on|at|for|over|in)\s+)?(?:the\s+)?({_LONGEST_FIRST})[.?!]*$", re.IGNORECASE)
_REPEATED = "|".join(sorted(_EVERY, key=len, reverse=True))
_OFTEN = re.compile(rf"(?:^|(?<!\bthis)\s)(?:(?:on|at|in)\s+)?(?:the\s+)?({_REPEATED})[.?!]*$", re.IGNORECASE)
_END = r"(?=$|[\s.,?!])(?!\s+(?:to|and|or)\s)"  # of a number that is not the first of two
_AGES = (
    re.compile(rf"(?:^|\s)(?:for\s+)?(?:(?:an?|my)\s+)?([0-9]{{1,2}})[\s-]*years?[\s-]*olds?{_END}", re.IGNORECASE),
    re.compile(rf"(?:^|\s)(?:for\s+)?age[ds]?\s+([0-9]{{1,3}}){_END}", re.IGNORECASE),
    re.compile(
        rf"(?<=\S)\s+(?:for\s+)?(?:the\s+)?over[\s-]*([0-9]{{2}})['’]?s{_END}", re.IGNORECASE
    ),  # alone it is a name
)
_BUDGETS = (
    re.compile(
        rf"(?:^|\s)(?:for\s+)?(?:under|below|less than|up to|at most)\s*£\s*([0-9]{{1,4}}){_END}(?![.,][0-9])",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|\s)(?:for\s+)?(?:under|below|less than|up to|at most)\s+([0-9]{{1,4}})\s*(?:pounds|quid){_END}",
        re.IGNORECASE,
    ),
)
_CHEAP = re.compile(r"(?:^|\s)(?:cheap|low[\s-]cost)(?=$|[\s.,?!])", re.IGNORECASE)
_CHEAP_POUNDS = 10  # as the filter of costs has it
_NEAR = re.compile(r"(?:^|\s)(?:near|in|around)\s+(?!(?:.*\s)?(?:near|in|around)\s)(\S.*?)[.?!]*$", re.IGNORECASE)
_CODE = re.compile(r"(?:^|\s)(\S{2,4})[.?!]*$")
_ANYTHING = SMALL | {"what", "s", "whats", "things", "anything", "events", "happening"}  # “what’s on tonight”

FindPlace = Callable[[str], Spot | None]


def understood(asked: Search, *, today: date, find_place: FindPlace) -> Search:
    """The same search with times, places, ages and costs out of its words, unless one is chosen already.

    “Free” stays: it is a word of whatever is.
    """
    found = _timed(_placed(_timed(_priced(_aged(asked)), today), find_place), today)
    if found.q != asked.q and _ANYTHING.issuperset(meaning(found.q)):
        return replace(found, q="")
    return found


def _timed(asked: Search, today: date) -> Search:
    chosen = asked.when != "any" or asked.on or asked.from_ or asked.to
    if asked.when == "undated":
        return asked
    if often := _OFTEN.search(asked.q):
        more = {name: (*getattr(asked, name), *found) for name, found in _EVERY[_spaced(often[1])].items()}
        more = {name: tuple(dict.fromkeys(values)) for name, values in more.items()}
        return _timed(asked.but(q=asked.q[: often.start()].rstrip(), **more), today)
    said = _TIME.search(asked.q)
    if chosen or not said:
        return asked
    changed = _TIMES[_spaced(said[1])](today)
    part = tuple(dict.fromkeys((*asked.part, *changed.pop("part", ()))))
    return asked.but(q=asked.q[: said.start()].rstrip(), part=part, **changed)


def _aged(asked: Search) -> Search:
    said = _first(_AGES, asked.q)
    if asked.age is not None or not said or int(said[1]) > MOST_AGE:
        return asked
    return asked.but(q=_without(asked.q, said), age=int(said[1]))


def _priced(asked: Search) -> Search:
    if asked.budget is not None or asked.cost:
        return asked
    if said := _first(_BUDGETS, asked.q):
        return asked.but(q=_without(asked.q, said), budget=int(said[1]))
    if said := _CHEAP.search(asked.q):
        return asked.but(q=_without(asked.q, said), budget=_CHEAP_POUNDS)
    return asked


def _first(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    return next((said for pattern in patterns if (said := pattern.search(text))), None)


def _without(text: str, said: re.Match[str]) -> str:
    return " ".join(f"{text[: said.start()]} {text[said.end() :]}".split())


def _spaced(text: str) -> str:
    return " ".join(text.lower().split())


def _placed(asked: Search, find_place: FindPlace) -> Search:
    if asked.near:
        return asked
    if (said := _NEAR.search(asked.q)) and find_place(said[1]):
        return asked.but(q=asked.q[: said.start()].rstrip(), near=outward(said[1]) or said[1])
    if (said := _CODE.search(asked.q)) and outward(said[1]) and find_place(said[1]):
        return asked.but(q=asked.q[: said.start()].rstrip(), near=outward(said[1]))
    first, _, rest = asked.q.partition(" ")
    if rest and outward(first) and find_place(first):
        return asked.but(q=rest.lstrip(), near=outward(first))
    return asked


def _week_after(today: date, *, first: int, last: int) -> dict[str, Any]:
    monday = today + timedelta(days=7 - today.weekday())
    return {"from_": monday + timedelta(days=first), "to": monday + timedelta(days=last)}
