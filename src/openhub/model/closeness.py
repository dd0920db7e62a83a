"""How near one spelling is to another: what was perhaps meant by a word, or a name, that nobody knows."""

import unicodedata
from collections.abc import Mapping

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

SHORTEST = 4  # below it too much is near to too much
LONG = 8
MOST_MISTAKES = 2


def mistakes(text: str) -> int:
    """How many letters may be wrong, missing, too many or swapped with their neighbours, by how long it is."""
    return 0 if len(text) < SHORTEST else 1 if len(text) < LONG else MOST_MISTAKES


def closest(text: str, known: Mapping[str, int], limit: int) -> list[str]:
    """Those of the known that may be meant, the likeliest first: with the fewest mistakes, then beginning alike, then by their numbers.

    What is known is in lower case and without accents, and so has the text to be (see `plain`).
    """
    most = mistakes(text)
    found = extract(text, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = sorted(found, key=lambda hit: (hit[1], hit[0][:1] != text[:1], -known[hit[0]], hit[0]))
    return [name for name, _, _ in ranked[:limit]]


def plain(text: str) -> str:
    """In lower case and without accents, as the words of an index are."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
