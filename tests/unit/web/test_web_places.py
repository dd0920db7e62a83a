"""Places: a plate with a solid frame for a spot, dashed for an area, and no home to the metre."""

from datetime import UTC, datetime
from typing import Any

import pytest

from openhub.model.place import Spot
from openhub.model.query import Found
from openhub.web import places
from openhub.web.places import Plate
from openhub.web.rings import Mark, rings

NW5 = Spot(latitude=51.5505, longitude=-0.1405, label="NW5")
HALL = {
    "type": "Place",
    "name": "St Dunstan's Hall",
    "precision": "exact",
    "premises": "public-venue",
    "address": {"streetAddress": "40 Falkland Mews", "postalCode": "NW5 2ZZ"},
    "geo": {"type": "GeoCoordinates", "latitude": 51.5519, "longitude": -0.1402},
}


def event(**location: Any) -> dict[str, Any]:
    return {"type": "Event", "location": {**HALL, **location}}


def found(document: dict[str, Any], spot: Spot | None, metres: float | None = None) -> Found:
    return Found(
        ref="r",
        id="i",
        type=document["type"],
        origin="o",
        source=1,
        document=document,
        licence="",
        modified=1,
        retrieved=datetime(2026, 11, 24, tzinfo=UTC),
        spot=spot,
        distance_metres=metres,
    )


@pytest.mark.parametrize(
    ("document", "plate"),
    [
        (event(), Plate("St Dunstan's Hall", "NW5")),
        (event(name="Kentish Town", precision="area"), Plate("Around Kentish Town", "NW5", around=True)),
        (event(name="Venues across Camden", precision="area"), Plate("Venues across Camden", "NW5", around=True)),
        (event(premises="domestic"), Plate("Around St Dunstan's Hall", "NW5", around=True)),
        (event(premises="undisclosed"), Plate("Around St Dunstan's Hall", "NW5", around=True)),
        (
            event(precision="on-joining"),
            Plate("Around St Dunstan's Hall", "NW5", around=True, remark="told when you join"),
        ),
        ({"type": "Offer", "location": HALL}, Plate("Around St Dunstan's Hall", "NW5", around=True)),
        ({"type": "MatchScheme", "location": HALL}, Plate("Around St Dunstan's Hall", "NW5", around=True)),
        ({"type": "Event", "location": {"type": "VirtualLocation"}}, Plate("Online", around=True)),
        (
            {"type": "Event", "location": [{"type": "VirtualLocation"}, HALL]},
            Plate("St Dunstan's Hall", "NW5", remark="or online"),
        ),
        ({"type": "Event"}, None),
        ({"type": "Event", "location": "the hall"}, None),
        (
            {"type": "Plan", "location": {"type": "Place", "name": "Dudley"}},
            Plate("Your own place", "anywhere", around=True, remark="written in Dudley"),
        ),
    ],
)
def test_the_plate(document: dict[str, Any], plate: Plate | None) -> None:
    assert places.plate(document) == plate


def test_an_address_is_only_said_of_a_spot_anyone_may_come_to() -> None:
    assert places.address(event()) == "40 Falkland Mews, NW5\u00a02ZZ"
    assert places.address(event(premises="domestic")) == ""
    assert places.address({"type": "Offer", "location": HALL}) == ""


def test_an_organisation_that_lends_from_its_own_door_may_be_found() -> None:
    assert places.exact({"type": "Offer", "offeredBy": "organisation", "location": HALL})


def test_distances_to_homes_are_whole_miles() -> None:
    home, hall = event(premises="domestic"), event()
    assert places.how_far(found(hall, NW5, 640)) == "8 minutes’ walk"
    assert places.how_far(found(home, NW5, 640)) == "within about a mile"
    assert places.how_far(found(home, NW5, 1700)) == "within about 2 miles"
    assert (
        places.how_far(found(home, Spot(latitude=51.5, longitude=-0.1, radius_metres=4500), 640)) == "over a wide area"
    )
    assert places.how_far(found(hall, None)) == ""


@pytest.mark.parametrize("geo", [None, {}, "51.5,-0.1", {"latitude": "51.5", "longitude": "-0.1"}, {"latitude": 51.5}])
def test_an_exact_place_without_coordinates_is_not_on_the_map(geo: Any) -> None:
    hall = event(geo=geo)
    assert places.exact(hall)
    assert not places.on_the_map(hall)
    assert places.how_far(found(hall, NW5, 0)) == "within about a mile"


def test_which_way() -> None:
    assert places.direction(NW5, Spot(latitude=51.5313, longitude=-0.1100)) == "south-east"
    assert places.direction(NW5, Spot(latitude=51.6, longitude=-0.1405)) == "north"


def test_the_picture_has_pins_for_spots_and_circles_for_areas_and_names_what_lies_outside() -> None:
    marks = [
        Mark(number=n, name="x", href="#", spot=Spot(latitude=51.5505 + n / 300, longitude=-0.1405), area=n == 2)
        for n in range(1, 5)
    ]
    marks.append(Mark(number=9, name="far", href="#", spot=Spot(latitude=52.5, longitude=-2), area=False))
    picture = rings(NW5, marks)
    assert [p.mark.number for p in picture.pins] == [1, 3, 4]
    assert [a.mark.number for a in picture.areas] == [2]
    assert picture.outside == (9,)
    assert all(p.y < 160 for p in picture.pins)
    assert picture.below
