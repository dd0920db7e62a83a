"""What a change feed answers, each from one moment of the database: a page, the checkpoint, the dump."""

import gzip
import hashlib
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

import orjson

from openhub.model.root import root_of
from openhub.publish import feed, tables
from openhub.publish.dataset import Dataset
from openhub.publish.dumps import Dump
from openhub.publish.transactions import Connection

EXPIRES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of a page, and whether it is the last."""

    data: bytes
    last: bool


def page(connection: Connection, after: int, most: int, *, address: str, requested: str, licence: str) -> Body:
    """The page after a number. `address` is the feed's own without query; `requested` what was asked for, byte for byte."""
    state, rows = tables.state(connection), tables.page(connection, after, most)
    proof = {} if rows else {"count": state.count, "root": root_of(tables.buckets(connection))}
    data = feed.page(
        [_record(row) for row in rows],
        address=address,
        requested=requested,
        licence=licence,
        epoch=state.epoch,
        horizon=state.horizon,
        **proof,
    )
    return Body(data, not rows)


def _record(row: Any) -> dict[str, Any]:
    if row.data is not None:
        return feed.Change(number=row.number, kind=row.kind, id=row.id, data=row.data.encode()).record()
    gone = feed.Change(number=row.number, kind=row.kind, id=row.id, data=None).record()
    return {**gone, "openhub": {"reason": row.reason}} if row.reason else gone


def checkpoint(connection: Connection, about: Dataset, retention_days: int, now: datetime) -> dict[str, Any]:
    """schemas/checkpoint.schema.json (feed-checkpoint)."""
    state, digests = tables.state(connection), tables.buckets(connection)
    said = feed.checkpoint(
        dataset=about.id,
        epoch=state.epoch,
        head=state.head,
        horizon=state.horizon,
        count=state.count,
        root=root_of(digests),
        licence=about.licence,
        contact=about.contact,
        previous=state.previous.split("\n") if state.previous else (),
        buckets=[digest.hex() for digest in digests],
        retention=f"P{retention_days}D",
    )
    return feed.timed(said, now, EXPIRES)


def dump(connection: Connection, file: IO[bytes]) -> Dump:
    """Writes the dump as gzip (feed-dump). The same state gives the same bytes."""
    state = tables.state(connection)
    root = root_of(tables.buckets(connection))
    first = {"epoch": state.epoch, "head": state.head, "count": state.count, "root": root}
    digesting = _Digesting(file)
    with gzip.GzipFile(filename="", mode="wb", fileobj=digesting, mtime=0) as packed:
        for line in _lines(connection, first):
            packed.write(line)
    digest = f"sha-256=:{b64encode(digesting.digest.digest()).decode()}:"
    return Dump(epoch=state.epoch, head=state.head, digest=digest)


def _lines(connection: Connection, first: dict[str, Any]) -> Iterator[bytes]:
    yield orjson.dumps(first) + b"\n"
    for row in tables.live(connection):
        yield orjson.dumps({**_record(row), "data": orjson.Fragment(row.data)}) + b"\n"


class _Digesting:
    """A file to write to, whose bytes are digested on the way."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()
