"""A text tells where a home is, or a place that must stay unknown."""

from typing import Any

from openhub.validate.home import is_map_link, signs
from openhub.validate.places import is_home, places
from openhub.validate.prose import strings
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-home",
    message="The text gives {what}, but the place may be told by its area at most.",
    remedy="Take it out, and tell it to the people who come; name the area and the first half of the postcode at most.",
    why="What is published here is copied to many sites. A stranger could stand at somebody's door, and it cannot be taken back.",
    whole=True,
)

_PRIVATE = ("household", "individual")
_ROUGH = ("area", "on-joining")
# The first two have a rule of their own, more-detail-than-precision; the others are numbers that are no house's.
_OTHERS = frozenset({"streetAddress", "postalCode", "email", "telephone"})


def check(document: dict[str, Any], at: At) -> Faults:
    """One finding for each text, with all that it gives. The detail is not repeated: findings are shown to others too."""
    if not _is_hidden(document):
        return None
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, name, text in strings(document):
        if text.startswith(("https://", "http://")) and " " not in text:
            given = ["a link to a spot on a map"] if is_map_link(text) else []
        else:
            given = signs(text) if name not in _OTHERS else []
        if given:
            faults.append((pointer, {"what": " and ".join(given)}))
    return faults


def _is_hidden(document: dict[str, Any]) -> bool:
    """Whether a place of the item is a home or must stay unknown, or a private person gives it by its area."""
    private = document["type"] == "MatchScheme" or (
        document["type"] in ("Offer", "Request") and document.get("offeredBy", "household") in _PRIVATE
    )
    return any(is_home(place) or (private and place.get("precision") in _ROUGH) for _, place in places(document))
