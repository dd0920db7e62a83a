"""More than twenty venues of a feed are at one and the same spot."""

from collections import defaultdict
from typing import Any

from openhub.validate.places import places
from openhub.validate.rule import FeedFaults, Rule

RULE = Rule(
    family="place",
    severity="warning",
    anchor="place-pin",
    message="{count} venues of this feed, of different names, are all at {latitude}, {longitude}.",
    remedy="Give each venue its own coordinates, or none: then it is found by its postcode.",
    why="This is most likely the centre of the map or the office. People would be sent there.",
)

MOST = 20
SHARED_BY = MOST + 1

Spot = tuple[float, float]


def collect(document: dict[str, Any]) -> tuple[str, Spot, str] | None:
    """The pointer, the spot and what tells the first exact venue from others: its postcode, or else its name."""
    for pointer, place in places(document):
        if spot := _exact(place):
            address = place.get("address")
            code = address.get("postalCode") if isinstance(address, dict) else None
            return f"{pointer}/geo", spot, str(code or place.get("name", "")).casefold()
    return None


def keys(document: dict[str, Any]) -> tuple[Spot, ...]:
    for _, place in places(document):
        if spot := _exact(place):
            return (spot,)
    return ()


def _exact(place: dict[str, Any]) -> Spot | None:
    """Where an exact place is."""
    geo = place.get("geo")
    if not isinstance(geo, dict) or place.get("precision", "exact") != "exact":
        return None
    north, east = geo.get("latitude"), geo.get("longitude")
    return (north, east) if isinstance(north, int | float) and isinstance(east, int | float) else None


def finish(collected: list[tuple[int, tuple[str, Spot, str]]]) -> FeedFaults:
    """One finding for each such spot, at the first item that has it."""
    venues: dict[Spot, set[str]] = defaultdict(set)
    first: dict[Spot, tuple[int, str]] = {}
    for index, (pointer, spot, venue) in collected:
        venues[spot].add(venue)
        first.setdefault(spot, (index, pointer))
    return [
        (*first[spot], {"count": len(names), "latitude": spot[0], "longitude": spot[1]})
        for spot, names in venues.items()
        if len(names) > MOST
    ]
