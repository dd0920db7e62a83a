"""What OpenActive needs of an item: a physical activity of its list, a spot, a time of day, dates, a price."""

from collections.abc import Callable

from openhub import spec
from openhub.formats import project_table
from openhub.formats.loose_jsonld import listed
from openhub.formats.project_offers import plain_offers
from openhub.formats.project_place import spot
from openhub.formats.project_table import Data
from openhub.formats.project_times import has_clock_time, partial_rules, sessions
from openhub.formats.project_walk import Walk


def activities(walk: Walk) -> list[Data]:
    """The activities of OpenActive's list that the item names, else those that mean the same as one of its themes."""
    known = project_table.table("openactive")
    prefix = known["list"] + "#"
    named = [a for a in listed(walk.document.get("activity")) if isinstance(a, str)]
    found = [a for a in named if a.startswith(prefix)] or [a for a in _of_themes(walk) if a.startswith(prefix)]
    return [_concept(activity, known) for activity in dict.fromkeys(found)]


def _concept(activity: str, known: project_table.Table) -> Data:
    label = {"prefLabel": known["labels"][activity]} if activity in known["labels"] else {}
    return {"@type": "Concept", "@id": activity, **label, "inScheme": known["list"]}


def _of_themes(walk: Walk) -> list[str]:
    concepts = spec.theme_concepts()
    themes = [t for t in listed(walk.document.get("themes")) if isinstance(t, str) and t in concepts]
    return [match for theme in themes for match in listed(concepts[theme].get("exactMatch"))]


CHECKS: dict[str, Callable[[Walk], bool]] = {
    "activity": lambda walk: bool(activities(walk)),
    "spot": lambda walk: bool(spot(walk)),
    "clock": lambda walk: has_clock_time(walk.document),
    "dates": lambda walk: walk.kind != "EventSeries" or bool(sessions(walk) or partial_rules(walk)),
    "price": lambda walk: bool(plain_offers(walk)),
}
WHOLES = {"activities": activities}
