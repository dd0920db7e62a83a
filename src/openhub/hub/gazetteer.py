"""Reads lists of postcodes into places: OS Code-Point Open and the ONS Postcode Directory, as CSV or in the zip they come in."""

import csv
import io
import math
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO

from openhub.errors import UnreadableDocument, UsageError
from openhub.hub.index import folded
from openhub.model.place import EARTH_METRES, Spot, outward, whole

CODE_POINT = "code-point-open"
ONSPD = "onspd"
TOGETHER = 20_000  # rows that are reckoned over at once
UNIT_METRES = 100.0  # a postcode is about fifteen homes
_LATITUDES, _LONGITUDES = (49.0, 61.5), (-9.0, 2.5)
_EASTING, _NORTHING = 2, 3  # of Code-Point Open, which has no head
_INSTEAD = (
    "It has to be Code-Point Open (CSV: postcode, quality, eastings, northings, …) or the ONS Postcode Directory"
    " (CSV with the columns pcds, doterm, lat and long)."
)

Row = tuple[str, float, float]
"""A postcode as Royal Mail writes it, latitude and longitude."""


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far: how many were kept, and how many were passed over for which reason."""

    read: int = 0
    kept: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    files_skipped: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    head: list[str]
    rows: Iterable[list[str]]


def kind_of(files: Iterable[Path]) -> str:
    """Which gazetteer the files are of. Raises UsageError when they are of none, or of several."""
    kinds = {kind for file in files for table in _tables(file) if (kind := _kind(table.head))}
    if len(kinds) > 1:
        raise UsageError("These files are of two gazetteers. Import one after the other.")
    if not kinds:
        raise UsageError(f"There is no list of postcodes in these files. {_INSTEAD}")
    return kinds.pop()


def places(files: Iterable[Path], tally: Tally) -> Iterator[tuple[str, Spot]]:
    """Each postcode in use by its folded name; after them their sectors and outward codes, which are where their postcodes are on average.

    Raises UsageError and UnreadableDocument.
    """
    means: dict[str, _Mean] = defaultdict(_Mean)
    for file in files:
        for table in _tables(file):
            for code, latitude, longitude in _located(table, tally):
                tally.kept += 1
                means[outward(code)].add(latitude, longitude)
                means[code[:-2]].add(latitude, longitude)
                yield folded(code), Spot(latitude=latitude, longitude=longitude, label=code, radius_metres=UNIT_METRES)
    for name, mean in means.items():
        yield folded(name), mean.spot(name)


def _located(table: _Table, tally: Tally) -> Iterator[Row]:
    read = _READERS.get(_kind(table.head))
    if not read:
        tally.files_skipped.append(table.name)
        return
    try:
        yield from read(table, tally)
    except (csv.Error, zipfile.BadZipFile, EOFError) as error:
        raise UnreadableDocument(f"{table.name} cannot be read to its end ({error}). Download it again.") from error


def _kind(head: list[str]) -> str:
    heads = _heads(head)
    if {"pcds", "doterm", "lat", "long"} <= set(heads):
        return ONSPD
    columns = tuple(heads[_EASTING : _NORTHING + 1])
    named = columns in (("ea", "no"), ("eastings", "northings"))
    return CODE_POINT if named or (len(columns) > 1 and whole(head[0]) and columns[0].isdecimal()) else ""


def _heads(head: list[str]) -> list[str]:
    return [cell.strip().lower() for cell in head]


def _code_points(table: _Table, tally: Tally) -> Iterator[Row]:
    """Eastings and northings are of the British National Grid; 0 and 0 say that it is not known where."""
    to_degrees = _transformer()
    every = chain([table.head], table.rows)
    while rows := list(islice(every, TOGETHER)):
        found = [one for row in rows if (one := _code_point(row, tally))]
        if found:
            codes, eastings, northings = zip(*found, strict=True)
            longitudes, latitudes = to_degrees(eastings, northings)
            yield from zip(codes, map(_short, latitudes), map(_short, longitudes), strict=True)


def _code_point(row: list[str], tally: Tally) -> tuple[str, int, int] | None:
    tally.read += 1
    code = whole(row[0]) if len(row) > _NORTHING else ""
    if not code:
        tally.skipped["no postcode"] += 1
        return None
    east, north = row[_EASTING].strip(), row[_NORTHING].strip()
    if not (east.isdecimal() and north.isdecimal()) or not int(east) or int(east) > 700_000 or int(north) > 1_300_000:
        tally.skipped["no position"] += 1
        return None
    return code, int(east), int(north)


def _transformer() -> Callable[..., tuple[Iterable[float], Iterable[float]]]:
    try:
        from pyproj import Transformer
    except ImportError as error:
        raise UsageError(
            "Code-Point Open needs pyproj. Install it with: pip install 'openhub-protocol[gazetteer]'"
        ) from error
    made: Callable[..., tuple[Iterable[float], Iterable[float]]] = Transformer.from_crs(
        "EPSG:27700", "EPSG:4326", always_xy=True
    ).transform
    return made


def _directory(table: _Table, tally: Tally) -> Iterator[Row]:
    """The rows of postcodes in use; the directory says 99.999999 for a latitude that is not known."""
    heads = _heads(table.head)
    at_code, at_end, at_latitude, at_longitude = map(heads.index, ("pcds", "doterm", "lat", "long"))
    last = max(at_code, at_end, at_latitude, at_longitude)
    for row in table.rows:
        tally.read += 1
        code = whole(row[at_code]) if len(row) > last else ""
        if not code:
            tally.skipped["no postcode"] += 1
        elif row[at_end].strip():
            tally.skipped["no longer in use"] += 1
        elif spot := _degrees(row[at_latitude], row[at_longitude]):
            yield code, *spot
        else:
            tally.skipped["no position"] += 1


_READERS: dict[str, Callable[[_Table, Tally], Iterator[Row]]] = {CODE_POINT: _code_points, ONSPD: _directory}


def _degrees(latitude: str, longitude: str) -> tuple[float, float] | None:
    try:
        north, east = float(latitude), float(longitude)
    except ValueError:
        return None
    inside = _LATITUDES[0] < north < _LATITUDES[1] and _LONGITUDES[0] < east < _LONGITUDES[1]
    return (_short(north), _short(east)) if inside else None


def _short(degrees: float) -> float:
    return round(degrees, 6)  # a tenth of a metre


@dataclass(slots=True)
class _Mean:
    """Where places are on average, and how far they are from there."""

    count: int = 0
    north: float = 0.0
    east: float = 0.0
    squares: float = 0.0

    def add(self, latitude: float, longitude: float) -> None:
        self.count += 1
        self.north += latitude
        self.east += longitude
        self.squares += latitude * latitude + (longitude * math.cos(math.radians(latitude))) ** 2

    def spot(self, label: str) -> Spot:
        """With a radius of twice the standard distance, which is about where a compact area ends."""
        north, east = self.north / self.count, self.east / self.count
        centre = north * north + (east * math.cos(math.radians(north))) ** 2
        degrees = math.sqrt(max(0.0, self.squares / self.count - centre))
        wide = 2 * math.radians(degrees) * EARTH_METRES
        return Spot(
            latitude=_short(north),
            longitude=_short(east),
            label=label,
            radius_metres=max(UNIT_METRES, math.ceil(wide / 100) * 100.0),
        )


def _tables(file: Path) -> Iterator[_Table]:
    """The CSV tables in a file, or in a zip; of the directory's zip, which has it all twice, not the pieces."""
    if not zipfile.is_zipfile(file):
        with file.open("rb") as opened:
            yield from _table(opened, str(file))
        return
    with zipfile.ZipFile(file) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
        for name in [name for name in names if "multi_csv" not in name.lower()] or names:
            with packed.open(name) as opened:
                yield from _table(opened, f"{file}: {name}")


def _table(opened: IO[bytes], name: str) -> Iterator[_Table]:
    rows = csv.reader(io.TextIOWrapper(opened, "utf-8-sig", errors="replace", newline=""))
    try:
        head = next(rows, [])
    except csv.Error:
        head = []
    yield _Table(name, head, rows)
