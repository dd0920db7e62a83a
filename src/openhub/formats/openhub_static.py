"""Static OpenHub JSON: one item, a list of items, or an object with `items`; what is not in it any more is gone."""

from bisect import bisect
from dataclasses import replace
from typing import Any

import msgspec
import orjson

from openhub import spec
from openhub.errors import UnreadableDocument
from openhub.formats import rpde
from openhub.formats.format import Format, Reading
from openhub.formats.strict_json import parse, whole_text
from openhub.model.fault import found
from openhub.model.record import Page, Record


class _File(msgspec.Struct):
    items: list[msgspec.Raw]
    license: Any = ""


def recognises(document: Any) -> bool:
    if isinstance(document, dict) and rpde.looks_like_page(document):
        return False
    if isinstance(document, dict) and isinstance(document.get("items"), list):
        return True
    if isinstance(document, list):
        return not document or any(isinstance(item, dict) and "type" in item for item in document)
    if not isinstance(document, dict) or not isinstance(document.get("type"), str):
        return False
    return "name" in document or (document["type"] in spec.TYPES and "id" in document)


def read(data: bytes, reading: Reading) -> Page:
    """Raises UnreadableDocument when the bytes are not JSON, or an object that is neither an item nor has any."""
    data, halves = whole_text(data)
    document = parse(data)
    if isinstance(document, dict) and "items" not in document:
        if not isinstance(
            document.get("type"), str
        ):  # such as an error message, which must not be taken for an empty file
            raise UnreadableDocument("This object has neither `items` nor the `type` of an item.", line=1, column=1)
        return _page([record(data.strip(), 0, "", data.index(b"{"))])
    try:
        kind: Any = list[msgspec.Raw] if isinstance(document, list) else _File
        file = msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, RecursionError) as error:
        raise UnreadableDocument(f"This file cannot be read: {error}.", line=1, column=1) from error
    slices, prefix = (file, "") if isinstance(document, list) else (file.items, "/items")
    licence = "" if isinstance(document, list) else file.license
    records, position = [], 0
    for index, raw in enumerate(slices):
        text = bytes(raw)
        position = data.index(text, position)
        one = record(text, index, f"{prefix}/{index}", position)
        cut = halves and bisect(halves, position) != bisect(halves, position + len(text))
        records.append(rpde.not_unicode(one) if cut else one)
        position += len(text)
    return _page(records, licence if isinstance(licence, str) else "")


def _page(records: list[Record], licence: str = "") -> Page:
    return Page(
        records=tuple(r for r in records if r.id),
        findings=tuple(f for r in records if not r.id for f in r.findings),
        last=True,
        whole=True,
        licence=licence,
    )


def record(raw: bytes, index: int, pointer: str, offset: int) -> Record:
    record = rpde.read_document(
        raw, Record(id=f"item {index}", kind="", modified=0, data=None, pointer=pointer, offset=offset)
    )
    document = record.data if record.data is not None else _named(raw)
    item_id = document.get("id")
    if record.data is None or (isinstance(item_id, str) and item_id):
        name = item_id if isinstance(item_id, str) and item_id else record.id
        record = replace(record, findings=tuple(replace(f, item=name) for f in record.findings))
        return Record(
            id=name,
            kind=str(document.get("type", "")),
            modified=0,
            data=record.data,
            raw=raw,
            pointer=pointer,
            offset=offset,
            findings=record.findings,
            digest=record.digest,
        )
    return Record(
        id="",
        kind="",
        modified=0,
        data=None,
        raw=raw,
        pointer=pointer,
        findings=(found("unreadable-item", pointer, problem="it has no `id`, so it cannot be told from others"),),
    )


def _named(raw: bytes) -> dict[str, Any]:
    """What an item that cannot be taken calls itself, so that the good version held before is known to be the same item."""
    try:
        document = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return document if isinstance(document, dict) else {}


FORMAT = Format(
    name="openhub-static",
    about="One JSON file of OpenHub items on any web server (Level 0).",
    recognises=recognises,
    read=read,
)
