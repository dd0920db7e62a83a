"""Finds the line and column of a JSON Pointer in the bytes that a document was read from."""

import contextlib
import re
from dataclasses import dataclass, field
from json.decoder import JSONDecoder, scanstring  # type: ignore[attr-defined]  # the stubs leave scanstring out

_DECODER = JSONDecoder(strict=False)
_BLANK = " \t\n\r"
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"(\s*:)?|[{}\[\]]', re.DOTALL)
_MARK = b"\xef\xbb\xbf"
_WIDTH = 100  # bytes shown of a long line


@dataclass(frozen=True, slots=True)
class Place:
    """Line and column count from 1, the column in code points; `offset` counts bytes from 0."""

    line: int
    column: int
    offset: int


@dataclass(slots=True)
class _Wanted:
    """The pointers that end at a value, and what is wanted within it."""

    pointers: list[str] = field(default_factory=list)
    within: dict[str, "_Wanted"] = field(default_factory=dict)


_NOTHING = _Wanted()


def locate(data: bytes, pointer: str) -> Place:
    """Where the value of a JSON Pointer (RFC 6901) starts, or the nearest around it that exists. Of equal names the last counts."""
    return locate_all(data, [pointer])[pointer]


def locate_all(data: bytes, pointers: list[str]) -> dict[str, Place]:
    """The places of several pointers, found in one reading. Bytes that are not JSON are read as far as they go."""
    mark = len(_MARK) if data.startswith(_MARK) else 0
    text = data[mark:].decode("utf-8", "surrogateescape")
    root = _Wanted()
    for pointer in dict.fromkeys(pointers):
        _want(root, pointer)
    found: dict[str, int] = {}
    _put(root, 0, found)
    with contextlib.suppress(ValueError, IndexError, RecursionError):
        _value(text, _skip(text, 0), root, found)
    return _places(text, found, mark)


def repeats(data: bytes, start: int) -> dict[str, list[Place]]:
    """Of the value that starts at an offset: by name, where a member stands that its object had before."""
    mark = len(_MARK) if data.startswith(_MARK) else 0
    text = data[mark:].decode("utf-8", "surrogateescape")
    found: list[tuple[str, int]] = []
    seen: list[set[str]] = []
    for token in _TOKEN.finditer(text, len(data[mark:start].decode("utf-8", "surrogateescape"))):
        if token[0] in "{[":
            seen.append(set())
        elif token[0] in "}]":
            seen.pop()
        elif token[1] and seen:
            name = scanstring(text, token.start() + 1, False)[0]
            if name in seen[-1]:
                found.append((name, token.start()))
            seen[-1].add(name)
        if not seen:
            break
    places = _places(text, {str(number): position for number, (_, position) in enumerate(found)}, mark)
    by_name: dict[str, list[Place]] = {}
    for number, (name, _) in enumerate(found):
        by_name.setdefault(name, []).append(places[str(number)])
    return by_name


def place_of(data: bytes, offset: int) -> Place:
    """The place of an offset."""
    start = _line(data, offset)
    return Place(data.count(b"\n", 0, start) + 1, _letters(data[start:offset]) + 1, offset)


def offset_of(data: bytes, line: int, column: int) -> int:
    """The offset of a line and column, both from 1; at the end of what there is when there is less."""
    start = len(_MARK) if data.startswith(_MARK) else 0
    for _ in range(line - 1):
        start = data.find(b"\n", start) + 1 or len(data)
    end = data.find(b"\n", start)
    before = data[start : end if end >= 0 else len(data)].decode("utf-8", "surrogateescape")[: column - 1]
    return start + len(before.encode("utf-8", "surrogateescape"))


def beside(data: bytes, known: Place, offset: int) -> Place:
    """The place of an offset that is not far from a place that is known."""
    first, last = sorted((known.offset, offset))
    if lines := data.count(b"\n", first, last):
        column = _letters(data[_line(data, offset) : offset]) + 1
        return Place(known.line + (lines if offset == last else -lines), column, offset)
    letters = _letters(data[first:last])
    return Place(known.line, known.column + (letters if offset == last else -letters), offset)


def around(data: bytes, offset: int) -> tuple[str, int]:
    """What can be shown of the line around an offset, and where in that the offset is."""
    start = max(_line(data, offset), offset - _WIDTH // 2)
    end = data.find(b"\n", offset)
    line = data[start : min(end if end >= 0 else len(data), start + _WIDTH)]
    shown, before = (part.decode("utf-8", "replace") for part in (line, data[start:offset]))
    return shown.rstrip("\r"), len(before)


def _line(data: bytes, offset: int) -> int:
    """Where the line of an offset begins."""
    return max(data.rfind(b"\n", 0, offset) + 1, len(_MARK) if data.startswith(_MARK) else 0)


def _letters(data: bytes) -> int:
    return len(data) if data.isascii() else len(data.decode("utf-8", "surrogateescape"))


def _want(root: _Wanted, pointer: str) -> None:
    wanted = root
    for part in pointer.split("/")[1:]:
        wanted = wanted.within.setdefault(part.replace("~1", "/").replace("~0", "~"), _Wanted())
    wanted.pointers.append(pointer)


def _put(wanted: _Wanted, position: int, found: dict[str, int]) -> None:
    """Notes the position for all that is wanted here and within; what lies deeper is corrected when it is reached."""
    waiting = [wanted]
    while waiting:
        one = waiting.pop()
        for pointer in one.pointers:
            found[pointer] = position
        waiting += one.within.values()


def _value(text: str, position: int, wanted: _Wanted, found: dict[str, int]) -> int:
    """Reads the value that starts here, and returns where it ends."""
    _put(wanted, position, found)
    if wanted.within and text[position] == "{":
        return _object(text, position + 1, wanted, found)
    if wanted.within and text[position] == "[":
        return _array(text, position + 1, wanted, found)
    return _DECODER.raw_decode(text, position)[1]


def _object(text: str, position: int, wanted: _Wanted, found: dict[str, int]) -> int:
    position = _skip(text, position)
    while text[position] != "}":
        name, position = scanstring(text, position + 1, False)
        colon = _skip(text, position)
        position = _value(text, _skip(text, colon + 1), wanted.within.get(name, _NOTHING), found)
        position = _past_comma(text, position)
    return position + 1


def _array(text: str, position: int, wanted: _Wanted, found: dict[str, int]) -> int:
    position, index = _skip(text, position), 0
    while text[position] != "]":
        position = _value(text, position, wanted.within.get(str(index), _NOTHING), found)
        position = _past_comma(text, position)
        index += 1
    return position + 1


def _past_comma(text: str, position: int) -> int:
    position = _skip(text, position)
    return _skip(text, position + 1) if text[position] == "," else position


def _skip(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position


def _places(text: str, found: dict[str, int], bytes_before: int) -> dict[str, Place]:
    places: dict[str, Place] = {}
    line, seen, offset = 1, 0, bytes_before
    for pointer, position in sorted(found.items(), key=lambda pair: pair[1]):
        line += text.count("\n", seen, position)
        offset += len(text[seen:position].encode("utf-8", "surrogateescape"))
        seen = position
        places[pointer] = Place(line, position - text.rfind("\n", 0, position), offset)
    return places
