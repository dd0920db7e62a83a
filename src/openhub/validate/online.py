"""Whether the location of an item is a place to go to, or online, or both."""

from typing import Any


def is_anywhere(document: dict[str, Any]) -> bool:
    """Whether there is a place to go to."""
    return not all(map(_is_online, _locations(document)))


def is_online(document: dict[str, Any]) -> bool:
    """Whether there is a location online."""
    return any(map(_is_online, _locations(document)))


def _locations(document: dict[str, Any]) -> list[dict[str, Any]]:
    location = document["location"]
    return location if isinstance(location, list) else [location]


def _is_online(location: dict[str, Any]) -> bool:
    if location.get("type") == "VirtualLocation":
        return True
    return location.get("precision") == "online" or location.get("premises") == "online"
