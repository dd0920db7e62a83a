"""The place somebody names: a postcode, an outward code or a name; from our own list, and from what items taught."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from openhub.config import Settings
from openhub.formats import formats
from openhub.hub.hub import Hub, Position
from openhub.hub.places import london
from openhub.model.place import outward
from openhub.stores.sqlite import STORE
from tests import make


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    """It has learned one venue, and one household."""
    store = STORE(tmp_path / "hub.db")
    hub = Hub(Settings(as_of="2026-11-24T09:00:00Z"), store)
    source = store.add_source(make.source())
    page = formats()["openhub"].read(
        make.page([make.event(), make.offer(id="https://club.example/items/2")]), make.reading()
    )
    hub.accept(source, page, Position(cursor="", epoch="", horizon=0, baseline=1))
    yield hub
    store.close()


@pytest.mark.parametrize("text", ["NW5", "nw5", " nw5 "])
def test_an_outward_code_is_on_our_list(hub: Hub, text: str) -> None:
    assert hub.find_place(text) == london()["nw5"]


@pytest.mark.parametrize("text", ["Kentish Town", "kentish town", "  KENTISH   town "])
def test_a_name_is_on_our_list(hub: Hub, text: str) -> None:
    assert hub.find_place(text) == london()["kentish town"]


@pytest.mark.parametrize("text", ["NW5 2ZZ", "nw5 2zz", "nw52zz"])
def test_a_whole_postcode_that_was_taught_is_exact(hub: Hub, text: str) -> None:
    spot = hub.find_place(text)
    assert spot
    assert (spot.latitude, spot.longitude) == (51.5519, -0.1402)


def test_a_whole_postcode_that_nobody_taught_is_its_outward_code(hub: Hub) -> None:
    assert hub.find_place("NW5 1AA") == london()["nw5"]
    assert hub.find_place("AB10 1AA") is None


def test_a_venue_is_found_by_the_name_that_an_item_taught(hub: Hub) -> None:
    spot = hub.find_place("st dunstan’s hall")
    assert spot
    assert spot.label == "St Dunstan's Hall"


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "%", "'", "\0", "x" * 9_000, "NW5 2ZZ; DROP TABLE item"])
def test_what_nobody_knows_is_no_place(hub: Hub, text: str) -> None:
    assert hub.find_place(text) is None


def test_names_near_to_an_unknown_one_are_suggested(hub: Hub) -> None:
    assert "Kentish Town" in hub.suggest_places("kentish twon")
    assert "Kentish Town" in hub.suggest_places("kent")
    assert "St Dunstan's Hall" in hub.suggest_places("st dun")
    assert hub.suggest_places("") == []
    assert hub.suggest_places("xqzxqz") == []
    assert len(hub.suggest_places("c")) <= 5


def test_a_household_teaches_no_name(hub: Hub) -> None:
    """Its item says Kentish Town; what we know of that is still only our own list's."""
    assert hub.store.learned_place("kentish town") is None


def test_our_list_makes_sense() -> None:
    assert len(london()) > 400
    for name, spot in london().items():
        assert 49.8 < spot.latitude < 60.9, name
        assert -8.2 < spot.longitude < 1.8, name
        assert spot.radius_metres > 0, name
        assert outward(name) == spot.label if outward(name) else name == name.lower()
