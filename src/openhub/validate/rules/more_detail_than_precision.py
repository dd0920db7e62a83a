"""A place tells more of where it is than its precision allows."""

import re
from decimal import Decimal
from typing import Any

from openhub.model.place import is_postcode
from openhub.validate.places import PLACED, is_home, places
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="privacy",
    severity="error",
    anchor="place-detail",
    message="The place is given as `{precision}`, but {detail}.",
    remedy="Take the detail away; or if everybody may know the exact spot, change `precision`.",
    why="Somebody's home could be found from it, although they were told that it would not be.",
    may_read=PLACED,
)

DECIMALS = {"exact": 5, "street": 3, "area": 2, "on-joining": 2}
_PARTS = 10 ** DECIMALS["exact"]  # of a degree
LEAST_METRES = {"street": 100, "area": 500, "on-joining": 500}
_HOUSE_NUMBER = re.compile(r"\b[0-9]{1,4}[A-Za-z]?\b")


def check(document: dict[str, Any], at: At) -> Faults:
    faults: list[tuple[str, dict[str, Any]]] = []
    for pointer, place in places(document):
        precision, geo = place.get("precision", "exact"), place.get("geo")
        if precision != "exact":
            faults += _address(f"{pointer}/address", place.get("address") or {}, precision)
        if geo and not (precision == "exact" and _is_rounded(geo)):
            faults += _geo(f"{pointer}/geo", geo, precision, is_home(place))
    return faults


def _is_rounded(geo: dict[str, Any]) -> bool:
    """Whether an exact place may have these coordinates; quick."""
    latitude, longitude = geo["latitude"], geo["longitude"]
    return bool(round(latitude * _PARTS) / _PARTS == latitude and round(longitude * _PARTS) / _PARTS == longitude)


def _address(pointer: str, address: dict[str, Any], precision: str) -> list[tuple[str, dict[str, Any]]]:
    details = []
    if is_postcode(address.get("postalCode", "")):
        details.append(
            (f"{pointer}/postalCode", "its postcode is whole; only the first half, such as NW5, may be told")
        )
    street = address.get("streetAddress", "")
    if street and precision != "street":
        details.append((f"{pointer}/streetAddress", "it names the street"))
    elif _HOUSE_NUMBER.search(street):
        details.append((f"{pointer}/streetAddress", "its street has a house number"))
    return _faults(details, precision)


def _geo(pointer: str, geo: dict[str, Any], precision: str, home: bool) -> list[tuple[str, dict[str, Any]]]:
    if precision == "online" or (home and precision in ("area", "on-joining")):
        told = "there are coordinates, and a home must have none" if home else "there are coordinates"
        return _faults([(pointer, told)], precision)
    details = []
    most = DECIMALS[precision]
    for name in ("latitude", "longitude"):
        if (given := _decimals(geo[name])) > most:
            details.append((f"{pointer}/{name}", f"its {name} has {given} decimals; at most {most} may be told"))
            break
    least = LEAST_METRES.get(precision, 0)
    if least and geo.get("uncertaintyMetres", 0) < least:
        where = f"{pointer}/uncertaintyMetres" if "uncertaintyMetres" in geo else pointer
        details.append((where, f"`uncertaintyMetres` does not say that the spot may be {least} metres off or more"))
    return _faults(details, precision)


def _faults(details: list[tuple[str, str]], precision: str) -> list[tuple[str, dict[str, Any]]]:
    return [(pointer, {"precision": precision, "detail": detail}) for pointer, detail in details]


def _decimals(degrees: float) -> int:
    text = repr(degrees)
    if "e" not in text and "." in text:
        return len(text.rpartition(".")[2].rstrip("0"))
    exponent = Decimal(text).normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
