"""Finds the place somebody names: from a small list of London names of our own, and from what items taught."""

import csv
import difflib
from functools import cache
from pathlib import Path

from openhub.hub.index import folded
from openhub.model.place import Spot, outward, whole
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
    """A whole postcode, an outward code, or a name; None when nobody has taught us that."""
    if postcode := whole(text):
        return store.learned_place(folded(postcode)) or find_place(store, outward(postcode))
    name = folded(outward(text) or text)
    return listed(name) or (store.learned_place(name) if name else None)


def suggest(store: Store, text: str, limit: int = 5) -> list[str]:
    """Names near to one we do not know."""
    name = folded(text)
    begins = [spot.label for key, spot in london().items() if name and key.startswith(name)]
    close = [london()[key].label for key in difflib.get_close_matches(name, london(), n=limit, cutoff=0.75)]
    learned = store.learned_names(name, limit) if name else []
    return list(dict.fromkeys(begins + close + learned))[:limit]
