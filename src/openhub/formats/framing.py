"""Cuts a long list of items into windows as it is read, so that memory does not grow with the file.

A window ends where an item ends: at the last `}` before a comma up to which the bytes are a list. No beginning of an
object is an object, so a cut that can be decoded is right. Where none is found near, brackets are counted instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

import msgspec
import orjson

from openhub.formats.strict_json import BOM

WINDOW = 1 << 16
MOST = 1 << 24
"""The longest item that is looked for the end of: many times what an item may be."""

_TRIES = 48
_ITEMS = re.compile(rb'"items"\s*:\s*\[')
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"?|[{}\[\],]', re.DOTALL)
_LIST = msgspec.json.Decoder(list[msgspec.Raw])


Item = tuple[bytes, int, Any]
"""The bytes of an item, their offset, and what they say when they are written plainly: when not, or not known, it is None."""


class Unframed(Exception):
    """No list of items can be told apart here; `offset` is how far it was read."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Window:
    """Bytes that follow on those of the window before, and the items in them."""

    data: bytes
    items: list[Item]


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a list is most likely written all through, going by its first two items."""

    gap: bytes
    """What stands between two items."""

    turn: bytes
    """The same, with the end of the first and up to the name of the second's first member."""

    plain: bool
    """Whether they are written without needless blanks and signs."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the items of a file begin, and the members that stand around them; None when it is a bare list."""

    start: int
    around: dict[str, Any] | None


def opening(file: BinaryIO) -> Opening | None:
    """How the file begins and ends; None when it is neither a list nor an object that has `items` near its beginning."""
    file.seek(0)
    head = file.read(WINDOW)
    mark = len(BOM) if head.startswith(BOM) else 0
    body = head[mark:].lstrip()
    if body.startswith(b"["):
        return Opening(head.index(b"[") + 1, None)
    if not body.startswith(b"{"):
        return None
    for match in _ITEMS.finditer(head):
        before = _members(head[mark : match.start()].rstrip().removesuffix(b",") + b"}")
        if before is not None:
            return Opening(match.end(), {**before, **_tail(file, match.end())})
    return None


def windows(file: BinaryIO, start: int) -> Iterator[Window]:
    """All of the file, window by window. Raises Unframed where the list breaks off, after what came before it."""
    file.seek(0)
    held, begin, passed, habit = file.read(start), start, 0, _NO_HABIT
    while True:
        held, items, end, ended = _next(file, held, begin, passed, habit)
        if ended:
            yield Window(held + file.read(MOST), items)
            return
        yield Window(held[:end], items)
        habit = habit if habit.gap else _habit(held, items)
        passed += end
        held, begin = held[end:], 0


_NO_HABIT = _Habit(b"", b"", plain=False)


def _habit(held: bytes, items: list[Item]) -> _Habit:
    if len(items) < 2:
        return _NO_HABIT
    (first, start, _), (second, after, _) = items[:2]
    gap = held[start + len(first) : after]
    return _Habit(gap, first[-1:] + gap + second[: second.find(b":") + 1], _is_plain(first))


def _is_plain(text: bytes) -> bool:
    try:
        return orjson.dumps(orjson.loads(text)) == text
    except (orjson.JSONDecodeError, TypeError):
        return False


def _next(file: BinaryIO, held: bytes, begin: int, passed: int, habit: _Habit) -> tuple[bytes, list[Item], int, bool]:
    """What is held when some items are whole in it, those items, where they end, and whether the list does."""
    size = WINDOW
    while True:
        block = file.read(size)
        held += block
        if block and (found := _cut(held, begin, habit)):
            return held, *found, False
        items, end, ended = _counted(held, begin)
        if ended or (items and block):
            return held, items, end, ended
        if not block or len(held) > MOST:
            raise Unframed(passed + end)
        size *= 2


def _cut(held: bytes, begin: int, habit: _Habit) -> tuple[list[Item], int] | None:
    """The items up to the last end of one that is found."""
    likely = held.rfind(habit.turn, begin) if habit.turn else -1
    if likely >= 0 and habit.plain and (plain := _plain(held, begin, likely + 1, habit.gap)):
        return plain, likely + 1
    for end in chain((likely,), _ends(held, begin)):
        if end >= 0 and (items := _decoded(held[begin : end + 1])) is not None:
            return _placed(items, held, begin), end + 1
    return None


