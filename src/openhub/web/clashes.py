"""What does not go together in a search: two ways to name a day, days the wrong way round, evenings of what has no day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from openhub.web.parameters import WHENS
from openhub.web.searching import Search


@dataclass(frozen=True, slots=True)
class Clash:
    """The parameter that does not go with another, what a program is told, what a person is told, and what the search is without it."""

    name: str
    said: str
    advice: str
    rest: Search


def clashes(asked: Search) -> Iterator[Clash]:
    """All of them; each `rest` is of the search as the one before left it."""
    for look in (_two_kinds_of_day, _days_and_words, _backwards, _without_a_day):
        if found := look(asked):
            yield found
            asked = found.rest


def _two_kinds_of_day(asked: Search) -> Clash | None:
    if not asked.on or not (asked.from_ or asked.to):
        return None
    return Clash(
        "on",
        "The parameter on does not go together with from or to. Give the one day, or the days from and to.",
        "One day does not go together with days from and until. This is what is on that one day.",
        asked.but(from_=None, to=None),
    )


def _days_and_words(asked: Search) -> Clash | None:
    if asked.when == "any" or not (asked.on or asked.from_ or asked.to):
        return None
    return Clash(
        "when",
        f"The parameter when cannot be {asked.when} together with on, from or to. Leave one of them out.",
        f"“{WHENS[asked.when]}” does not go together with days of your own. This is what is on those days.",
        asked.but(when="any"),
    )


def _backwards(asked: Search) -> Clash | None:
    if not asked.from_ or not asked.to or asked.from_ <= asked.to:
        return None
    return Clash(
        "to",
        f"The parameter to, {asked.to}, is before from, {asked.from_}. It must be the same day or a later one.",
        f"{_typed(asked.to)} is before {_typed(asked.from_)}, so there is no day from the one until the other. This is what is on any day.",
        asked.but(from_=None, to=None),
    )


def _without_a_day(asked: Search) -> Clash | None:
    if asked.when != "undated" or not (asked.part or asked.weekday):
        return None
    name = "part" if asked.part else "weekday"
    rest: dict[str, Any] = {"part": (), "weekday": ()}
    return Clash(
        name,
        f"The parameter {name} does not go together with when=undated: what has no fixed day is not on at one. Leave one of them out.",
        "What has no fixed day has no evening, no weekend and no day of the week. This is all that has no fixed day.",
        asked.but(**rest),
    )


def _typed(day: date) -> str:
    return f"{day:%d/%m/%Y}"
