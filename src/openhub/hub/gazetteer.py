"""Reads lists of postcodes into places: OS Code-Point Open and the ONS Postcode Directory, as CSV or in the zip they come in."""

import csv
import io
import math
import zipfile
import zlib
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

NO_POSTCODE, NO_POSITION = "no postcode", "no position that is known"
NO_LONGER, CUT_SHORT = "no longer in use", "the row is cut short"
_SHOWN = 60  # characters of a line that is not understood
_ZIP = b"PK\x03\x04"  # how one begins, also when its end is missing
_BROKEN = (csv.Error, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError)

Row = tuple[str, float, float]
"""A postcode as Royal Mail writes it, latitude and longitude."""
Numbered = tuple[int, list[str]]
"""The number of a line, and what stands in it."""


@dataclass(slots=True)
class Tally:
    """What became of the rows read so far: how many were kept, and how many were passed over for which reason, and where first."""

    read: int = 0
    kept: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    first: dict[str, str] = field(default_factory=dict)
    files_skipped: list[str] = field(default_factory=list)

    def skip(self, reason: str, name: str, line: int) -> None:
        self.skipped[reason] += 1
        self.first.setdefault(reason, f"{name}, line {line}")


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    head: list[str]
    rows: Iterable[Numbered]


def kind_of(files: Iterable[Path]) -> str:
    """Which gazetteer the files are of. Raises UsageError when they are of none, or of several, and UnreadableDocument for a broken zip."""
    kinds, others = set(), []
    for file in files:
        found = [(table, _kind(table.head)) for table in _tables(file)]
        kinds |= {kind for _, kind in found if kind}
        if not any(kind for _, kind in found):
            others += [_first_line(table) for table, _ in found] or [f"{file} has no CSV file in it"]
    if len(kinds) > 1:
        raise UsageError("These files are of two gazetteers. Import one after the other.")
    if not kinds:
        raise UsageError(f"There is no list of postcodes here: {'; '.join(others[:3])}. {_INSTEAD}")
    return kinds.pop()


def _first_line(table: _Table) -> str:
    line = ",".join(table.head)
    return f"{table.name} begins with “{line[:_SHOWN]}”" if line.strip() else f"{table.name} has no first line"


def places(files: Iterable[Path], tally: Tally) -> Iterator[tuple[str, Spot]]:
    """Each postcode in use by its folded name; after them their sectors and outward codes, which are where their postcodes are on average.

    Raises UsageError, and UnreadableDocument when a file cannot be read to its end or no row of them all can be used.
    """
    means: dict[str, _Mean] = defaultdict(_Mean)
    for file in files:
        for table in _tables(file):
            for code, latitude, longitude in _located(table, tally):
                tally.kept += 1
                means[outward(code)].add(latitude, longitude)
                means[code[:-2]].add(latitude, longitude)
                yield folded(code), Spot(latitude=latitude, longitude=longitude, label=code, radius_metres=UNIT_METRES)
    if not tally.kept:
        raise UnreadableDocument(_nothing(tally))
    for name, mean in means.items():
        yield folded(name), mean.spot(name)


def _nothing(tally: Tally) -> str:
    if not tally.read:
        return "There is a heading and not one row below it. Nothing was changed. Download the list again."
    reason, where = next(iter(tally.first.items()))
    return (
        f"Not one of the {tally.read:,} rows can be used. The first is {where}: {reason}. Nothing was changed."
        " Look at the file there, or download the list again."
    )


def _located(table: _Table, tally: Tally) -> Iterator[Row]:
    read = _READERS.get(_kind(table.head))
    if not read:
        tally.files_skipped.append(table.name)
        return
    try:
        yield from read(table, tally)
    except _BROKEN as error:
        raise _broken(table.name, error) from error


def _broken(name: str, error: Exception) -> UnreadableDocument:
    return UnreadableDocument(f"{name} cannot be read to its end ({error}). Nothing was changed. Download it again.")


def _kind(head: list[str]) -> str:
    heads = _heads(head)
    if {"pcds", "doterm", "lat", "long"} <= set(heads):
        return ONSPD
    columns = tuple(heads[_EASTING : _NORTHING + 1])
    named = columns in (("ea", "no"), ("eastings", "northings"))
    of_rows = len(columns) > 1 and whole(head[0]) and any(column.isdecimal() for column in columns)
    return CODE_POINT if named or of_rows else ""


def _heads(head: list[str]) -> list[str]:
    return [cell.strip().lower() for cell in head]


def _code_points(table: _Table, tally: Tally) -> Iterator[Row]:
    """Eastings and northings are of the British National Grid; 0 and 0 say that it is not known where."""
    to_degrees = _transformer()
    named = not whole(table.head[0])
    every = chain([] if named else [(1, table.head)], table.rows)
    while rows := list(islice(every, TOGETHER)):
        found = [one for line, row in rows if (one := _code_point(row, line, table.name, tally))]
        if found:
            codes, eastings, northings = zip(*found, strict=True)
            longitudes, latitudes = to_degrees(eastings, northings)
            yield from zip(codes, map(_short, latitudes), map(_short, longitudes), strict=True)


def _code_point(row: list[str], line: int, name: str, tally: Tally) -> tuple[str, int, int] | None:
    tally.read += 1
    code = whole(row[0])
    if not code:
        tally.skip(NO_POSTCODE, name, line)
        return None
    if len(row) <= _NORTHING:
        tally.skip(CUT_SHORT, name, line)
        return None
    east, north = row[_EASTING].strip(), row[_NORTHING].strip()
    if not (east.isdecimal() and north.isdecimal()) or not int(east) or int(east) > 700_000 or int(north) > 1_300_000:
        tally.skip(NO_POSITION, name, line)
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
    for line, row in table.rows:
        tally.read += 1
        code = whole(row[at_code]) if len(row) > at_code else ""
        if not code:
            tally.skip(NO_POSTCODE, table.name, line)
        elif len(row) <= last:
            tally.skip(CUT_SHORT, table.name, line)
        elif row[at_end].strip():
            tally.skip(NO_LONGER, table.name, line)
        elif spot := _degrees(row[at_latitude], row[at_longitude]):
            yield code, *spot
        else:
            tally.skip(NO_POSITION, table.name, line)


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
            if opened.read(len(_ZIP)) == _ZIP:
                raise _broken(str(file), EOFError("the end of the zip is missing"))
            opened.seek(0)
            yield from _table(opened, str(file))
        return
    try:
        yield from _zipped(file)
    except (*_BROKEN, RuntimeError) as error:  # RuntimeError asks for a password
        raise _broken(str(file), error) from error


def _zipped(file: Path) -> Iterator[_Table]:
    with zipfile.ZipFile(file) as packed:
        names = [name for name in packed.namelist() if name.lower().endswith(".csv")]
        for name in [name for name in names if "multi_csv" not in name.lower()] or names:
            with packed.open(name) as opened:
                yield from _table(opened, f"{file}: {name}")


def _table(opened: IO[bytes], name: str) -> Iterator[_Table]:
    with io.TextIOWrapper(opened, "utf-8-sig", errors="replace", newline="") as text:
        rows = csv.reader(text)
        try:
            head = next(rows, [])
        except csv.Error:
            head = []
        yield _Table(name, head, ((rows.line_num, row) for row in rows if row))
