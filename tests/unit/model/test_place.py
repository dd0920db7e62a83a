"""Places: postcodes taken apart, distances that others measured too, and boxes that hold their circles."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.model.place import EARTH_METRES, Spot, box, distance, is_postcode, outward

CAMDEN = Spot(latitude=51.539, longitude=-0.143)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NW5 2ZZ", "NW5"), ("nw52zz", "NW5"), ("  nw5   2zz ", "NW5"), ("NW5", "NW5"), ("n1", "N1"), ("EC1A 1BB", "EC1A"),
        ("W1A 0AX", "W1A"), ("M1 1AE", "M1"), ("B33 8TH", "B33"), ("CR2 6XH", "CR2"), ("DN55 1PT", "DN55"), ("GIR 0AA", "GIR"),
    ],
)  # fmt: skip
def test_outward_code_is_found_in_each_shape_of_postcode(text: str, code: str) -> None:
    assert outward(text) == code


@pytest.mark.parametrize(
    "text", ["", "Kentish Town", "NW5 2", "NW5 2CZ", "QW5 2ZZ", "12345", "NW5 2ZZ, London", "NW555"]
)
def test_what_is_no_postcode_has_no_outward_code(text: str) -> None:
    assert outward(text) == ""


def test_only_a_whole_postcode_is_a_postcode() -> None:
    assert [is_postcode(t) for t in ("nw52zz", "NW5 2ZZ", "NW5", "Kentish Town", "")] == [
        True,
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("a", "b", "metres"),
    [
        ((51.5074, -0.1278), (48.8566, 2.3522), 343_560),  # London to Paris
        ((40.7128, -74.0060), (51.5074, -0.1278), 5_570_230),  # New York to London
        ((0, 0), (0, 180), math.pi * EARTH_METRES),  # the other side of the world
        ((90, 0), (90, 77), 0),  # the pole has one place
        ((0, 179.5), (0, -179.5), math.radians(1) * EARTH_METRES),  # across the date line
    ],
)
def test_distance_is_that_of_the_great_circle(a: tuple[float, float], b: tuple[float, float], metres: float) -> None:
    here, there = (Spot(latitude=lat, longitude=lon) for lat, lon in (a, b))
    assert distance(here, there) == pytest.approx(metres, rel=1e-3, abs=1)
    assert distance(there, here) == pytest.approx(distance(here, there))


def test_a_spot_is_no_way_from_itself() -> None:
    assert distance(CAMDEN, CAMDEN) == 0


def on_the_circle(centre: Spot, metres: float, bearing: float) -> Spot:
    """The spot at that distance in that direction."""
    reach, latitude = metres / EARTH_METRES, math.radians(centre.latitude)
    there = math.asin(math.sin(latitude) * math.cos(reach) + math.cos(latitude) * math.sin(reach) * math.cos(bearing))
    across = math.atan2(
        math.sin(bearing) * math.sin(reach) * math.cos(latitude), math.cos(reach) - math.sin(latitude) * math.sin(there)
    )
    return Spot(latitude=math.degrees(there), longitude=centre.longitude + math.degrees(across))


@settings(deadline=None)
@given(
    latitude=st.floats(-89, 89),
    longitude=st.floats(-180, 180),
    metres=st.floats(1, 500_000),
    bearing=st.floats(0, 2 * math.pi),
)
def test_the_box_holds_the_whole_circle(latitude: float, longitude: float, metres: float, bearing: float) -> None:
    centre = Spot(latitude=latitude, longitude=longitude)
    spot = on_the_circle(centre, metres, bearing)
    assert distance(centre, spot) == pytest.approx(metres, rel=1e-6, abs=0.01)
    south, north, west, east = box(centre, metres)
    hair = 1e-9
    assert south - hair <= spot.latitude <= north + hair
    assert west - hair <= spot.longitude <= east + hair


def test_the_box_is_not_much_larger_than_the_circle() -> None:
    south, north, west, east = box(CAMDEN, 1_000)
    corner = distance(CAMDEN, Spot(latitude=north, longitude=east))
    assert corner == pytest.approx(1_000 * math.sqrt(2), rel=1e-3)
    assert (north - south) / 2 == pytest.approx(CAMDEN.latitude - south)
    assert west < CAMDEN.longitude < east
