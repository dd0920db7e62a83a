"""A text tells where a home is, or a place that must stay unknown."""

from typing import Any

from openhub.validate.hidden import CALM, may_tell
from openhub.validate.home import is_map_link, signs
from openhub.validate.places import hides_place, is_of_organisation, places
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
    calm=CALM,
)

_CONTACTS = frozenset({"email", "telephone"})  # their numbers are no house's
_ADDRESS = frozenset({"streetAddress", "postalCode"})


def check(document: dict[str, Any], at: At) -> Faults:
    """One finding for each text, with all that it gives. The detail is not repeated: findings are shown to others too."""
    if not hides_place(document) or not may_tell(document):
        return None
    checked = {f"{pointer}/address" for pointer, _ in places(document)}  # by more-detail-than-precision
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, name, text in strings(document):
        if text.startswith(("https://", "http://")) and " " not in text:
            given = ["a link to a spot on a map"] if is_map_link(text) else []
        else:
            given = [] if _is_other(pointer, name, checked) else signs(text)
        if given:
            faults.append((pointer, {"what": " and ".join(given)}))
    return faults


def _is_other(pointer: str, name: str, checked: set[str]) -> bool:
    """Whether a text is a contact, or in an address that has a rule of its own or is an organisation's."""
    parent = pointer.rpartition("/")[0]
    return name in _CONTACTS or (name in _ADDRESS and (parent in checked or is_of_organisation(pointer)))
