"""JSON read strictly: UTF-8, no duplicate members, no endless nesting, no number that another reader would change."""

import json
import re
import string
from collections import Counter
from typing import Any

import orjson
import re2

from openhub.errors import UnreadableDocument
from openhub.model.digest import digest_as_read
from openhub.model.fault import MAX_DEPTH, MAX_INTEGER, MAX_ITEM_BYTES, MAX_TEXT, found
from openhub.model.finding import Finding, escaped

_ASIDE = bytes(set(string.ascii_letters.encode()) - set(b"eE")) + bytes(range(0x80, 0x100))  # of no number
_PLAIN = bytes.maketrans(b"123456789E{", b"000000000e[")
_SIXTEEN_DIGITS = b"0" * 16
_LARGE_NUMBER = re2.compile(rb"(?:^|[:,\[\s])-?[0-9]+(?:[0-9]{15}|(?:\.[0-9]+)?[eE])")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


BOM = b"\xef\xbb\xbf"  # Windows programs put it before UTF-8; RFC 8259 section 8.1 lets readers pass over it


def parse(data: bytes) -> Any:
    """Any JSON value. Raises UnreadableDocument with the facts `line` and `column`, both from 1."""
    try:
        return orjson.loads(data.removeprefix(BOM))
    except orjson.JSONDecodeError as error:
        raise _unreadable(data, error) from error


def _unreadable(data: bytes, error: orjson.JSONDecodeError) -> UnreadableDocument:
    if not data.strip():
        return UnreadableDocument("There is nothing in it: it is empty.", line=1, column=1)
    if problem := not_text(data):
        return UnreadableDocument(problem, line=error.lineno, column=error.colno)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        column = fault.start - data.rfind(b"\n", 0, fault.start)
        return UnreadableDocument(f"Byte {fault.start} is not UTF-8. Save the file as UTF-8.", line=line, column=column)
    place = f"line {error.lineno}, column {error.colno}"
    message = error.msg[0].lower() + error.msg[1:]
    hint = " Is there a comma before it too many?" if "trailing comma" in message else ""
    return UnreadableDocument(f"This is not JSON: {message}, at {place}.{hint}", line=error.lineno, column=error.colno)


def whole_text(data: bytes) -> tuple[bytes, list[int]]:
    """The bytes of JSON with an escaped null in place of each escape for half of a surrogate pair, and where these stood.

    Such text is JSON (RFC 8259 section 8.2), but no Unicode, and most parsers refuse all that it stands in.
    """
    halves: list[int] = []

    def mended(escape: re.Match[bytes]) -> bytes:
        if escape.lastgroup != "half":
            return escape[0]
        halves.append(escape.start())
        return rb"\u0000"

    return (_ESCAPE.sub(mended, data), halves) if _HALF.search(data) else (data, halves)


def not_text(data: bytes) -> str:
    """What bytes are that no text editor would show, as a sentence; "" for others."""
    for start, problem in _BINARY.items():
        if data.startswith(start):
            return problem
    return "This is not text, so it cannot be JSON. Is it the right file?" if b"\0" in data[:1000] else ""


_BINARY = {
    b"\x1f\x8b": "This is a compressed (gzip) file; unpack it first.",
    b"PK\x03\x04": "This is a compressed (zip) file; unpack it first, or if it is a spreadsheet, save it as CSV.",
    b"%PDF": "This is a PDF, which holds no items that can be read. Is it the right file?",
    b"\xff\xfe": "This is text in UTF-16. Save the file as UTF-8.",
    b"\xfe\xff": "This is text in UTF-16. Save the file as UTF-8.",
}


def faults(value: Any, raw: bytes, item: str) -> list[Finding]:
    """What makes a well-formed item unfit to be kept and passed on unchanged; empty when nothing does."""
    if len(raw) > MAX_ITEM_BYTES:
        return [found("item-too-large", item=item, bytes=len(raw))]
    wrong: list[Finding] = []
    if _may_be_unsound(raw) and not _sound(value, MAX_DEPTH):
        _walk(value, "", 1, item, wrong)
    if not wrong and not _is_same(value, raw):
        wrong += _duplicate_members(raw, item)
    return wrong


