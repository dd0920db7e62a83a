"""Distance rings around a place asked for: drawn by true bearing and distance, with no tiles and no streets."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from openhub.model.place import EARTH_METRES, MILE_METRES, Spot, distance

SIZE = 320
CENTRE = SIZE / 2
OUTER = 133
MOST = 0.8
_SCALES = (
    ((400, "5 min walk"), (800, "10 min walk"), (1200, "15 min walk")),
    ((800, "10 min walk"), (MILE_METRES, "1 mile"), (2 * MILE_METRES, "2 miles")),
    ((2 * MILE_METRES, "2 miles"), (4 * MILE_METRES, "4 miles"), (6 * MILE_METRES, "6 miles")),
    ((5 * MILE_METRES, "5 miles"), (10 * MILE_METRES, "10 miles"), (20 * MILE_METRES, "20 miles")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to draw: `area` is a dashed circle, for where no spot may be shown."""

    number: int
    name: str
    href: str
    spot: Spot
    area: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A mark where it stands in the picture."""

    mark: Mark
    x: int
    y: int
    radius: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rings:
    """The picture: rings with their labels, which stand `below` when most pins do not; pins, areas, and the numbers outside it."""

    rings: tuple[tuple[int, str], ...]
    pins: tuple[Drawn, ...]
    areas: tuple[Drawn, ...]
    outside: tuple[int, ...]
    below: bool = False


def rings(centre: Spot, marks: Iterable[Mark]) -> Rings:
    """The picture on the smallest scale that holds most spots, so that one far away does not squeeze the rest."""
    marks = tuple(marks)
    spots = sorted(distance(centre, m.spot) for m in marks)
    most = spots[math.ceil(len(spots) * MOST) - 1] if spots else 0
    scale = next((s for s in _SCALES if most <= s[-1][0] * 1.12), _SCALES[-1])
    drawn = [_drawn(centre, m, scale[-1][0]) for m in marks]
    inside = [d for d in drawn if 12 <= d.x <= SIZE - 12 and 30 <= d.y <= SIZE - 6]
    return Rings(
        rings=tuple((round(metres / scale[-1][0] * OUTER), label) for metres, label in scale),
        pins=tuple(d for d in inside if not d.mark.area),
        areas=tuple(d for d in inside if d.mark.area),
        outside=tuple(d.mark.number for d in drawn if d not in inside),
        below=sum(1 if d.y - 12 < CENTRE else -1 for d in inside if not d.mark.area) > 0,
    )


def _drawn(centre: Spot, mark: Mark, outer_metres: float) -> Drawn:
    pixels = OUTER / outer_metres
    north = math.radians(mark.spot.latitude - centre.latitude) * EARTH_METRES
    east = math.radians(mark.spot.longitude - centre.longitude) * EARTH_METRES * math.cos(math.radians(centre.latitude))
    radius = min(OUTER, max(20, round((mark.spot.radius_metres or MILE_METRES) * pixels))) if mark.area else 0
    return Drawn(mark=mark, x=round(CENTRE + east * pixels), y=round(CENTRE - north * pixels), radius=radius)
