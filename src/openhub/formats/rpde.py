"""The envelope of a Realtime Paged Data Exchange page (OpenActive RPDE 1.0), whatever its items say."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import orjson

from openhub import spec
from openhub.errors import UnreadableDocument
from openhub.formats.strict_json import faults, parse
from openhub.model.fault import found
from openhub.model.finding import Finding
from openhub.model.record import Page, Record

MEDIA_TYPE = "application/vnd.openactive.rpde+json; version=1"


class _Envelope(msgspec.Struct):
    items: list[msgspec.Raw]
    next: str = ""
    license: Any = ""
    openhub: Any = None


class Item(msgspec.Struct):
    state: Any = None
    kind: Any = ""
    id: Any = None
    modified: Any = None
    data: msgspec.Raw = msgspec.Raw()


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


def read_page(data: bytes, mapped: Callable[[Record], Record] = lambda record: record) -> Page:
    """The page in these bytes, each live record passed through `mapped`. Raises UnreadableDocument."""
    try:
        envelope = msgspec.json.decode(data, type=_Envelope)
    except msgspec.ValidationError as error:
        raise UnreadableDocument(
            f"This is not a feed page: {error}. A page is an object with `items` (a list) and `next` (an address).",
            line=1,
            column=1,
        ) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        parse(data)  # says where, if it is not JSON
        raise UnreadableDocument(f"This page cannot be read: {error}.", line=1, column=1) from error
    records: list[Record] = []
    findings: list[Finding] = []
    for record in _records(data, envelope.items):
        if not record.id:
            findings += record.findings
        elif record.data is None:
            records.append(record)
        else:
            records.append(mapped(record))
    extension = envelope.openhub if isinstance(envelope.openhub, dict) else {}
    return Page(
        records=tuple(records),
        next=envelope.next,
        last=not envelope.items,
        licence=envelope.license if isinstance(envelope.license, str) else "",
        epoch=str(extension.get("epoch", "")),
        horizon=_number(extension.get("horizon")),
        findings=tuple(findings),
    )


def _records(page: bytes, items: list[msgspec.Raw]) -> Iterator[Record]:
    position = 0
    for index, raw in enumerate(items):
        text = bytes(raw)
        position = page.index(text, position)
        yield record(text, index, position)
        position += len(text)


def record(text: bytes, index: int, offset: int) -> Record:
    pointer = f"/items/{index}"
    try:
        item = msgspec.json.decode(text, type=Item)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _broken(pointer, f"it is not an object that can be read ({error})")
    if not isinstance(item.id, str | int) or isinstance(item.id, bool) or item.id == "":
        return _broken(pointer, "it has no `id`, so it cannot be told from others")
    if any(character < " " for character in str(item.id)):
        return _broken(pointer, "its `id` holds a control character")
    record = Record(
        id=str(item.id),
        kind=str(item.kind or ""),
        modified=_number(item.modified),
        data=None,
        pointer=f"{pointer}/data",
    )
    if item.state == "deleted":
        return record
    if item.state != "updated":
        return _unread(record, f"its `state` is {item.state!r}, neither updated nor deleted")
    raw = bytes(item.data)
    if not raw or raw == b"null":
        return _unread(record, "it is said to be updated but has no `data`")
    return read_document(raw, replace(record, offset=offset + text.rindex(raw)))


def read_document(raw: bytes, record: Record) -> Record:
    """The record with the document in `raw`, or with the findings that say why it cannot be taken."""
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        return _unread(replace(record, raw=raw), f"its data is not JSON ({error})")
    if not isinstance(document, dict):
        return _unread(replace(record, raw=raw), "its data is not an object")
    wrong = faults(document, raw, record.id)
    return replace(record, raw=raw, data=None if wrong else document, findings=tuple(wrong))


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
