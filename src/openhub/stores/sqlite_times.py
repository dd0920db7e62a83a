"""When an item is on, packed into one column: occurrences that are alike in all but their day are one run of gaps."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import orjson

from openhub.model.schedule import Apart, Occurrence, told_apart

EVENING_HOUR = 17
DAYS = 126  # of which it is known whether something is on: eighteen weeks, then they come round again
_DAY = 86_400
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HALF = 63  # bits to a column
_REMEMBERED = 130  # occurrences of an item that are packed once for all that are on at the same times
_EVENING, _TIMED = 8, 16  # beside the weekday, in the first number of a run


_Alike = tuple[tzinfo | None, int, bool, bool, int]  # zone, weekday, timed, in the evening, seconds


@dataclass(frozen=True, slots=True)
class Packed:
    """`first` and `ends` are of the earliest occurrence, in Unix seconds; `early` and `late` the days in UTC on which
    something is on, modulo DAYS; `week` the local weekdays on which something begins, and from bit 7 those in the evening."""

    times: bytes | None = None
    first: int | None = None
    ends: int | None = None
    early: int = 0
    late: int = 0
    week: int = 0


NEVER = Packed()


def pack(occurrences: Iterable[Occurrence]) -> Packed:
    """What is kept of occurrences, which may be none."""
    listed = tuple(occurrences)
    if not listed:
        return NEVER
    return (_packed_before if len(listed) <= _REMEMBERED else _packed)(listed, told_apart(listed))


def _packed(occurrences: tuple[Occurrence, ...], apart: tuple[Apart, ...]) -> Packed:
    starts = _alike(occurrences, apart)
    days = week = 0
    packed: list[list[Any]] = []
    for (zone, weekday, timed, late, length), begun in starts.items():
        listed = sorted(set(begun))
        kind = weekday + (_TIMED if timed else 0) + (_EVENING if timed and late else 0)
        packed.append([kind, length, getattr(zone, "key", "UTC"), listed[0], *_gaps(listed)])
        week |= _bits(kind)
        if length <= _DAY // 2:  # then the days of its start and of its end are all that it touches
            for begins in listed:
                days |= 1 << begins // _DAY % DAYS | 1 << (begins + length) // _DAY % DAYS
        else:
            for begins in listed:
                days |= days_between(begins, begins + length)
    first, ends = min((run[3], run[3] + run[1]) for run in packed)
    return Packed(orjson.dumps(packed), first, ends, *halves(days), week)


_packed_before = lru_cache(maxsize=1_024)(_packed)  # much is on at the same times


def _alike(occurrences: Iterable[Occurrence], apart: Iterable[Apart]) -> dict[_Alike, list[int]]:
    """The starts of those that differ in nothing else."""
    starts: dict[_Alike, list[int]] = {}
    for alike, begins in map(_laid, occurrences, apart):
        if alike in starts:
            starts[alike].append(begins)
        else:
            starts[alike] = [begins]
    return starts


@lru_cache(maxsize=16_384)
def _laid(one: Occurrence, apart: Apart) -> tuple[_Alike, int]:
    """What is alike in several occurrences, and the start of this one in Unix seconds."""
    start = one.start
    since = start - _EPOCH  # twice as quick as its timestamp
    begins = since.days * _DAY + since.seconds
    until = one.end - _EPOCH
    length = until.days * _DAY + until.seconds - begins
    return (apart[0], start.weekday(), one.timed, start.hour >= EVENING_HOUR, length), begins


def _bits(kind: int) -> int:
    """The weekday of a kind as in `week`."""
    return 1 << (kind & 7) | (128 << (kind & 7) if kind & _EVENING else 0)


def halves(days: int) -> tuple[int, int]:
    """Days as two numbers that fit a column each."""
    return days & ((1 << _HALF) - 1), days >> _HALF


def next_start(times: bytes, after: int, before: int, wanted: int = 0) -> int | None:
    """The first start of an occurrence that ends after one moment and begins before another; `wanted` are bits as in `week`."""
    best = None
    for kind, length, _, first, *gaps in orjson.loads(times):
        if wanted and not _bits(kind) & wanted:
            continue
        start = first
        if start + length <= after:
            start = _later(first, gaps, after - length)
            if start is None:
                continue
        if start < before and (best is None or start < best):
            best = start
    return best


def unpack(times: bytes | None, after: int, most: int) -> tuple[Occurrence, ...]:
    """The first so many occurrences that end after a moment, in order."""
    if not times:
        return ()
    found = sorted(
        (start, start + length, zone, bool(kind & _TIMED))
        for kind, length, zone, first, *gaps in orjson.loads(times)
        for start in _starts(first, gaps)
        if start + length > after
    )
    return tuple(_occurrence(*one) for one in found[:most])


@lru_cache(maxsize=16_384)  # much is on at the same hours of the same days
def _occurrence(start: int, end: int, zone: str, timed: bool) -> Occurrence:
    at = ZoneInfo(zone)
    return Occurrence(datetime.fromtimestamp(start, at), datetime.fromtimestamp(end, at), timed)


def _gaps(starts: list[int]) -> list[int]:
    """The seconds from one to the next, each with how many times."""
    found: list[int] = []
    for earlier, later in pairwise(starts):
        gap = later - earlier
        if found and found[-2] == gap:
            found[-1] += 1
        else:
            found += (gap, 1)
    return found


def _starts(first: int, gaps: list[int]) -> Iterator[int]:
    each = (gap for gap, times in zip(gaps[::2], gaps[1::2], strict=True) for _ in range(times))
    return accumulate(each, initial=first)


def _later(start: int, gaps: list[int], moment: int) -> int | None:
    """The first start after a moment, which the first of them is not."""
    for gap, times in zip(gaps[::2], gaps[1::2], strict=True):
        steps = (moment - start) // gap + 1
        if steps <= times:
            return start + max(steps, 1) * gap
        start += gap * times
    return None


@lru_cache(maxsize=65_536)
def days_between(start: int, end: int) -> int:
    """The days in UTC that a stretch of time touches, as bits modulo DAYS; all of them when it is that long."""
    first, last = start // _DAY, max(start, end - 1) // _DAY
    if last - first >= DAYS - 1:
        return (1 << DAYS) - 1
    days = 0
    for day in range(first, last + 1):
        days |= 1 << (day % DAYS)
    return days
