"""When an item is on, as the columns of a row: starts, lengths, kinds (bits) and zones of its occurrences."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from openhub.model.schedule import Apart, Occurrence, told_apart

EVENING_HOUR = 17
WEEKDAY, EVENING, TIMED = 7, 8, 16  # bits of a kind; those from _ZONE on are the place of its zone in the list
_ZONE = 5


class Times(NamedTuple):
    """All of them None when there are none. `starts` are in Unix seconds, `lengths` in seconds."""

    first: int | None = None
    starts: list[int] | None = None
    lengths: list[int] | None = None
    kinds: list[int] | None = None
    zones: list[str] | None = None


def times(occurrences: Iterable[Occurrence]) -> Times:
    given = tuple(occurrences)
    listed = sorted(set(map(_row, given, told_apart(given))))
    if not listed:
        return Times()
    zones = sorted({zone for *_, zone in listed})
    kinds = [kind | zones.index(zone) << _ZONE for _, _, kind, zone in listed]
    return Times(listed[0][0], [one[0] for one in listed], [one[1] for one in listed], kinds, zones)


def unpack(row: dict[str, Any], after: int, most: int) -> tuple[Occurrence, ...]:
    """The first so many occurrences of a row that end after a moment, in order."""
    found = []
    for start, length, kind in zip(row["starts"] or (), row["lengths"] or (), row["kinds"] or (), strict=True):
        if start + length > after:
            home = _zone(row["zones"][kind >> _ZONE])
            begins, ends = (datetime.fromtimestamp(moment, home) for moment in (start, start + length))
            found.append(Occurrence(begins, ends, bool(kind & TIMED)))
            if len(found) == most:
                break
    return tuple(found)


@lru_cache(maxsize=16_384)
def _row(one: Occurrence, apart: Apart) -> tuple[int, int, int, str]:
    start = int(one.start.timestamp())
    kind = one.start.weekday() | (TIMED if one.timed else 0)
    if one.timed and one.start.hour >= EVENING_HOUR:
        kind |= EVENING
    return start, int(one.end.timestamp()) - start, kind, getattr(apart[0], "key", "UTC")


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)
