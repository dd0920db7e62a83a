"""Numbers that lie near each other where places do: an item's place key, and the ranges of them around a spot.

From the highest bit: 1 level, 15 row, 1 whether it is wide for its level, 16 column, 30 the item's own key.
"""

from collections.abc import Iterator

from openhub.model.place import Spot, box

KEY_BITS = 30  # a thousand million items
_COLUMN_BITS = 16
_WIDE_SHIFT = KEY_BITS + _COLUMN_BITS
_ROW_SHIFT = _WIDE_SHIFT + 1
_LEVEL_SHIFT = _ROW_SHIFT + 15
_CELLS_A_DEGREE = (100, 10)
_REACH_METRES = ((250.0, 2_500.0), (25_000.0, float("inf")))  # how wide a spot may be for each level, narrow and wide
_MOST_ROWS = 400  # above that all is looked through

Range = tuple[int, int]


def place_key(key: int, spot: Spot | None) -> int:
    """The place key of an item; one that is nowhere has its own key, one that is almost everywhere a row of its own."""
    if spot is None:
        return key
    for level, reaches in enumerate(_REACH_METRES):
        for wide, reach in enumerate(reaches):
            if spot.radius_metres <= reach:
                row, column = (0, 0) if level and wide else _cell(level, spot.latitude, spot.longitude)
                return _first(level, row, wide, column) + key
    return key


def ranges(centre: Spot, metres: float) -> list[Range]:
    """The lowest and the highest place keys, range by range, among which all are that touch a circle."""
    found = [_all_of(1, 0, 1)]
    for level, wide in ((0, 0), (0, 1), (1, 0)):
        found += _ranges(level, wide, centre, metres + _REACH_METRES[level][wide])
    return found


def span(found: list[Range]) -> Iterator[Range]:
    """The lowest and the highest place key of each level."""
    for level in (0, 1):
        here = [r for r in found if r[0] >> _LEVEL_SHIFT == level]
        if here:
            yield min(low for low, _ in here), max(high for _, high in here)


def _ranges(level: int, wide: int, centre: Spot, metres: float) -> Iterator[Range]:
    south, north, west, east = box(centre, metres)
    (bottom, left), (top, right) = _cell(level, south, west), _cell(level, north, east)
    if west < -180 or east > 180:
        left, right = 0, (1 << _COLUMN_BITS) - 1
    if top - bottom > _MOST_ROWS:
        yield _first(level, 0, 0, 0), _first(level + 1, 0, 0, 0) - 1
        return
    for row in range(bottom, top + 1):
        yield _first(level, row, wide, left), _first(level, row, wide, right) + (1 << KEY_BITS) - 1


def _all_of(level: int, row: int, wide: int) -> Range:
    first = _first(level, row, wide, 0)
    return first, first + (1 << _WIDE_SHIFT) - 1


def _cell(level: int, latitude: float, longitude: float) -> tuple[int, int]:
    """Row and column; the first row is kept for what is nowhere, or everywhere."""
    cells = _CELLS_A_DEGREE[level]
    row = int((min(90.0, max(-90.0, latitude)) + 90) * cells) + 1
    return row, int((min(180.0, max(-180.0, longitude)) + 180) * cells)


def _first(level: int, row: int, wide: int, column: int) -> int:
    return (level << _LEVEL_SHIFT) + (row << _ROW_SHIFT) + (wide << _WIDE_SHIFT) + (column << KEY_BITS)
