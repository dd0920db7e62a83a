"""The coordinates of a place are more than a kilometre from its postcode."""

from typing import Any

from openhub.model.place import Spot, distance
from openhub.validate.places import PLACED
from openhub.validate.postcodes import placed
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="place",
    severity="warning",
    anchor="place-postcode-near",
    message="The coordinates are {kilometres} km from the postcode {postcode}.",
    remedy="Check both, and mend the one that is wrong.",
    why="One of the two sends people to the wrong place.",
    may_read=PLACED,
    needs=("postcodes",),
)

MOST_METRES = 1000


def check(document: dict[str, Any], at: At) -> Faults:
    faults = []
    for pointer, place, code in placed(document):
        geo, known = place.get("geo"), at.postcode(code)
        if not geo or not known or not known.spot:
            continue
        metres = distance(Spot(latitude=geo["latitude"], longitude=geo["longitude"]), known.spot)
        if metres > MOST_METRES + geo.get("uncertaintyMetres", 0):
            faults.append((f"{pointer}/geo", {"kilometres": f"{metres / 1000:,.1f}", "postcode": code}))
    return faults
