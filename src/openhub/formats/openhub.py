"""The OpenHub change feed: an RPDE page whose items are OpenHub documents, passed on as they are."""

from dataclasses import replace
from typing import Any

import orjson

from openhub import spec
from openhub.formats import rpde
from openhub.formats.format import Format, Reading
from openhub.model.fault import found
from openhub.model.record import Page, Record


def recognises(document: Any) -> bool:
    return rpde.looks_like_page(document) and rpde.speaks_openhub(document)


def read(data: bytes, reading: Reading) -> Page:
    return rpde.read_page(data, same_id, strict=True)


def same_id(record: Record) -> Record:
    """A native item's `data.id` is its `id` in the feed, unless it came through a hub, whose own id is derived."""
    own = (record.data or {}).get("id")
    if own == record.id or not isinstance(own, str) or record.data is None:
        return record
    differs = found("id-differs-from-feed", "/id", record.id, id=own, feed=record.id)
    return replace(record, findings=(*record.findings, differs))


def write(
    records: list[dict[str, Any]], *, next_address: str, licence: str, epoch: str, horizon: int, **proof: Any
) -> bytes:
    """One page; each record is a dict of state, kind, id, modified and, unless deleted, data (bytes are spliced in).

    `proof` is the `count` and `root` that the last page has where they are known.
    """
    return orjson.dumps(
        {
            "next": next_address,
            "items": [_spliced(r) for r in records],
            "license": licence,
            "openhub": {"version": spec.VERSION, "epoch": epoch, "horizon": horizon, **proof},
        }
    )


def _spliced(record: dict[str, Any]) -> dict[str, Any]:
    data = record.get("data")
    return {**record, "data": orjson.Fragment(data)} if isinstance(data, bytes) else record


FORMAT = Format(
    name="openhub",
    about="A paged feed of OpenHub items (RPDE with or without the openhub member).",
    recognises=recognises,
    read=read,
)
