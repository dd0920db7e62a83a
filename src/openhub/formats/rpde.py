"""The envelope of a Realtime Paged Data Exchange page (OpenActive RPDE 1.0), whatever its items say."""

from bisect import bisect
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import orjson

from openhub import spec
from openhub.errors import UnreadableDocument
from openhub.formats.strict_json import faults, parse, sound_digest, whole_text
from openhub.model.digest import digest
from openhub.model.fault import MAX_INTEGER, found
from openhub.model.finding import Finding
from openhub.model.record import Page, Record

REASONS = frozenset({"ended", "withdrawn", "error", "urgent"})
MEDIA_TYPE = "application/vnd.openactive.rpde+json; version=1"


_NO_CANONICAL_FORM = frozenset({"duplicate-member", "number-too-large"})
_HALF = "a text in it has half of a surrogate pair, so it is no Unicode"


class _Envelope(msgspec.Struct):
    items: list[msgspec.Raw]
    next: str
    license: Any = ""
    openhub: Any = None


class Item(msgspec.Struct):
    state: Any = None
    kind: Any = ""
    id: Any = None
    modified: Any = None
    data: msgspec.Raw = msgspec.Raw()
    openhub: Any = None


def looks_like_page(document: Any) -> bool:
    """Whether parsed JSON has the members of an RPDE page."""
    return (
        isinstance(document, dict) and isinstance(document.get("items"), list) and isinstance(document.get("next"), str)
    )


def speaks_openhub(page: dict[str, Any]) -> bool:
    """Whether a page's items are OpenHub's own: it has the `openhub` member, or its first item is one of the ten types."""
    if isinstance(page.get("openhub"), dict):
        return True
    datas = (item.get("data") for item in page["items"] if isinstance(item, dict))
    first = next((data for data in datas if isinstance(data, dict)), {})
    context = str(first.get("@context", ""))
    return first.get("type") in spec.TYPES and not any(other in context for other in ("openactive", "schema.org"))


def read_page(data: bytes, mapped: Callable[[Record], Record] = lambda record: record, *, strict: bool = False) -> Page:
    """The page in these bytes, each live record passed through `mapped`. Raises UnreadableDocument.

    With `strict`, ids are texts and change numbers whole numbers up to 2^53 - 1, as OpenHub has them; RPDE has others too.
    """
    envelope, data, halves = _opened(data)
    records: list[Record] = []
    findings: list[Finding] = []
    for record in _records(data, envelope.items, halves, strict):
        if not record.id:
            findings += record.findings
        elif record.data is None:
            records.append(record)
        else:
            made = mapped(record)
            if made.data is not record.data:
                made.digest = ""
            records.append(made)
    extension = envelope.openhub if isinstance(envelope.openhub, dict) else {}
    return Page(
        records=tuple(records),
        next=envelope.next,
        last=not envelope.items,
        licence=_text(envelope.license),
        epoch=_text(extension.get("epoch")),
        horizon=_horizon(extension.get("horizon")),
        root="" if envelope.items else _text(extension.get("root")),
        findings=tuple(findings),
    )


def _opened(data: bytes) -> tuple[_Envelope, bytes, list[int]]:
    """The envelope, the bytes that it was read from, and where in them text that is no Unicode stood."""
    halves: list[int] = []
    while True:
        try:
            return msgspec.json.decode(data, type=_Envelope), data, halves
        except msgspec.ValidationError as error:
            raise UnreadableDocument(
                f"This is not a feed page: {error}. A page is an object with `items` (a list) and `next` (an address).",
                line=1,
                column=1,
            ) from error
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            whole, found = whole_text(data)
            if not halves and found:
                data, halves = whole, found
                continue
            parse(data)  # says where, if it is not JSON
            raise UnreadableDocument(f"This page cannot be read: {error}.", line=1, column=1) from error


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _horizon(value: Any) -> int:
    return value if type(value) is int and 0 <= value <= MAX_INTEGER else 0


