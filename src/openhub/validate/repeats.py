"""Ids that come more than once in a feed."""

import json
from collections.abc import Iterator
from typing import Any

import orjson

Collected = list[tuple[int, tuple[str, int]]]


def collect(document: dict[str, Any]) -> tuple[str, int]:
    """The id, and a sign of all that the document says."""
    return document["id"], _digest(document)


def keys(document: dict[str, Any]) -> tuple[str]:
    return (document["id"],)


def repeats(collected: Collected) -> Iterator[tuple[int, str, int, bool]]:
    """Of each id seen before: the index, the id, the index of the first with it, and whether both say the same."""
    first: dict[str, tuple[int, int]] = {}
    for index, (item, content) in collected:
        earlier, known = first.setdefault(item, (index, content))
        if earlier != index:
            yield index, item, earlier, known == content


def _digest(document: dict[str, Any]) -> int:
    try:
        text = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # numbers beyond 64 bits, or halves of characters
        text = json.dumps(document, sort_keys=True).encode()
    return hash(text)
