"""What was perhaps meant by a word that nobody knows."""

import pytest

from openhub.model.closeness import closest, plain

KNOWN = {"kitchen": 3, "knitting": 2, "pottery": 1, "poetry": 4, "cafe": 9, "gardening": 5, "drill": 1, "market": 1}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kichen", "kitchen"),  # one is missing
        ("kitcheen", "kitchen"),  # one too many
        ("kithcen", "kitchen"),  # two are swapped
        ("iktchen", "kitchen"),
        ("gadrennig", "gardening"),  # two mistakes in a long word
        ("drlil", "drill"),
        ("caff", "cafe"),
    ],
)
def test_the_usual_mistakes(typed: str, meant: str) -> None:
    assert closest(typed, KNOWN, 1) == [meant]


@pytest.mark.parametrize("typed", ["", "cat", "kat", "carpet", "ktchn", "gardener's", "x" * 5_000])
def test_no_guess_is_better_than_a_strange_one(typed: str) -> None:
    assert closest(typed, KNOWN, 3) == []


def test_of_those_as_near_the_one_that_is_oftener_comes_first() -> None:
    assert closest("pottry", KNOWN, 2) == ["poetry", "pottery"]
    assert closest("pottry", KNOWN | {"pottery": 8}, 2) == ["pottery", "poetry"]
    assert closest("kitchen", KNOWN, 1) == ["kitchen"]


def test_accents_do_not_count() -> None:
    assert plain("CAFÉ Ÿ") == "cafe y"
