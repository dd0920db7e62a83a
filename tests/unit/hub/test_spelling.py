"""Words that are mended: by our vocabulary, and by the names of what there is."""

import pytest

from openhub.hub.hub import Hub


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gardning", "gardening"),  # of our vocabulary
        ("tradscantia", ""),  # only in a text
        ("extnding ladder", "extending ladder"),  # only in a name
        ("pottry", "pottery"),  # of both, so it goes before poetry, of one
        ("borrow a cordles drill", "borrow cordless drill"),
        ("kentish town", ""),
        ("gardening", ""),
        ("the", ""),
        ("", ""),
        ("ox", ""),
    ],
)
def test_a_mistyped_word(demo_hub: Hub, typed: str, meant: str) -> None:
    assert demo_hub.suggest_words(typed) == meant
