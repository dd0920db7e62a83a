"""Texts as the vectors of stems that PostgreSQL searches, made here: the server takes longer over that than over all else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import Struct

from openhub.stores.postgres_pool import Db

Stems = Mapping[str, tuple[bytes, ...]]
"""The stems of each word, as their bytes with a zero at the end. Mostly one."""

_MOST = 100_000  # words that are remembered
_LONGEST = 200  # letters of a word, as of those of names
_FURTHEST = 16_383  # position that a vector has; all words after it stand there
_ROOM = _FURTHEST - 1  # for words that stand alone
_MOST_PLACES = 255  # positions that one stem has
_MOST_BYTES = 1_000_000  # of a vector
_WEIGHTS = (3 << 14, 2 << 14, 0)  # of names, summaries and texts: A, B and D
_COUNT, _ONE = Struct(">i").pack, Struct(">HH").pack
_LEARN = (
    "SELECT word, ARRAY(SELECT lexeme FROM unnest(to_tsvector('openhub', word)) l, unnest(l.positions) position ORDER BY position)"
    " AS stems FROM unnest(%s::text[]) AS w(word)"
)


class Words:
    """What a process knows of stems, which the server alone makes; threads share it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[bytes, ...]] = {}

    def stems(self, db: Db, texts: Iterable[str]) -> Stems:
        """Those of all words of cleaned texts, but for what is too long to be a word."""
        if len(self._known) > _MOST:
            self._known = {}
        known = self._known
        words = {word for text in texts for word in text.split()}
        if unknown := [word for word in words if word not in known and len(word) <= _LONGEST]:
            rows = db.execute(_LEARN, (unknown,)).fetchall()
            known.update({row["word"]: tuple(stem.encode() + b"\0" for stem in row["stems"]) for row in rows})
        return known


def vector(texts: Sequence[str], stems: Stems) -> bytes:
    """A cleaned name, summary and text as `to_tsvector` makes them, with weights A, B and D, one after the other."""
    places: dict[bytes, list[int]] = {}
    at = 0
    for text, weight in zip(texts, _WEIGHTS, strict=True):
        stemmed = [stem for word in text.split() for stem in stems.get(word, ())]
        for place, stem in enumerate(stemmed[: _ROOM - at], weight + at + 1):
            if stem in places:
                places[stem].append(place)
            else:
                places[stem] = [place]
        for stem in stemmed[_ROOM - at :]:
            if places.setdefault(stem, [weight | _FURTHEST])[-1] & _FURTHEST != _FURTHEST:
                places[stem].append(weight | _FURTHEST)
        at = min(at + len(stemmed), _ROOM)
    if at == _ROOM:
        places = dict(_as_many_as_fit(places))
    packed = [stem + _ONE(1, at[0]) if len(at) == 1 else stem + _several(at) for stem, at in places.items()]
    return _COUNT(len(places)) + b"".join(packed)


def _as_many_as_fit(places: Mapping[bytes, list[int]]) -> Iterator[tuple[bytes, list[int]]]:
    size = 0
    for stem, at in places.items():
        size += len(stem) + 3 + 2 * len(at)
        if size > _MOST_BYTES:
            return
        yield stem, at


def _several(places: Sequence[int]) -> bytes:
    some = places[:_MOST_PLACES]
    return Struct(f">{len(some) + 1}H").pack(len(some), *some)
