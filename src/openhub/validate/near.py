"""Which of some known words was meant by one that is not known, and whether that is sure enough to change it unasked."""

import difflib
from collections.abc import Iterable
from functools import lru_cache

MOST_LETTERS = 60
_LIKELY = 0.7
_FEWEST_LETTERS = 4  # of shorter words too many are like each other

_SYNONYMS = {
    "title": ("name",), "start": ("startDate",), "end": ("endDate",), "lat": ("latitude",), "lng": ("longitude",),
    "lon": ("longitude",), "long": ("longitude",), "organisation": ("organizer",), "organiser": ("organizer",),
    "organization": ("organizer",), "host": ("organizer",), "street": ("streetAddress",), "city": ("addressLocality",),
    "town": ("addressLocality",), "postcode": ("postalCode",), "zip": ("postalCode",), "frequency": ("repeatFrequency",),
    "day": ("byDay", "dayOfWeek"), "days": ("byDay", "dayOfWeek"), "cost": ("prices",), "price": ("prices",),
    "imageurl": ("image", "contentUrl"), "photo": ("image",), "picture": ("image",), "link": ("url",),
    "website": ("url",), "licence": ("license",), "category": ("themes",), "categories": ("themes",),
    "tags": ("keywords", "themes"), "phone": ("telephone",), "tel": ("telephone",), "venue": ("location",),
    "place": ("location",), "deadline": ("registrationDeadline",),
}  # fmt: skip


def synonym(word: str, known: Iterable[str]) -> str:
    """The known member that others call by this word; "" when there is none at the place."""
    here = set(known)
    return next((name for name in _SYNONYMS.get(_plain(word[:MOST_LETTERS]), ()) if name in here), "")


def near(word: str, known: Iterable[str], likely: float = _LIKELY) -> tuple[str, bool]:
    """The known word that is nearest and whether it is surely the one; ("", False) when none is near.

    Sure is what differs only in capitals, spaces, hyphens and underscores, or by one slip that leads to no other word.
    """
    return _near(word, tuple(known), likely) if len(word) <= MOST_LETTERS else ("", False)


@lru_cache(4096)  # a slip in one item of a feed is in all of them
def _near(word: str, known: tuple[str, ...], likely: float) -> tuple[str, bool]:
    by_plain = {_plain(other): other for other in known}
    plain = _plain(word)
    if plain in by_plain:
        return by_plain[plain], True
    slips = [other for other in by_plain if _is_one_slip(plain, other)]
    if len(slips) == 1 and len(plain) >= _FEWEST_LETTERS:
        return by_plain[slips[0]], True
    close = slips or difflib.get_close_matches(plain, by_plain, n=1, cutoff=likely)
    return (by_plain[close[0]], False) if close else ("", False)


def _is_one_slip(word: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two that changed places, make the one of the other. A number is no letter."""
    if abs(len(word) - len(other)) > 1:
        return False
    before = _alike(word, other)
    left, right = word[before:], other[before:]
    after = _alike(left[::-1], right[::-1])
    left, right = left[: len(left) - after], right[: len(right) - after]
    few = len(left) <= 1 and len(right) <= 1
    swapped = len(left) == len(right) == 2 and left == right[::-1]
    return (few or swapped) and not any(map(str.isdigit, left + right))


def _alike(word: str, other: str) -> int:
    """How many letters are the same from the start."""
    return next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), min(len(word), len(other)))


def _plain(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter not in "-_ \t\n")