def sound_digest(value: Any, raw: bytes) -> str:
    """The digest of an item in which `faults` finds nothing; "" when that takes a closer look. Quick."""
    if not is_small(raw) or raw.count(b"{") + raw.count(b"[") > MAX_DEPTH:
        return ""
    return digest_as_read(value, raw)


def is_plain(value: Any, raw: bytes) -> bool:
    """Whether nothing was lost in reading an item, and no text in it is too long or holds a null character; quick.

    How deep and how great its values are is not looked at: `faults` does.
    """
    if not is_small(raw):
        return False
    try:
        return orjson.dumps(value) == raw
    except TypeError:  # nested too deep, or half a surrogate pair
        return False


def is_small(raw: bytes) -> bool:
    """Whether no text in an item can be too long or hold a null character; quick."""
    return len(raw) <= MAX_TEXT and not (b"\\" in raw and rb"\u0000" in raw)


def _may_be_unsound(raw: bytes) -> bool:
    """Whether `_walk` may find something, for sure when it is not: by the bytes alone."""
    if not is_small(raw):
        return True
    plain = raw.translate(_PLAIN, _ASIDE)
    if plain.count(b"[") > MAX_DEPTH:
        return True
    numbers = _SIXTEEN_DIGITS in plain or b"0e" in plain
    return numbers and _LARGE_NUMBER.search(raw) is not None


def _is_same(value: Any, raw: bytes) -> bool:
    """Whether the value is written as in these bytes, plainly or indented: then nothing was lost in reading."""
    if orjson.dumps(value) == raw:
        return True
    if b"\n" not in raw:
        return False
    indent = raw[raw.rindex(b"\n") : -1]  # of what the item stands in
    return orjson.dumps(value, option=orjson.OPT_INDENT_2).replace(b"\n", indent) == raw


def _sound(value: Any, depth: int) -> bool:
    """Whether `_walk` would find nothing; quick, since almost every item is sound."""
    kind = type(value)
    if kind is str:
        return len(value) <= MAX_TEXT and "\0" not in value
    if kind is int or kind is float:  # orjson makes a float of a whole number beyond 64 bits
        return bool(-MAX_INTEGER <= value <= MAX_INTEGER)
    if kind is dict:
        return depth > 0 and all(
            "\0" not in name and len(name) <= MAX_TEXT and _sound(member, depth - 1) for name, member in value.items()
        )
    return bool(kind is not list or (depth > 0 and all(_sound(member, depth - 1) for member in value)))


def _walk(value: Any, pointer: str, depth: int, item: str, wrong: list[Finding]) -> None:
    if depth > MAX_DEPTH and isinstance(value, dict | list):
        wrong.append(found("nested-too-deep", pointer, item))
    elif isinstance(value, dict):
        for name, member in value.items():
            _text(name, pointer, item, wrong)
            _walk(member, f"{pointer}/{escaped(name)}", depth + 1, item, wrong)
    elif isinstance(value, list):
        for index, member in enumerate(value):
            _walk(member, f"{pointer}/{index}", depth + 1, item, wrong)
    elif isinstance(value, str):
        _text(value, pointer, item, wrong)
    elif isinstance(value, int | float) and abs(value) > MAX_INTEGER:
        wrong.append(found("number-too-large", pointer, item))


def _text(text: str, pointer: str, item: str, wrong: list[Finding]) -> None:
    if "\0" in text:
        wrong.append(found("null-character", pointer, item))
    elif len(text) > MAX_TEXT:
        wrong.append(found("text-too-long", pointer, item, characters=len(text)))


def _duplicate_members(raw: bytes, item: str) -> list[Finding]:
    twice: list[str] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            twice.extend(name for name, count in counts.items() if count > 1)
        return found

    json.loads(raw, object_pairs_hook=members)
    return [found("duplicate-member", item=item, name=name) for name in twice]
