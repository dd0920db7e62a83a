"""A sport has no activity of OpenActive's list, although there is one of the same meaning."""

from functools import cache
from typing import Any

from openhub import spec
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="info",
    anchor="activity-named",
    message="`activity` is missing: the theme {theme} is {activity} in OpenActive's list.",
    remedy="Name the activity in `activity`: the message shows its address.",
    why="Sites for sport show what has an activity, so more people would find it.",
    types=("Event", "EventSeries"),
    reads=("themes",),
    may_read=("activity",),
)


def check(document: dict[str, Any], at: At) -> Faults:
    if "activity" in document:
        return None
    known = _activities()
    if known.keys().isdisjoint(document["themes"]):
        return None
    theme = next(theme for theme in document["themes"] if theme in known)
    return [("/themes", {"theme": theme, "activity": known[theme]})]


@cache
def _activities() -> dict[str, str]:
    """The activity of each sport that has one."""
    return {
        theme: concept["exactMatch"][0]
        for theme, concept in spec.theme_concepts().items()
        if concept.get("broader", "").endswith("#moving-sport") and concept.get("exactMatch")
    }
