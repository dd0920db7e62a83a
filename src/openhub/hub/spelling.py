"""Guesses what somebody meant who mistyped: each word is held against our own vocabulary's and those in the names of items."""

from functools import cache

from openhub import spec
from openhub.model.closeness import SHORTEST, closest, plain
from openhub.model.words import SMALL, meaning
from openhub.stores.contract import Store

LISTS = ("themes", "participation", "format", "access-feature", "identity")
MOST_GUESSES = 5


@cache
def known_words() -> frozenset[str]:
    """Every word of the labels of themes and code lists that is long enough to be mistyped."""
    labels = (label for name in LISTS for label in spec.search_words(name).values())
    return frozenset(
        plain(word) for label in labels for word in meaning(label) if len(word) >= SHORTEST and word not in SMALL
    )


def suggest(store: Store, text: str) -> str:
    """The words of a search with the mistyped ones mended, or "" when there is nothing to mend, or nothing left to look for."""
    words = meaning(text)
    mended = [_mended(store, word) for word in words]
    return " ".join(mended) if mended != words and meaning(" ".join(mended)) else ""


def _mended(store: Store, word: str) -> str:
    """The likeliest word, of our vocabulary and in names before one of them alone, and a small one last; the word itself when
    it is known."""
    written = plain(word)
    if len(written) < SHORTEST or written in known_words():
        return word
    in_names = store.close_words(written, MOST_GUESSES)
    if written in in_names:
        return word
    known = dict.fromkeys(SMALL, 0) | dict.fromkeys(in_names, 1)
    known |= {word: 2 + (word in in_names) for word in known_words()}
    return next(iter(closest(written, known, 1)), word)
