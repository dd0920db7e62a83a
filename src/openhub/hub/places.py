"""Finds the place somebody names: coordinates, a postcode, an outward code or a name, by all that the hub knows of places."""

import csv
from functools import cache
from pathlib import Path

from openhub.hub.index import folded
from openhub.model.closeness import closest, plain
from openhub.model.place import Spot, coordinates, outward, whole
from openhub.stores.contract import Store

LONDON = Path(__file__).parent / "london.csv"


@cache
def london() -> dict[str, Spot]:
    """Our own list by folded name; a neighbourhood goes before a borough of the same name."""
    with LONDON.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["kind"] == "borough", reverse=True)
    return {
        folded(row["name"]): Spot(
            latitude=float(row["latitude"]),
            longitude=float(row["longitude"]),
            label=row["name"],
            radius_metres=float(row["radius_metres"]),
        )
        for row in rows
    }


def listed(name: str) -> Spot | None:
    """A place of our own list."""
    return london().get(folded(name))


def find_place(store: Store, text: str) -> Spot | None:
    """Coordinates, a whole postcode, an outward code, or a name; None when nobody has taught us that.

    A whole postcode is looked for in the gazetteers first, then among what items taught, then by its outward code; anything
    else in our own list, then among what items taught, then in the gazetteers.
    """
    if spot := coordinates(text):
        return spot
    if postcode := folded(whole(text)):
        return store.gazetteer_place(postcode) or store.learned_place(postcode) or find_place(store, outward(postcode))
    name = folded(outward(text) or text)
    return (listed(name) or store.learned_place(name) or store.gazetteer_place(name)) if name else None


def suggest(store: Store, text: str, limit: int = 5) -> list[str]:
    """Names near to one we do not know."""
    name = folded(text)
    begins = [spot.label for key, spot in london().items() if name and key.startswith(name)]
    close = [london()[key].label for key in closest(plain(name), dict.fromkeys(london(), 1), limit)]
    learned = store.learned_names(name, limit) if name else []
    return list(dict.fromkeys(begins + close + learned))[:limit]
