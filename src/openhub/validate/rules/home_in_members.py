"""A member tells where a home is, or a place that must stay unknown, by numbers or codes.

Texts have a rule of their own, home-in-text; coordinates and addresses of the places themselves more-detail-than-precision.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from openhub.model.finding import escaped
from openhub.validate.hidden import CALM, may_tell
from openhub.validate.places import hides_place, is_of_organisation, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.spot import COORDINATES, DOOR, is_door, is_spot, told_by
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="text-home",
    message="This gives {what}, but the place may be told by its area at most.",
    remedy="Take it out, also from members of your own; name the area and the first half of the postcode at most.",
    why="What is published here is copied to many sites. A stranger could stand at somebody's door, and it cannot be taken back.",
    whole=True,
    calm=CALM,
)

_CHECKED = ("latitude", "longitude")


def check(document: dict[str, Any], at: At) -> Faults:
    """One finding for each kind in each object or list. The detail is not repeated: findings are shown to others too."""
    if not hides_place(document) or not may_tell(document):
        return None
    checked = {f"{pointer}/geo" for pointer, _ in places(document)}
    found: dict[str, str] = {}
    for pointer, holder in _holders(document):
        told: dict[str, str] = {}
        for where, what in _told(pointer, holder, _CHECKED if pointer in checked else ()):
            told.setdefault(what, where)
        found |= {where: what for what, where in told.items() if what == COORDINATES or not is_of_organisation(pointer)}
    return [(where, {"what": what}) for where, what in found.items()]


def _holders(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | list[Any]]]:
    """The pointer and value of every object and list, in the document's order."""
    waiting: list[tuple[str, dict[str, Any] | list[Any]]] = [("", document)]
    while waiting:
        pointer, holder = waiting.pop()
        yield pointer, holder
        inner: Iterable[tuple[Any, Any]] = holder.items() if isinstance(holder, dict) else enumerate(holder)
        held = [(name, value) for name, value in inner if isinstance(value, dict | list) and name != "@context"]
        waiting += [(f"{pointer}/{escaped(str(name))}", value) for name, value in reversed(held)]


def _told(pointer: str, holder: dict[str, Any] | list[Any], checked: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Where in one object or list something is told, and what."""
    if isinstance(holder, list):
        if is_spot(holder):
            yield pointer, COORDINATES
        return
    for name, value in holder.items():
        if name not in checked and (what := told_by(name, value)):
            yield f"{pointer}/{escaped(name)}", what
    if "x" in holder and "y" in holder and is_spot([holder["x"], holder["y"]]):
        yield f"{pointer}/x", COORDINATES
    if is_door(holder.get("propertyID")) and "value" in holder:
        yield f"{pointer}/value", DOOR
