"""Where a page of a search ended, as a token from which the next goes on: opaque, and of no use to another search."""

import base64
import json
import math
from binascii import crc32
from dataclasses import dataclass, replace

from openhub.errors import UsageError
from openhub.model.query import Query

MOST_BYTES = 500
_POSITION = {"": 4, "relevance": 3, "when": 2, "distance": 2, "newest": 2}  # of how many numbers, by order


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The last item of a page: its key, where it stood in the order, and the moment (Unix seconds) by which that was reckoned.

    The moment is that of the first page, so that the order does not move under those who turn pages. `earlier` are the keys of
    the items before it, by which to go when it is gone and positions have changed.
    """

    moment: int
    position: tuple[float, ...]
    key: int
    earlier: tuple[int, ...] = ()


def write(query: Query, mark: Mark) -> str:
    """The token of a mark in a search."""
    position = [+number for number in mark.position]  # False is 0
    data = json.dumps(
        [[_search(query), mark.moment], [mark.key, *mark.earlier], position], separators=(",", ":")
    ).encode()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def read(query: Query) -> Mark | None:
    """The mark that a search goes on from; None when it begins. Raises UsageError for a token that is broken or another search's:
    to begin again would lead whoever follows `next` round and round."""
    if not query.after:
        return None
    if mark := _read(query, query.after):
        return mark
    raise UsageError(
        "The parameter after is not a token of this search. Take the whole address that next gives, and change nothing in it; or"
        " leave after out to begin again.",
        parameter="after",
    )


def _read(query: Query, token: str) -> Mark | None:
    if len(token) > MOST_BYTES or not token.isascii():
        return None
    try:
        parts = json.loads(base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        return None
    if not isinstance(parts, list) or len(parts) != 3 or not all(map(_are_numbers, parts)):
        return None
    begun, keys, position = parts
    if len(begun) != 2 or begun[0] != _search(query) or not all(isinstance(n, int) for n in (begun[1], *keys)):
        return None
    if len(position) != _POSITION[query.order]:
        return None
    return Mark(moment=begun[1], position=tuple(position), key=keys[0], earlier=tuple(keys[1:]))


def _search(query: Query) -> int:
    """What is asked for. Not where and when it is exactly: both are reckoned anew for each page."""
    asked = replace(query, near=None, start=None, end=None, limit=0, after="", counted=True)
    return crc32(repr((asked, query.near is None)).encode("utf-8", "replace"))


def _are_numbers(values: object) -> bool:
    return isinstance(values, list) and bool(values) and all(map(_is_number, values))


def _is_number(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool) and abs(value) < 2**63
    return isinstance(value, float) and math.isfinite(value)
