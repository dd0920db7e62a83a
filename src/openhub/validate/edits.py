"""Where in the text of a file the change that mends a finding is made, and what is written there."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from openhub.model.finding import Change
from openhub.validate.locate import Place, beside

_BLANK = b" \t\r\n"
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_WORD = re.compile(rb'[^\s,:"\[\]{}]+')
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]]', re.DOTALL)

Stretch = tuple[int, int]
"""The offset at which something begins, and the one behind its end."""


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands from `start` up to `end` gives way to `text`."""

    start: Place
    end: Place
    text: str


def edit(data: bytes, place: Place, pointer: str, change: Change) -> Edit | None:
    """The change of the value that starts at a place. None when what stands there is surely not what the pointer names."""
    value = _value(data, place.offset)
    name = _name(data, place.offset)
    if not (pointer and value and _is_meant(data, place.offset, name, pointer)):
        return None
    stretch = _STRETCHES[change.op](data, value, name)
    if stretch is None:
        return None
    start, end = (beside(data, place, offset) for offset in stretch)
    return Edit(start, end, "" if change.op == "remove" else json.dumps(change.value, ensure_ascii=False))


def _value(data: bytes, start: int) -> Stretch | None:
    if data[start : start + 1] in (b"{", b"["):
        end = _closed(data, start)
    else:
        one = _STRING.match(data, start) or _WORD.match(data, start)
        end = one.end() if one else 0
    return (start, end) if end else None


def _closed(data: bytes, start: int) -> int:
    """Where the object or list that begins here is closed; 0 when it is not."""
    depth = 0
    for token in _TOKEN.finditer(data, start):
        depth += (token[0] in (b"{", b"[")) - (token[0] in (b"}", b"]"))
        if not depth:
            return token.end()
    return 0


def _name(data: bytes, start: int) -> Stretch | None:
    """The name, in its quotes, of the member whose value starts here; None of an entry of a list."""
    colon = _before(data, start)
    end = _before(data, colon - 1)
    if data[colon - 1 : colon] != b":" or data[end - 1 : end] != b'"':
        return None
    quote = data.rfind(b'"', 0, end - 1)
    while quote > 0 and _is_escaped(data, quote):
        quote = data.rfind(b'"', 0, quote)
    return (quote, end) if quote >= 0 else None


def _is_escaped(data: bytes, offset: int) -> bool:
    first = offset
    while first and data[first - 1] == ord("\\"):
        first -= 1
    return (offset - first) % 2 == 1


def _is_meant(data: bytes, start: int, name: Stretch | None, pointer: str) -> bool:
    """Whether this is the member that the pointer ends with, or an entry of a list when it ends with a number."""
    last = pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    if name:
        return bool(json.loads(data[slice(*name)], strict=False) == last)
    before = _before(data, start)
    return last.isdecimal() and data[before - 1 : before] in (b"[", b",")


def _member(data: bytes, value: Stretch, name: Stretch | None) -> Stretch:
    """The member or entry with one of the commas around it, so that none is too many."""
    start, end = name[0] if name else value[0], value[1]
    comma = _behind(data, end)
    if data[comma : comma + 1] == b",":
        return start, _behind(data, comma + 1)
    before = _before(data, start)
    return (before - 1 if data[before - 1 : before] == b"," else start), end


def _before(data: bytes, offset: int) -> int:
    """The offset behind the last that is not blank before this one."""
    while offset > 0 and data[offset - 1] in _BLANK:
        offset -= 1
    return max(offset, 0)


def _behind(data: bytes, offset: int) -> int:
    """The first offset from this one on that is not blank."""
    while offset < len(data) and data[offset] in _BLANK:
        offset += 1
    return offset


_STRETCHES: dict[str, Callable[[bytes, Stretch, Stretch | None], Stretch | None]] = {
    "replace": lambda data, value, name: value,
    "move": lambda data, value, name: name,
    "remove": _member,
}
