"""Finds what only a whole feed shows, and keeps of each item no more than that needs: hashes, and the rest on disk."""

import pickle
import tempfile
import weakref
from array import array
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import islice
from types import ModuleType
from typing import Any

from openhub.model.finding import Finding
from openhub.validate.rule import Rule, finding

Collect = Callable[[dict[str, Any]], Any]
Keys = Callable[[dict[str, Any]], tuple[Hashable, ...]]
Read = Callable[[int], Any]

_TOGETHER = 512
_IN_MEMORY = 1 << 19


class FeedCheck:
    """Collects a little of each document of a feed, and says at the end what is wrong between them.

    A module with `collect` says by `keys` which documents can have to do with others: those that share a key with one, or with
    as many as make SHARED_BY, if it says that too. One with SEEKS collects pairs of a pointer and an id, which is its key too, and
    is given those whose id no document has. With `read`, which gives a document again by its index, nothing else is kept of them.
    """

    def __init__(self, rules: tuple[tuple[str, Rule, ModuleType], ...], read: Read | None = None) -> None:
        self._rules, self._read = rules, read
        # Rules that collect the same share it.
        self._piles = {
            module.collect: _Pile(module.collect, getattr(module, "SHARED_BY", 2), read) for _, _, module in rules
        }
        keys: dict[Collect, Keys] = {module.collect: module.keys for _, _, module in rules}
        self._keyed = [
            (keys[collect], pile.hashes.append, pile.indexes.append) for collect, pile in self._piles.items()
        ]
        self._ids = _Pile(_id, 2, None)
        self._known = array("q")  # hashes of ids

    def collect(self, document: Any, index: int) -> None:
        """Takes note of a document. `index` is whatever the caller knows it by; later ones have greater numbers."""
        if not isinstance(document, dict) or not isinstance(document.get("id"), str):
            return
        self._known.append(hash(document["id"]))
        for keys, note_hash, note_index in self._keyed:
            for key in keys(document):
                note_hash(hash(key))
                note_index(index)
        if self._read is None:
            for pile in self._piles.values():
                pile.keep(document, index)
            self._ids.keep(document, index)

    def findings(self, *, whole: bool = True) -> list[tuple[int, Finding]]:
        """What is wrong between documents, each with the index of the one that it is about, in order.

        Unless these are the `whole` feed, nothing is said to be missing from it; nor is it when there is but one.
        """
        complete = whole and len(self._known) > 1
        rules = [entry for entry in self._rules if complete or "whole" not in entry[1].needs]
        modules = {module.collect: module for _, _, module in rules}
        given = {collect: list(self._given(module)) for collect, module in modules.items()}
        found = [
            (index, code, rule, pointer, values)
            for code, rule, module in rules
            for index, pointer, values in module.finish(given[module.collect])
        ]
        ids = dict(self._ids.of({index for index, *_ in found}, self._read))
        said = [(index, finding(code, rule, at, values, ids[index])) for index, code, rule, at, values in found]
        return sorted(said, key=lambda pair: pair[0])

    def _given(self, module: ModuleType) -> Iterator[tuple[int, Any]]:
        pile = self._piles[module.collect]
        return pile.astray(self._known) if hasattr(module, "SEEKS") else pile.related()


class _Pile:
    """What is collected of documents, with their indexes, most of it in a file that goes with this."""

    def __init__(self, collect: Collect, least: int, read: Read | None) -> None:
        self._collect, self._least, self._read = collect, least, read
        self.hashes, self.indexes = array("q"), array("I")
        self._last: list[tuple[int, Any]] = []
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed below
        weakref.finalize(self, self._file.close)

    def keep(self, document: dict[str, Any], index: int) -> None:
        if (value := self._collect(document)) is not None:
            self._last.append((index, value))
            if len(self._last) >= _TOGETHER:
                pickle.dump(self._last, self._file)
                self._last = []

    def related(self) -> Iterator[tuple[int, Any]]:
        """Of those that share a key with another, and by chance perhaps of a few more: of a key only its hash is kept."""
        shared = {key for half in (True, False) for key in self._shared(half)}
        return self.of(self._having(shared), self._read)

    def _shared(self, below: bool) -> Iterator[int]:
        """The hashes below zero, or not, that come often enough; half of them at a time take half the memory."""
        ordered = sorted(key for key in self.hashes if (key < 0) is below)
        again = islice(ordered, self._least - 1, None)
        return (one for one, other in zip(ordered, again, strict=False) if one == other)

    def astray(self, known: Iterable[int]) -> Iterator[tuple[int, list[tuple[str, str]]]]:
        """Of pairs of a pointer and a key, those whose key is none of these hashes."""
        missing = set(self.hashes).difference(known)
        for index, pairs in self.of(self._having(missing), self._read):
            yield index, [pair for pair in pairs if hash(pair[1]) in missing]

    def of(self, indexes: set[int], read: Read | None) -> Iterator[tuple[int, Any]]:
        """What was collected of the documents with these indexes, in order."""
        if read is None:
            yield from (pair for pair in self._all() if pair[0] in indexes)
            return
        for index in sorted(indexes):
            if (value := self._collect(read(index))) is not None:
                yield index, value

    def _having(self, hashes: set[int]) -> set[int]:
        """The indexes of the documents with one of these keys."""
        pairs = zip(self.hashes, self.indexes, strict=True)
        return {index for key, index in pairs if key in hashes} if hashes else set()

    def _all(self) -> Iterator[tuple[int, Any]]:
        end = self._file.tell()
        self._file.seek(0)
        while self._file.tell() < end:
            yield from pickle.load(self._file)  # noqa: S301  # written above, by this process
        yield from self._last


def _id(document: dict[str, Any]) -> str:
    return str(document["id"])
