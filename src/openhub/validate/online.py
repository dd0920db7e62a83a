"""Whether the location of an item is a place to go to, or online, or both."""

from typing import Any


def is_anywhere(document: dict[str, Any]) -> bool:
    """Whether there is a place to go to."""
    return any(not _is_online(location) for location in _locations(document))


def is_online(document: dict[str, Any]) -> bool:
    """Whether there is a location online."""
    return any(_is_online(location) for location in _locations(document))


def _locations(document: dict[str, Any]) -> list[dict[str, Any]]:
    location = document["location"]
    return location if isinstance(location, list) else [location]


def _is_online(location: dict[str, Any]) -> bool:
    return location.get("type") == "VirtualLocation" or "online" in (
        location.get("precision"),
        location.get("premises"),
    )
