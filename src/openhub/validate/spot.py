"""What in members, by their names and numbers, tells a stranger where a home is; what texts tell is in `home`."""

import re
from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from openhub.validate.home import signs

COORDINATES, HOUSE, DOOR = "coordinates", "the number of a house", "the number of a front door in a register"

_WORDS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_NUMBER = re.compile(r"\s*([-−–+]?[0-9]{1,9}(?:[.,][0-9]{1,18})?)\s*°?\s*[NSEW]?\s*")
_TWO_NUMBERS = re.compile(r"[0-9]{1,9}[.,][0-9]+\D+[0-9]{1,9}[.,][0-9]+")
_AXES = frozenset({"latitude", "longitude", "lat", "lng", "lon", "easting", "northing", "eastings", "northings"})
_PAIRS = frozenset({"coordinates", "coords", "geo", "gps", "latlng", "latlon", "latlong", "lnglat", "lonlat"})
_THREE_WORDS = re.compile(r"/{0,3}[^\W\d_]{2,}\.[^\W\d_]{2,}\.[^\W\d_]{2,}")
_GRID = re.compile(r"[A-Z]{2}\s?[0-9]{3,5}\s?[0-9]{3,5}", re.IGNORECASE)
_CODES = {
    "geohash": re.compile("[0-9b-hjkmnp-z]{6,12}"),
    "what3words": _THREE_WORDS,
    "w3w": _THREE_WORDS,
    "gridreference": _GRID,
    "gridref": _GRID,
    "osgridref": _GRID,
}
_HOUSES = ("housenumber", "houseno", "flatnumber", "flatno", "doornumber", "buildingnumber")
_DOORS = frozenset({"uprn", "udprn"})
_BOX = 4  # numbers: its corners
_SIZES = 10


def told_by(name: str, value: Any) -> str:
    """What one member tells, by its name without prefix and case, in words; "" for nothing."""
    return next((what for what, tells in _suspected(name) if tells(value)), "")


def can_tell(name: str) -> bool:
    """Whether there are values of a member of this name that would tell anything."""
    return bool(_suspected(name))


@lru_cache(4096)
def _suspected(name: str) -> tuple[tuple[str, Callable[[Any], bool]], ...]:
    """What a member of this name can tell, and whether a value does. Names come again and again, so it is remembered."""
    words = [word.lower() for word in _WORDS.findall(re.split("[:/#]", name)[-1])]
    joined, last = "".join(words), words[-1] if words else ""
    found: list[tuple[str, Callable[[Any], bool]]] = []
    if last in _AXES:
        found.append((COORDINATES, lambda value: _number(value) is not None))
    if not _PAIRS.isdisjoint((joined, last)):
        found.append((COORDINATES, _is_pair))
    if code := _CODES.get(joined):
        found.append((COORDINATES, partial(_is_code, code)))
    if joined.endswith(_HOUSES):
        found.append((HOUSE, _has_digit))
    if last in _DOORS:
        found.append((DOOR, _has_digit))
    return tuple(found)


def is_spot(values: list[Any]) -> bool:
    """Whether these are two numbers with three decimals or more that can be degrees, maybe with a height or as a box.

    Two small ones that are not negative are taken for sizes.
    """
    if not 2 <= len(values) <= _BOX:
        return False
    one, other = _number(values[0]), _number(values[1])
    if one is None or other is None or not (min(abs(one), abs(other)) <= 90 and max(abs(one), abs(other)) <= 180):
        return False
    exact = round(one, 2) != one and round(other, 2) != other
    return exact and not (0 <= one <= _SIZES and 0 <= other <= _SIZES)


def is_door(register: Any) -> bool:
    """Whether a register of identifiers has a number for each front door."""
    return isinstance(register, str) and register.lower() in _DOORS


def _is_pair(value: Any) -> bool:
    """Whether a value that should be a spot, by its name, has two numbers. A text that gives itself away does not count."""
    if isinstance(value, list):
        return len([each for each in value[:2] if _number(each) is not None]) == 2
    return isinstance(value, str) and bool(_TWO_NUMBERS.search(value)) and not signs(value)


def _is_code(form: re.Pattern[str], value: Any) -> bool:
    """Whether a value is a code for a spot. One that gives itself away in any text does not count."""
    return isinstance(value, str) and bool(form.fullmatch(value.strip())) and not signs(value)


def _has_digit(value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return True
    return isinstance(value, str) and any(letter.isdigit() for letter in value)


def _number(value: Any) -> float | None:
    """A number, or one that is written as text."""
    if isinstance(value, str) and (found := _NUMBER.fullmatch(value)):
        return float(found[1].replace(",", ".").replace("−", "-").replace("–", "-"))
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
