"""Guesses what somebody meant who mistyped: each word is held against the words of our own vocabulary."""

import difflib
from functools import cache

from openhub import spec
from openhub.model.words import SMALL, meaning

LISTS = ("themes", "participation", "format", "access-feature", "identity")
CLOSE = 0.88  # of difflib's ratio; below it guesses become strange
SHORTEST = 4


@cache
def known_words() -> frozenset[str]:
    """Every word of the labels of themes and code lists that is long enough to be mistyped."""
    labels = (label for name in LISTS for label in spec.search_words(name).values())
    return frozenset(word for label in labels for word in meaning(label) if len(word) >= SHORTEST and word not in SMALL)


def suggest(text: str) -> str:
    """The words of a search with the mistyped ones mended, or "" when there is nothing to mend."""
    words = meaning(text)
    mended = [_mended(word) for word in words]
    return " ".join(mended) if mended != words else ""


def _mended(word: str) -> str:
    if len(word) < SHORTEST or word in known_words():
        return word
    return next(iter(difflib.get_close_matches(word, sorted(known_words()), n=1, cutoff=CLOSE)), word)
