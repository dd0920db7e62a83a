"""Moving all that a hub keeps, from one store to another or to a file: plain rows and items that every store reads and writes."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol, TypeVar

from openhub.stores.contract import Put

AT_A_TIME = 500

# What is moved as it stands, with the columns by the names that every store gives them. Moments are texts as in
# 2026-11-24T09:00:00+00:00 or Unix seconds, lists are JSON, and what is true is 1. What can be worked out is not here.
TABLES: dict[str, tuple[str, ...]] = {
    "hub": ("name", "value"),
    "source": (
        *(
            "id",
            "name",
            "address",
            "origin",
            "format",
            "hosts",
            "licence",
            "publisher_url",
            "about",
            "themes",
            "cursor",
        ),
        *("epoch", "horizon", "etag", "baseline", "began", "paged", "proved", "checkpoint", "state", "verified_at"),
        *("outcome", "problem", "last_run", "last_success"),
    ),
    "quarantine": ("source", "feed_kind", "feed_id", "modified", "name", "raw", "seen", "usable"),
    "finding": ("source", "feed_kind", "feed_id", "code", "severity", "pointer", "message", "remedy", "found"),
    "entry": ("source", "bucket", "id", "kind", "leaf", "last", "walk", "going", "missed", "reason"),
    "run": (
        *("id", "source", "started", "ended", "outcome", "state", "pages", "new", "changed", "unchanged", "deleted"),
        *("quarantined", "problem"),
    ),
    "schedule": ("source", "due", "set_at", "failures", "failing_since", "interval_seconds"),
    "gazetteer": ("name", "places"),
    "gazetteer_place": ("name", "gazetteer", "label", "latitude", "longitude", "radius"),
}

Value = str | int | float | bytes | None
Row = tuple[Value, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An item as the hub has it, or its tombstone, of which `put` has only the names. `key` counts items as they came;
    `number` is that of its last change in the hub's own feed, `retrieved` the moment of that as text."""

    key: int
    source: int
    epoch: str
    number: int
    retrieved: str
    gone: bool
    reason: str
    put: Put


class Reader(Protocol):
    """All of one moment. `items` may leave out the words by which an item is found, which its document tells."""

    def rows(self, table: str) -> Iterator[Row]: ...
    def items(self) -> Iterator[Kept]: ...


class Writer(Protocol):
    """All of it, or nothing. The tables come in the order above, and then the items."""

    def write_rows(self, table: str, rows: list[Row]) -> None: ...
    def write_items(self, items: list[Kept]) -> None: ...


def move(reader: Reader, writer: Writer, *, moved: Callable[[str, int], None] = lambda *_: None) -> dict[str, int]:
    """Moves everything, and says how much of what; `moved` is told now and then what is moved, and how much of it so far."""
    counts = {}
    for table in TABLES:
        counts[table] = 0
        for rows in batches(reader.rows(table)):
            writer.write_rows(table, rows)
            counts[table] += len(rows)
            moved(table, counts[table])
    counts["item"] = 0
    for items in batches(reader.items()):
        writer.write_items(items)
        counts["item"] += len(items)
        moved("item", counts["item"])
    return counts


def batches(values: Iterable[T]) -> Iterator[list[T]]:
    """Lists of AT_A_TIME of the values."""
    each = iter(values)
    while listed := list(islice(each, AT_A_TIME)):
        yield listed
