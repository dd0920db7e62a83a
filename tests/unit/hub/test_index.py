"""By what an item is found: facets, words, dates, and a place that gives no home away."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from openhub.hub.index import folded, index
from openhub.hub.places import listed
from openhub.model.place import Spot, distance
from openhub.stores.contract import Index
from tests import make

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def of(document: dict[str, Any], *, defaults: tuple[str, ...] = (), days: int = 120) -> Index:
    return index(document, now=NOW, zone=make.LONDON, days=days, find_place=listed, defaults=defaults)


def facets(document: dict[str, Any], kind: str, **knowing: Any) -> set[str]:
    return {value for k, value in of(document, **knowing).facets if k == kind}


def prices(*prices: dict[str, Any]) -> dict[str, Any]:
    return make.event(isAccessibleForFree=False, prices=list(prices))


# Facets


def test_type_participation_language_and_attendance() -> None:
    document = make.event(participation=["attend", "eat"], inLanguage=["en-GB", "bn"], attendanceMode="hybrid")
    assert facets(document, "type") == {"Event"}
    assert facets(document, "participation") == {"attend", "eat"}
    assert facets(document, "language") == {"en", "bn"}
    assert facets(document, "attendance") == {"hybrid"}


def test_a_theme_is_found_under_its_broader_one_too() -> None:
    assert facets(make.event(themes=["cooking"]), "theme") == {"cooking", "food-eating"}
    assert facets(make.event(themes=["food-eating"]), "theme") == {"food-eating"}


def test_the_sources_themes_count_only_where_the_item_has_none() -> None:
    assert facets(make.event(themes=None), "theme", defaults=("walking",)) == {"walking", "moving-sport"}
    assert "walking" not in facets(make.event(), "theme", defaults=("walking",))


@pytest.mark.parametrize(
    ("document", "costs"),
    [
        (make.event(isAccessibleForFree=True), {"free"}),
        (make.event(), set()),
        (make.event(isAccessibleForFree="yes"), set()),
        (prices({"price": 9.99, "priceModel": "fixed"}), {"under-10"}),
        (prices({"price": 10}), set()),
        (prices({"price": 25}, {"price": 4, "eligibleFor": ["concession"]}), {"under-10"}),
        (prices({"priceModel": "varies"}), set()),
        (prices({"price": 3, "priceModel": "suggested-donation"}), {"donation", "under-10"}),
        (prices({"priceModel": "pay-what-you-can"}), {"donation"}),
        (prices({"price": 50}, {"price": 5, "priceModel": "refundable-deposit"}), set()),
        (prices({"price": "5"}), set()),
    ],
)
def test_costs(document: dict[str, Any], costs: set[str]) -> None:
    assert facets(document, "cost") == costs


def test_access_that_we_were_told_of() -> None:
    document = make.event(
        accessibility={"features": ["step-free-access"], "onRequest": ["hearing-loop"], "barriers": ["none"]}
    )
    assert facets(document, "access") == {"step-free-access", "hearing-loop"}
    assert facets(document, "denied") == set()


@pytest.mark.parametrize(
    ("barrier", "denied"),
    [
        ("steps", {"step-free-access", "step-free-route"}),
        ("no-toilet-on-site", {"accessible-toilet", "changing-places-toilet"}),
        ("no-seating", {"seating-available"}),
        ("uneven-ground", set()),
    ],
)
def test_a_barrier_denies_what_it_stands_in_the_way_of(barrier: str, denied: set[str]) -> None:
    assert facets(make.event(accessibility={"barriers": [barrier]}), "denied") == denied


def test_saying_nothing_of_access_is_neither() -> None:
    assert facets(make.event(), "access") == facets(make.event(), "denied") == set()


# Words


def test_the_words_of_an_item_are_all_that_a_resident_may_look_for() -> None:
    document = make.role(
        description="Help on Fridays.", keywords=["minibus"], roles=[{"name": "Driver"}], inAidOf={"name": "Larder Trust"},
        participation=["lend"], themes=["cooking"], tools=["ladder"], materials=[{"name": "Paint"}], summary="A short one.",
    )  # fmt: skip
    found = of(document)
    assert (found.name, found.summary) == ("Cooking together", "A short one. Cooking cook cookery")
    words = found.text.lower()
    for word in (
        "fridays",
        "minibus",
        "driver",
        "larder",
        "lend",
        "cooking",
        "ladder",
        "paint",
        "neighbours' kitchen",
        "dunstan",
    ):
        assert word in words, word


def test_contacts_and_addresses_are_no_words() -> None:
    words = of(make.event(contact={"email": "hello@club.example", "telephone": "020 7946 0105"})).text
    assert "club.example" not in words
    assert "7946" not in words
    assert "Falkland" not in words


# Time


def test_repeating_items_are_expanded_as_far_as_asked() -> None:
    found = of(make.series(), days=14)
    assert [o.start.date().isoformat() for o in found.occurrences] == ["2026-11-28", "2026-12-05"]
    assert found.repeats
    assert of(make.space()).repeats
    assert not of(make.group()).repeats
    assert not of(make.event()).repeats


@pytest.mark.parametrize("status", ["ended", "completed"])
def test_what_is_said_to_be_over_is_over(status: str) -> None:
    until = of(make.group(status=status)).until
    assert until
    assert until < NOW


def test_what_ends_is_found_until_then() -> None:
    assert of(make.event()).until == datetime(2026, 12, 5, 16, tzinfo=UTC)
    assert of(make.group()).until is None
    assert of(make.event(status="cancelled")).until == datetime(2026, 12, 5, 16, tzinfo=UTC)


# Places


def test_an_exact_place_is_where_it_says_and_teaches_its_names() -> None:
    found = of(make.event())
    assert found.spot == Spot(latitude=51.5519, longitude=-0.1402, label="St Dunstan's Hall")
    assert set(found.places) == {("st dunstans hall", "St Dunstan's Hall"), ("nw5 2zz", "NW5 2ZZ"), ("nw5", "NW5")}


def test_a_household_is_at_the_centre_of_its_outward_code_and_teaches_nothing() -> None:
    centre = listed("NW5")
    assert centre
    for document in (make.offer(), make.request(), make.scheme()):
        found = of(document)
        assert found.spot
        assert distance(found.spot, centre) == 0
        assert found.spot.radius_metres >= 1_000
        assert found.places == ()


def test_two_households_of_one_outward_code_are_at_the_same_spot() -> None:
    """So that many items of one home cannot be averaged to find it."""
    other = make.offer(location=make.area(name="Gospel Oak"), id="https://club.example/items/2")
    assert of(make.offer()).spot == replace_label(of(other).spot, "Kentish Town")


def replace_label(spot: Spot | None, label: str) -> Spot:
    assert spot
    return Spot(latitude=spot.latitude, longitude=spot.longitude, radius_metres=spot.radius_metres, label=label)


def test_an_area_with_coordinates_has_its_own_width() -> None:
    geo = {"latitude": 51.54, "longitude": -0.14, "uncertaintyMetres": 4_500}
    found = of(make.group(location=make.area(premises="public-venue", geo=geo)))
    assert found.spot
    assert (found.spot.latitude, found.spot.radius_metres) == (51.54, 4_500)
    assert found.places == ()


@pytest.mark.parametrize(
    "place",
    [
        {"name": "Kentish Town", "address": None},
        {"name": "Somewhere", "address": {"addressLocality": "Kentish Town, London"}},
        {"name": "Somewhere", "address": {"postalCode": "ZZ9"}, "area": {"name": "London Borough of Camden"}},
    ],
)
def test_without_an_outward_code_the_names_are_tried(place: dict[str, Any]) -> None:
    assert of(make.group(location=make.area(**place))).spot


def test_a_place_nobody_knows_and_no_place_have_no_spot() -> None:
    for location in (
        make.area(name="Atlantis", address=None),
        None,
        {"type": "VirtualLocation"},
        [],
        "here",
        [{"type": "VirtualLocation"}],
    ):
        found = of(make.group(location=location))
        assert (found.spot, found.places) == (None, ())


def test_of_several_locations_the_place_counts() -> None:
    assert of(make.event(location=[{"type": "VirtualLocation"}, make.venue()])).spot


def test_names_are_compared_without_case_spaces_and_apostrophes() -> None:
    assert folded("  St  Dunstan’s HALL ") == folded("St Dunstan's Hall") == "st dunstans hall"


def test_an_item_from_a_newer_version_does_not_break_the_index() -> None:
    odd = make.event(
        accessibility=7,
        prices="5",
        audience=[],
        location=7,
        themes="cooking",
        participation=None,
        roles={},
        organizer="x",
        schedule=[7],
    )
    found = of(odd)
    assert found.name == "Cooking together"
    assert found.until
    assert found.until - NOW > timedelta(days=9)


# What it costs, and for which ages


@pytest.mark.parametrize(
    ("document", "cost"),
    [
        (make.event(isAccessibleForFree=True), 0),
        (make.event(), None),
        (make.event(isAccessibleForFree=False), None),
        (prices({"price": 9.5, "priceModel": "fixed"}), 9.5),
        (prices({"price": 12}, {"price": 4, "eligibleFor": ["concession"]}), 4),
        (prices({"price": 9.5}, {"price": 0, "eligibleFor": ["carer-companion"]}), 9.5),
        (prices({"price": 3, "priceModel": "suggested-donation"}), 0),
        (prices({"price": 32}, {"priceModel": "pay-what-you-can"}), 0),
        (prices({"priceModel": "varies"}), None),
        (prices({"price": 50}, {"price": 5, "priceModel": "refundable-deposit"}), 50),
        (prices({"price": "5"}), None),
    ],
)
def test_the_cheapest_way_to_take_part(document: dict[str, Any], cost: float | None) -> None:
    assert of(document).cost == cost


@pytest.mark.parametrize(
    ("limits", "ages"),
    [
        ({"minValue": 18}, (18, None)),
        ({"minValue": 0, "maxValue": 5}, (0, 5)),
        ({"maxValue": "5"}, (None, None)),
        (None, (None, None)),
    ],
)
def test_the_ages_it_takes(limits: dict[str, Any] | None, ages: tuple[int | None, int | None]) -> None:
    assert of(make.event(eligibility={"ageRange": limits} if limits else None)).ages == ages


def test_the_first_theme_counts_as_much_as_the_summary() -> None:
    found = of(make.event(summary="Come along.", themes=["woodwork", "repairing"]))
    assert "carpentry" in found.summary
    assert "mend" not in found.summary
    assert "mend" in found.text
