"""The places that a document names, each with its pointer."""

from typing import Any

from openhub.validate.once import once

PLACED = ("location", "stops")
_PRIVATE = ("household", "individual")
_ROUGH = ("area", "on-joining")
_ORGANISATIONS = frozenset({"organizer", "publisher", "inAidOf", "verifiedBy", "matchFunders"})


@once
def places(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every place in `location` and `stops`; virtual ones are left out."""
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
    return place.get("premises") in ("domestic", "undisclosed")


def hides_place(document: dict[str, Any]) -> bool:
    """Whether a place of the item is a home or must stay unknown, or a private person gives it by its area."""
    private = document["type"] == "MatchScheme" or (
        document["type"] in ("Offer", "Request") and document.get("offeredBy", "household") in _PRIVATE
    )
    return any(is_home(place) or (private and place.get("precision") in _ROUGH) for _, place in places(document))


def is_of_organisation(pointer: str) -> bool:
    """Whether a value belongs to an organisation, whose own address is not that of the place."""
    return not _ORGANISATIONS.isdisjoint(pointer.split("/"))