def _records(page: bytes, items: list[msgspec.Raw], halves: list[int], strict: bool) -> Iterator[Record]:
    position = -1
    for index, raw in enumerate(items):
        text = bytes(raw)
        position = _start(page, text, position)
        one = record(text, index, position, strict=strict)
        if halves and bisect(halves, position) != bisect(halves, position + len(text)):
            one = not_unicode(one)
        yield one
        position += len(text)


def _start(page: bytes, text: bytes, after: int) -> int:
    """Where a text begins in the page: mostly just after the one before it, with a comma and perhaps a blank between."""
    for near in (after + 1, after + 2):
        if page.startswith(text, near):
            return near
    return page.index(text, max(after, 0))


def record(text: bytes, index: int, offset: int, *, strict: bool = False) -> Record:
    pointer = f"/items/{index}"
    try:
        item = msgspec.json.decode(text, type=Item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _broken(pointer, f"it is not an object that can be read ({error})")
    if not isinstance(item.id, str if strict else str | int) or isinstance(item.id, bool) or item.id == "":
        return _broken(pointer, "it has no `id`, so it cannot be told from others")
    if _has_control(str(item.id)):
        return _broken(pointer, "its `id` holds a control character")
    record = Record(
        id=str(item.id),
        kind=item.kind if isinstance(item.kind, str) else "",
        modified=_number(item.modified),
        data=None,
        pointer=f"{pointer}/data",
    )
    if not record.kind or _has_control(record.kind):
        return _unread(record, "it has no `kind`")
    if strict and (type(item.modified) is not int or not 0 <= item.modified <= MAX_INTEGER):
        return _unread(record, "its `modified` is no whole number up to 9007199254740991")
    if item.state == "deleted":
        said = item.openhub.get("reason") if isinstance(item.openhub, dict) else None
        return replace(record, reason=said) if said in REASONS else record
    if item.state != "updated":
        return _unread(record, f"its `state` is {item.state!r}, neither updated nor deleted")
    raw = bytes(item.data)
    if not raw or raw == b"null":
        return _unread(record, "it is said to be updated but has no `data`")
    last = len(text) - len(raw) - 1  # `data` is mostly the last member
    record.offset = offset + (last if text.startswith(raw, last) else text.rindex(raw))
    return read_document(raw, record)


def _has_control(text: str) -> bool:
    return not text.isprintable() and any(character < " " for character in text)


def read_document(raw: bytes, record: Record) -> Record:
    """The record, completed with the document in `raw`, or with the findings that say why it cannot be taken."""
    record.raw = raw
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return _unread(record, f"its data is not JSON ({error})")
    if not isinstance(document, dict):
        return _unread(record, "its data is not an object")
    if quick := sound_digest(document, raw):
        record.data, record.digest = document, quick
    elif wrong := faults(document, raw, record.id):
        record.findings, record.digest = tuple(wrong), _digest(document, wrong)
    else:
        record.data = document
    return record


def _digest(document: dict[str, Any], wrong: list[Finding]) -> str:
    """The digest of data that is put aside, which counts for the root; "" when it has no canonical form."""
    if any(finding.code in _NO_CANONICAL_FORM for finding in wrong):
        return ""
    try:
        return digest(document)
    except (ValueError, RecursionError):
        return ""


def not_unicode(record: Record) -> Record:
    """The record put aside, because half of a surrogate pair stood in it."""
    return _unread(replace(record, data=None, digest="", findings=()), _HALF) if record.id else record


def _unread(record: Record, problem: str) -> Record:
    return replace(record, findings=(found("unreadable-item", item=record.id, problem=problem),))


def _broken(pointer: str, problem: str) -> Record:
    """An item that cannot even be named."""
    return Record(
        id="",
        kind="",
        modified=0,
        data=None,
        pointer=pointer,
        findings=(found("unreadable-item", pointer, problem=problem),),
    )


def _number(modified: Any) -> int:
    """A change number or a time as a number; 0 for what is none, or none that a database can hold."""
    if isinstance(modified, str) and modified.isdecimal() and len(modified) < 20:
        modified = int(modified)
    return modified if isinstance(modified, int) and not isinstance(modified, bool) and 0 <= modified < 2**63 else 0