def _plain(held: bytes, begin: int, end: int, gap: bytes) -> list[Item] | None:
    """The items with what they say, quick; None when they are not all written plainly, with this before and between them."""
    start = begin + len(gap)
    try:
        values = orjson.loads(b"".join((b"[", memoryview(held)[start:end], b"]")))
        texts = list(map(orjson.dumps, values))
    except (orjson.JSONDecodeError, TypeError):
        return None
    again = gap.join((b"", *texts))
    if begin + len(again) != end or not held.startswith(again, begin):
        return None
    items = []
    for text, value in zip(texts, values, strict=True):
        items.append((text, start, value))
        start += len(text) + len(gap)
    return items


def _ends(held: bytes, begin: int) -> Iterator[int]:
    """Where an item may end, from the last; not too many."""
    end = len(held)
    for _ in range(_TRIES):
        if (end := held.rfind(b"}", begin, end)) < 0:
            return
        if held[end + 1 : end + 40].lstrip().startswith(b","):
            yield end


def _decoded(inside: bytes) -> list[msgspec.Raw] | None:
    try:
        return _LIST.decode(b"[" + inside.lstrip().removeprefix(b",") + b"]")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _placed(slices: list[msgspec.Raw], held: bytes, position: int) -> list[Item]:
    items: list[Item] = []
    gap = 0  # between two items, which is most likely the same between others: to look for the next one takes longer
    for raw in slices:
        text = bytes(raw)
        found = position + gap
        if not held.startswith(text, found):
            found = held.index(text, position)
            gap = found - position
        items.append((text, found, None))
        position = found + len(text)
    return items


def _counted(held: bytes, begin: int) -> tuple[list[Item], int, bool]:
    """The items up to the last comma between two, or up to the end of the list; where they end, and whether the list does."""
    items: list[Item] = []
    depth, since, end = 0, begin, begin
    for token in _TOKEN.finditer(held, begin):
        sign = token[0]
        if sign in b"{[":
            depth += 1
        elif sign == b"," and depth == 0:
            items += (one := _one(held, since, token.start()))
            since, end = token.end(), token.start() if one else end
        elif sign in b"}]" and depth:
            depth -= 1
        elif sign == b"]":
            return [*items, *_one(held, since, token.start())], token.start(), True
    return items, end, False


def _one(held: bytes, start: int, end: int) -> list[Item]:
    text = held[start:end]
    bare = text.strip()
    return [(bare, start + text.index(bare), None)] if bare else []


def _tail(file: BinaryIO, start: int) -> dict[str, Any]:
    """The members after the items, if they stand in the last window: from the first bracket whose rest is members to the end."""
    size = file.seek(0, 2)
    file.seek(max(start, size - WINDOW))
    tail = file.read()
    position = tail.find(b"]")
    while position >= 0:
        rest = tail[position + 1 :].lstrip()
        if rest[:1] in (b",", b"}") and (found := _members(b"{" + rest.removeprefix(b","))) is not None:
            return found
        position = tail.find(b"]", position + 1)
    return {}


def _members(data: bytes) -> dict[str, Any] | None:
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) else None


def lines(file: BinaryIO) -> Iterator[Window]:
    """The same of a file with one item on each line. Of a line that is longer than any item may be only the start is kept."""
    held, rest = b"", b""
    while block := file.read(WINDOW):
        held = rest + block
        end = held.rfind(b"\n") + 1
        if not end and len(held) <= MOST:
            rest = held
            continue
        if not end:
            raise Unframed(0)
        yield _split(held[:end])
        rest = held[end:]
    if rest.strip():
        yield _split(rest)


def _split(data: bytes) -> Window:
    items: list[Item] = []
    position = 0
    for line in data.splitlines(keepends=True):
        items += _one(data, position, position + len(line))
        position += len(line)
    return Window(data, items)
