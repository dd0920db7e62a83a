"""Tells of many patterns at once which of them a text may match: RE2 reads the text once for all of them.

A gate may open for nothing, and must never stay shut: what RE2 cannot say (what stands around a match, the edges of
words and lines) is left out of its patterns, and what it reads more narrowly than `re` (letters, digits, blanks, great
and small) is widened. So it is made from what `re` itself understood of a pattern.
"""

import re
from collections.abc import Callable, Sequence
from re import _constants, _parser  # type: ignore[attr-defined]  # the stubs leave both out
from typing import Any

import re2

MAX_MEMORY = 32 << 20  # with 8 MiB texts in many scripts threw its states away again and again
_MOST_REPEATS = 1_000  # RE2 takes no greater number
_ANY = r"[\x00-\x{10ffff}]"
_BEYOND = r"\x{80}-\x{10ffff}"
_LINE_ENDS = re.compile(r"\\x\{a\}|\[\^[^\]]*\]|\[[^\]]*(?:\\x09-|\\x\{a\}|\\x00-)[^\]]*\]")  # what a line's end can be
_SAME = {
    "i": r"\x{130}\x{131}",
    "s": r"\x{17f}",
    "k": r"\x{212a}",
}  # what `re` takes for the letter when case does not matter
_ASCII = {
    _constants.CATEGORY_DIGIT: "0-9",
    _constants.CATEGORY_WORD: "0-9A-Za-z_",
    _constants.CATEGORY_SPACE: r"\x09-\x0d\x1c-\x20",
    _constants.CATEGORY_NOT_DIGIT: r"\x00-/:-\x7f",
    _constants.CATEGORY_NOT_WORD: r"\x00-/:-@\[-^`{-\x7f",
    _constants.CATEGORY_NOT_SPACE: r"\x00-\x08\x0e-\x1b\x21-\x7f",
}


class Gate:
    """Made of patterns for `re`; asked with a text, it names those that may match by their numbers."""

    def __init__(self, patterns: Sequence[str | re.Pattern[str]]) -> None:
        """Raises ValueError for a pattern that no gate can be made of, such as one that refers back to a group."""
        options = re2.Options()
        options.max_mem = MAX_MEMORY
        options.never_capture = True
        options.log_errors = False
        self._all = list(range(len(patterns)))
        self._set = re2.Set.SearchSet(options)
        for pattern in patterns:
            self._set.Add(widened(pattern))
        if patterns:
            self._set.Compile()

    def open(self, text: str) -> list[int]:
        """The numbers of those patterns that may match, from 0. All of them for a text that is not Unicode."""
        if not self._all:
            return []
        try:
            found = self._set.Match(text)
        except UnicodeEncodeError:  # halves of characters
            return self._all
        return sorted(found) if found else []


def widened(pattern: str | re.Pattern[str]) -> str:
    """An RE2 pattern that matches wherever the pattern for `re` does, and perhaps elsewhere."""
    compiled = re.compile(pattern)
    parsed = _parser.parse(compiled.pattern, compiled.flags)
    return _sequence(parsed, bool(compiled.flags & re.IGNORECASE))


def alone(pattern: str | re.Pattern[str]) -> str:
    """The same for a text by itself, at whose beginning and end no line's end stands, as one does around those of a gate."""
    return _LINE_ENDS.sub(r"(?:\g<0>|^|$)", widened(pattern))


def _sequence(nodes: Any, fold: bool) -> str:
    return "".join(_node(kind, value, fold) for kind, value in nodes)


def _node(kind: Any, value: Any, fold: bool) -> str:
    """`fold`: great and small letters are the same."""
    if kind in (_constants.AT, _constants.ASSERT, _constants.ASSERT_NOT):
        return ""
    if kind is _constants.ANY:
        return _ANY
    if (say := _NODES.get(kind)) is None:
        raise ValueError(f"No gate can be made of a pattern with {kind}.")
    return say(value, fold)


def _literal(code: int, fold: bool = False) -> str:
    letter = chr(code)
    if not fold or not letter.isalpha():
        return rf"\x{{{code:x}}}"
    return f"[{letter.lower()}{letter.upper()}{_SAME.get(letter.lower(), '')}]" if letter.isascii() else _ANY


def _not_literal(code: int, fold: bool) -> str:
    return f"[^{_literal(code)}]"


def _class(members: list[tuple[Any, Any]], fold: bool) -> str:
    """A class of characters. What is left out of one is read narrowly, as it stands."""
    if members[0][0] is _constants.NEGATE:
        return f"[^{''.join(map(_member, members[1:]))}]"
    inside = "".join(map(_member, members))
    if fold:  # apart, because among what is beyond ASCII are signs that fold to s and k
        return f"(?:(?i:[{inside}])|[{_BEYOND}])"
    wide = any(kind is _constants.CATEGORY for kind, _ in members)
    return f"[{inside}{_BEYOND if wide else ''}]"


def _member(member: tuple[Any, Any]) -> str:
    kind, value = member
    if kind is _constants.CATEGORY:
        return _ASCII[value]
    return f"{_literal(value[0])}-{_literal(value[1])}" if kind is _constants.RANGE else _literal(value)


def _branch(value: tuple[Any, list[Any]], fold: bool) -> str:
    return f"(?:{'|'.join(_sequence(way, fold) for way in value[1])})"


def _group(value: tuple[Any, int, int, Any], fold: bool) -> str:
    _, added, taken, inner = value
    return f"(?:{_sequence(inner, bool((fold or added & re.IGNORECASE) and not taken & re.IGNORECASE))})"


def _repeat(value: tuple[int, Any, Any], fold: bool) -> str:
    least, most, inner = value
    upper = "" if most is _constants.MAXREPEAT or most > _MOST_REPEATS else int(most)
    return f"(?:{_sequence(inner, fold)}){{{min(least, _MOST_REPEATS)},{upper}}}"


_NODES: dict[Any, Callable[[Any, bool], str]] = {
    _constants.LITERAL: _literal,
    _constants.NOT_LITERAL: _not_literal,
    _constants.IN: _class,
    _constants.BRANCH: _branch,
    _constants.SUBPATTERN: _group,
    _constants.MAX_REPEAT: _repeat,
    _constants.MIN_REPEAT: _repeat,
}
