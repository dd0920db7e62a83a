"""Reads long files of OpenHub items part by part: lists, pages and static files, and one item on each line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, BinaryIO

import msgspec
import orjson

from openhub.formats import openhub, openhub_static, rpde
from openhub.formats.framing import WINDOW, Item, Window, lines, opening, windows
from openhub.formats.strict_json import BOM, faults, is_plain, is_small
from openhub.model.finding import Finding
from openhub.model.record import Page, Record

ReadItem = Callable[[Item, int], Record]
"""Makes a record of an item in a part of a file, and its number in the file."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the bytes of a file and the page that they hold of it. `strays`: by pointer, the offsets of items with findings."""

    data: bytes
    page: Page
    strays: dict[str, int]


@dataclass(frozen=True, slots=True)
class Stream:
    """The parts of a file in order; joined they are the file.

    How deep and how great the values of an item are may not have been looked at: whoever needs to know asks `strict_json.faults`.
    Raises Unframed on the way where the file breaks off.
    """

    form: str
    parts: Iterator[Part]


def stream(file: BinaryIO, *, by_line: bool = False) -> Stream | None:
    """The file part by part; None when it has to be read whole, because it is no long list of OpenHub items."""
    if by_line or _is_by_line(file):
        file.seek(0)
        return Stream(openhub_static.FORMAT.name, _parts(lines(file), _static_at(""), {}))
    begin = opening(file)
    if begin is None:
        return None
    framed = windows(file, begin.start)
    first = next(framed)
    sample = [_loaded(text) for text, *_ in first.items[:64]]
    document = sample if begin.around is None else {**begin.around, "items": sample}
    both = chain((first,), framed)
    if openhub.recognises(document):
        return Stream(openhub.FORMAT.name, _parts(both, _feed_item, begin.around or {}))
    if openhub_static.recognises(document):
        prefix = "" if begin.around is None else "/items"
        return Stream(openhub_static.FORMAT.name, _parts(both, _static_at(prefix), begin.around or {}))
    return None


def _is_by_line(file: BinaryIO) -> bool:
    """Whether its first line is an object, and its second begins one."""
    file.seek(0)
    first, _, rest = file.read(WINDOW * 8).removeprefix(BOM).partition(b"\n")
    return rest.lstrip().startswith(b"{") and isinstance(_loaded(first), dict)


def _parts(framed: Iterator[Window], read: ReadItem, around: dict[str, Any]) -> Iterator[Part]:
    licence, following = around.get("license"), around.get("next")
    number = 0
    for window in framed:
        records: list[Record] = []
        findings: list[Finding] = []
        strays: dict[str, int] = {}
        for item in window.items:
            record = read(item, number)
            number += 1
            if record.findings:
                strays[record.pointer] = item[1]
            if record.id:
                records.append(record)
            else:
                findings += record.findings
        page = Page(
            records=tuple(records),
            findings=tuple(findings),
            licence=licence if isinstance(licence, str) else "",
            next=following if isinstance(following, str) else "",
        )
        yield Part(window.data, page, strays)


def _static_at(prefix: str) -> ReadItem:
    def read(item: Item, number: int) -> Record:
        text, offset, value = item
        pointer = f"{prefix}/{number}"
        document = _loaded(text) if value is None else value
        own = document.get("id") if isinstance(document, dict) else None
        if own and isinstance(own, str) and _is_sound(document, text, own, plain=value is not None):
            return _sound(document, own, text, pointer, offset)
        return openhub_static.record(text, number, pointer, offset)

    return read


def _feed_item(part: Item, number: int) -> Record:
    text, offset, value = part
    try:
        item = msgspec.json.decode(text, type=rpde.Item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return rpde.record(text, number, offset)
    if item.state == "updated" and isinstance(item.id, str) and item.id:
        raw = bytes(item.data)
        document = _loaded(raw) if value is None else value.get("data")
        same = isinstance(document, dict) and document.get("id") == item.id
        if same and _is_sound(document, raw, item.id, plain=value is not None):
            return _sound(document, item.id, raw, f"/items/{number}/data", offset + text.rindex(raw))
    record = rpde.record(text, number, offset)
    return openhub.same_id(record) if record.data is not None else record


def _is_sound(document: dict[str, Any], raw: bytes, own: str, *, plain: bool) -> bool:
    """Whether nothing is wrong with how an item is written, as far as can be told without looking at all of its values."""
    return (is_small(raw) if plain else is_plain(document, raw)) or not faults(document, raw, own)


def _sound(document: dict[str, Any], own: str, raw: bytes, pointer: str, offset: int) -> Record:
    kind = str(document.get("type", ""))
    return Record(id=own, kind=kind, modified=0, data=document, raw=raw, pointer=pointer, offset=offset)


def _loaded(raw: bytes) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None
