"""Which British postcodes are in use and where they are, by a table of them, and the postcodes of an item's places."""

import csv
import math
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from openhub.errors import UsageError
from openhub.model.place import Spot, whole
from openhub.validate.once import once
from openhub.validate.places import places
from openhub.validate.surroundings import Postcode

NATION = 1_000_000
"""A table of so many postcodes in use has them all: there are 1.8 million, and no part of the country has so many."""

_COLUMNS = {
    "code": ("pcds", "postcode"),
    "latitude": ("lat", "latitude"),
    "longitude": ("long", "longitude"),
    "ended": ("doterm",),
}
_INSTEAD = "Use the ONS Postcode Directory (pcds, lat, long, doterm), or a table with the columns postcode, latitude and longitude."
_NOWHERE = math.inf
_ENDED = math.nan
_LONGEST = 7

_whole = lru_cache(4096)(whole)

Row = tuple[str, float, float]
"""A postcode without its space, and where it is; nowhere when that is not known, and no number when it is not in use."""


class Postcodes:
    """A table of postcodes, in 16 bytes each. Of one that has them all, a postcode that it lacks is not in use."""

    def __init__(self, rows: Iterable[Row], *, nation: int = NATION) -> None:
        codes, north, east = array("q"), array("f"), array("f")
        for code, latitude, longitude in rows:
            codes.append(int(code, 36))
            north.append(latitude)
            east.append(longitude)
        order = sorted(range(len(codes)), key=codes.__getitem__)
        self._codes = array("q", (codes[place] for place in order))
        self._north = array("f", (north[place] for place in order))
        self._east = array("f", (east[place] for place in order))
        self._is_complete = sum(not math.isnan(latitude) for latitude in north) >= nation

    def __len__(self) -> int:
        return len(self._codes)

    def find(self, code: str) -> Postcode | None:
        """What the table says of a postcode; None when that is nothing."""
        number = int(code.replace(" ", ""), 36)
        place = bisect_left(self._codes, number)
        if place == len(self) or self._codes[place] != number:
            return Postcode(in_use=False) if self._is_complete else None
        latitude, longitude = self._north[place], self._east[place]
        if math.isnan(latitude):
            return Postcode(in_use=False)
        spot = Spot(latitude=latitude, longitude=longitude) if latitude != _NOWHERE else None
        return Postcode(in_use=True, spot=spot)


def read(lines: Iterable[str], name: str) -> Postcodes:
    """The table in the lines of a CSV file. Raises UsageError when it is not one of postcodes with latitude and longitude."""
    rows = csv.reader(lines)
    try:
        table = Postcodes(_rows(rows, _columns(next(rows, []), name)))
    except csv.Error as error:
        raise UsageError(f"{name} is not CSV: {error}.") from error
    if not len(table):
        raise UsageError(f"{name} has no postcode in it. {_INSTEAD}")
    return table


def _columns(head: list[str], name: str) -> tuple[int, int, int, int]:
    """Where the postcode, latitude, longitude and the date of its end stand; −1 for a table without ends."""
    heads = [cell.strip().lower() for cell in head]
    found = [next((heads.index(one) for one in ones if one in heads), -1) for ones in _COLUMNS.values()]
    if -1 not in found[:3]:
        return found[0], found[1], found[2], found[3]
    if (heads and whole(heads[0])) or {"eastings", "northings"} <= set(heads) or {"ea", "no"} <= set(heads):
        raise UsageError(f"{name} looks like Code-Point Open, which has eastings and northings only. {_INSTEAD}")
    raise UsageError(f"{name} has no columns of that name. {_INSTEAD}")


def _rows(rows: Iterable[list[str]], columns: tuple[int, int, int, int]) -> Iterator[Row]:
    """What the rows say; one that is too short or has no postcode is passed over."""
    at_code, at_latitude, at_longitude, at_end = columns
    last = max(columns)
    for row in rows:
        if len(row) <= last:
            continue
        code = row[at_code].replace(" ", "").upper()
        if not (code.isalnum() and code.isascii() and 5 <= len(code) <= _LONGEST):
            continue
        if at_end >= 0 and row[at_end].strip():
            yield code, _ENDED, _ENDED
        else:
            yield code, *_spot(row[at_latitude], row[at_longitude])


def _spot(latitude: str, longitude: str) -> tuple[float, float]:
    """Degrees; nowhere for what is none, such as the 99.999999 of a postcode that is in no grid."""
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return _NOWHERE, _NOWHERE
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else (_NOWHERE, _NOWHERE)


@once
def placed(document: dict[str, Any]) -> list[tuple[str, dict[str, Any], str]]:
    """The pointer of each place with a whole British postcode, the place, and that postcode as Royal Mail writes it."""
    found = []
    for pointer, place in places(document):
        address = place.get("address", {})
        if address.get("addressCountry") == "GB" and (code := _whole(address.get("postalCode", ""))):
            found.append((pointer, place, code))
    return found
