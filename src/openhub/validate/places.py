"""The places that a document names, each with its pointer."""

from typing import Any

from openhub.validate.once import once

PLACED = ("location", "stops")
_PRIVATE = ("household", "individual")
_HIDDEN = ("domestic", "undisclosed")
_ROUGH = ("area", "on-joining")
OPEN = {
    "properties": {
        "location": {
            "type": "object",
            "properties": {"premises": {"not": {"enum": list(_HIDDEN)}}, "precision": {"not": {"enum": list(_ROUGH)}}},
        },
        "stops": False,
    }
}
"""A schema of items of which `hides_place` is false, in so far as that can be said quickly."""

_ORGANISATIONS = frozenset({"organizer", "publisher", "inAidOf", "verifiedBy", "matchFunders"})


def _only(document: dict[str, Any]) -> dict[str, Any] | None:
    """The one location that most items have; None of those that have more, or none."""
    location = document.get("location")
    return location if isinstance(location, dict) and "stops" not in document else None


@once
def places(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every place in `location` and `stops`; virtual ones are left out."""
    if (only := _only(document)) is not None:
        return [] if only.get("type") == "VirtualLocation" else [("/location", only)]
    found: list[tuple[str, dict[str, Any]]] = []
    for name in PLACED:
        value = document.get(name)
        if isinstance(value, dict):
            found.append((f"/{name}", value))
        elif isinstance(value, list):
            found += [(f"/{name}/{index}", place) for index, place in enumerate(value) if isinstance(place, dict)]
    return [(pointer, place) for pointer, place in found if place.get("type") != "VirtualLocation"]


def is_home(place: dict[str, Any]) -> bool:
    """Whether the place is somebody's home, or one whose nature must not be told."""
    return place.get("premises") in _HIDDEN


@once
def hides_place(document: dict[str, Any]) -> bool:
    """Whether a place of the item is a home or must stay unknown, or a private person gives it by its area."""
    kind = document["type"]
    private = kind == "MatchScheme" or (
        kind in ("Offer", "Request") and document.get("offeredBy", "household") in _PRIVATE
    )
    if (only := _only(document)) is not None:
        return _hides(only, private)
    return any(_hides(place, private) for _, place in places(document))


def _hides(place: dict[str, Any], private: bool) -> bool:
    return place.get("premises") in _HIDDEN or (private and place.get("precision") in _ROUGH)


def is_of_organisation(pointer: str) -> bool:
    """Whether a value belongs to an organisation, whose own address is not that of the place."""
    return not _ORGANISATIONS.isdisjoint(pointer.split("/"))
