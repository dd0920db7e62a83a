"""Places: a spot on the map, the distance between two, and the parts of a British postcode."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache

EARTH_METRES = 6_371_008.8  # mean radius, IUGG 1980
MILE_METRES = 1609.344
RINGS_METRES = (
    1_200.0,
    MILE_METRES,
    3 * MILE_METRES,
)  # a quarter of an hour's walk at 80 m a minute, a mile, three miles

# Royal Mail's shapes: A9 A99 AA9 AA99 A9A AA9A, then a digit and two letters without C I K M O V.
OUTWARD = re.compile(
    r"^(GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y]))$"
)
POSTCODE = re.compile(
    r"\b(GIR ?0AA|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPS-UW]|[A-HK-Y][0-9][ABEHMNPRV-Y])"
    r" ?[0-9][ABD-HJLNP-UW-Z]{2})\b"
)

_COORDINATES = re.compile(r"\s*(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)(?:\s*[,;]\s*|\s+)(-?[0-9]{1,3}(?:\.[0-9]{1,15})?)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A point in WGS 84 degrees, what it is called, and how wide it may really be in metres."""

    latitude: float
    longitude: float
    label: str = ""
    radius_metres: float = 0.0


def distance(a: Spot, b: Spot) -> float:
    """Metres along the great circle between two spots (haversine)."""
    lat_a, lat_b = math.radians(a.latitude), math.radians(b.latitude)
    d_lat, d_lon = lat_b - lat_a, math.radians(b.longitude - a.longitude)
    h = math.sin(d_lat / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(d_lon / 2) ** 2
    return 2 * EARTH_METRES * math.asin(min(1.0, math.sqrt(h)))


@lru_cache(maxsize=4096)  # much is at the same places
def outward(postcode: str) -> str:
    """The outward code of a whole postcode or of an outward code alone, in capitals; "" when it is neither."""
    text = " ".join(postcode.upper().split())
    if OUTWARD.match(text):
        return text
    return text[: len(text) - 3].strip() if POSTCODE.fullmatch(text) else ""


def is_postcode(text: str) -> bool:
    """Whether this is a whole British postcode, such as "NW5 2ZZ" or "nw52zz"."""
    return bool(whole(text))


@lru_cache(maxsize=4096)
def whole(text: str) -> str:
    """A whole British postcode as Royal Mail writes it, "NW5 2ZZ" of "nw52zz"; "" when the text is none."""
    packed = "".join(text.upper().split())
    spaced = f"{packed[:-3]} {packed[-3:]}"
    return spaced if POSTCODE.fullmatch(spaced) else ""


def coordinates(text: str) -> Spot | None:
    """The spot of WGS 84 degrees as people write them, "51.55, -0.14"; None when the text is none."""
    if not (found := _COORDINATES.fullmatch(text)) or off_the_globe(text):
        return None
    return Spot(latitude=float(found[1]), longitude=float(found[2]), label=f"{found[1]}, {found[2]}")


def off_the_globe(text: str) -> bool:
    """Whether the text is two numbers such as coordinates are, but one of them is no latitude or longitude."""
    found = _COORDINATES.fullmatch(text)
    return found is not None and (abs(float(found[1])) > 90 or abs(float(found[2])) > 180)


def box(centre: Spot, metres: float) -> tuple[float, float, float, float]:
    """South, north, west and east of the box around a circle, in degrees."""
    reach = metres / EARTH_METRES
    up = math.degrees(reach)
    widest = math.sin(min(reach, math.pi / 2)) / max(1e-9, math.cos(math.radians(centre.latitude)))
    across = math.degrees(math.asin(widest)) if widest < 1 else 180.0  # a circle around a pole has all longitudes
    return centre.latitude - up, centre.latitude + up, centre.longitude - across, centre.longitude + across
