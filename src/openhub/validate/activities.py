"""The concepts of OpenActive's activity list, from the file in which it is published."""

from collections.abc import Iterator
from typing import Any

import orjson

from openhub.errors import UsageError

LIST = "https://openactive.io/activity-list#"


def read(data: bytes, name: str) -> frozenset[str]:
    """The ids in the list. Raises UsageError for what is not the list."""
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise UsageError(f"{name} is not JSON: {error}.") from error
    found = frozenset(one for one in _ids(document) if one.startswith(LIST))
    if not found:
        raise UsageError(
            f"{name} has no concept of OpenActive's list. Take https://openactive.io/activity-list/activity-list.jsonld."
        )
    return found


def _ids(document: Any) -> Iterator[str]:
    """The id of each concept, whether they stand by themselves, in the list or in a graph."""
    if isinstance(document, dict):
        document = document.get("concept") or document.get("@graph")
    for concept in document if isinstance(document, list) else ():
        named = concept.get("id", concept.get("@id")) if isinstance(concept, dict) else None
        if isinstance(named, str):
            yield named
