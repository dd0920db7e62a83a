"""Numbers that tell where a home is, are told from those that only look like it. Whole items are in the vectors of home-in-members."""

from typing import Any

import pytest

from openhub.validate.spot import is_spot, told_by

GIVES_IT_AWAY = [
    ("latitude", 51.55123),
    ("latitude", 51),
    ("schema:longitude", "-0.14123"),
    ("http://www.w3.org/2003/01/geo/wgs84_pos#lat", "51.55123"),
    ("lng", "0.14123° W"),
    ("home_lat", "51,55123"),
    ("pickupLon", -0.14123),
    ("Northing", 185034),
    ("coordinates", [51, 0]),
    ("homeCoordinates", ["51.55", "-0.14"]),
    ("lat_lng", "51.55 / -0.14"),
    ("geohash", "gcpvhgt2"),
    ("what3words", "filled.count.soap"),
    ("gridRef", "TQ 29012 85034"),
    ("houseNumber", 12),
    ("house_number", "12a"),
    ("uprn", "100000000001"),
    ("home:UPRN", 100000000001),
]

INNOCENT = [
    ("latitude", "not told"),
    ("latitude", True),
    ("lat", None),
    ("flat", 2.125),
    ("plat", 1),
    ("long", 3.455),
    ("coordinates", "on request"),
    ("coordinates", []),
    ("geo", {}),
    ("gps", True),
    ("position", 3),
    ("geohash", "ask us"),
    ("what3words", "no"),
    ("numberOfHouses", 12),
    ("houseNumber", "ask"),
    ("", 51.55123),
    ("::", 51.55123),
]


@pytest.mark.parametrize(("name", "value"), GIVES_IT_AWAY)
def test_a_member_that_tells_is_seen(name: str, value: Any) -> None:
    assert told_by(name, value)


@pytest.mark.parametrize(("name", "value"), INNOCENT)
def test_an_innocent_member_is_let_be(name: str, value: Any) -> None:
    assert told_by(name, value) == ""


@pytest.mark.parametrize(
    "values", [[51.55123, -0.14123], [-0.141, 51.551], [151.21234, -33.87123], [51.55123, -0.14123, 34]]
)
def test_a_list_that_can_be_a_spot_is_seen(values: list[Any]) -> None:
    assert is_spot(values)


@pytest.mark.parametrize(
    "values",
    [[], [51.55123], [51.55, -0.14], [51, 0], [0.512, 0.334], [1.205, 2.455, 0.515], [450.125, 1200.375], [95.123, 91.456],
     [21.125, 20.875, 19.625, 21.375, 22.125], [float("nan"), 51.55123], [10**400, 1], ["1.2.3", "4.5.6"], [None, True]],
)  # fmt: skip
def test_a_list_of_other_numbers_is_let_be(values: list[Any]) -> None:
    assert not is_spot(values)
