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
        ("somthing warm", "something warm"),  # a small word, of which nothing is asked
        ("somewere to sing", "somewhere sing"),
        ("activties", ""),  # then there would be nothing left to look for
        ("kentish town", ""),
        ("gardening", ""),
        ("the", ""),
        ("", ""),
        ("ox", ""),
    ],
)
def test_a_mistyped_word(demo_hub: Hub, typed: str, meant: str) -> None:
    assert demo_hub.suggest_words(typed) == meant
