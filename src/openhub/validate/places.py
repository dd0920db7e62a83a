"""The places that a document names, each with its pointer."""

from typing import Any

PLACED = ("location", "stops")


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
