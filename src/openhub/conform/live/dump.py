"""Reads a dump: gzip, JSON Lines, first a line that says what it is, then the entry of every live item."""

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import orjson

from openhub.conform.live.page import Entry
from openhub.conform.pages import digest_of
from openhub.fetch.body import MAX_RATIO

MOST_BYTES = 1 << 28
HEAD = ("epoch", "head", "count", "root")


@dataclass(frozen=True, slots=True)
class Dump:
    """`head` is the first line."""

    head: dict[str, Any]
    entries: tuple[Entry, ...]

    @property
    def live(self) -> dict[str, Entry]:
        return {entry.name: entry for entry in self.entries}

    def number(self, name: str) -> int:
        value = self.head.get(name)
        return value if isinstance(value, int) else 0


def read(body: bytes) -> Dump:
    """The dump in these bytes. Raises ValueError, in words, when they are none."""
    try:
        documents = [orjson.loads(line) for line in BytesIO(_unpacked(body)) if line.strip()]
    except orjson.JSONDecodeError as error:
        raise ValueError(f"a line that is not JSON ({error})") from error
    if not documents or not isinstance(documents[0], dict) or not all(name in documents[0] for name in HEAD):
        raise ValueError("no first line with epoch, head, count and root")
    for number, entry in enumerate(documents[1:], 2):
        right = isinstance(entry, dict) and entry.get("state") == "updated" and isinstance(entry.get("data"), dict)
        if not right or not {"kind", "id", "modified"} <= entry.keys():
            raise ValueError(f"line {number} is not the entry of a live item")
    return Dump(documents[0], tuple(map(_entry, documents[1:])))


def _entry(entry: dict[str, Any]) -> Entry:
    return Entry(entry["kind"], entry["id"], entry["modified"], True, digest_of(entry["data"]))


def _unpacked(body: bytes) -> bytes:
    member = zlib.decompressobj(wbits=31)
    try:
        text = member.decompress(body, min(MOST_BYTES, max(1 << 20, len(body) * MAX_RATIO)))
    except zlib.error as error:
        raise ValueError(f"no gzip file ({error})") from error
    if not member.eof:
        raise ValueError("a gzip file that breaks off, or is far too large")
    return text
