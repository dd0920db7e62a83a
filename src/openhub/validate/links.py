"""What the items of a feed say of one another: of what they are a part, and from what they were made."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any

from openhub.validate.surroundings import host

_SINGLE = ("partOf", "inProject", "basedOnPlan")
_NAMING = (*_SINGLE, "related")


@dataclass(frozen=True, slots=True)
class Link:
    """An item's links to others, and its first and last day; "" when it names none."""

    id: str
    part_of: str
    remix_of: tuple[str, ...]
    first: str
    last: str


Collected = list[tuple[int, Link]]


def collect(document: dict[str, Any]) -> Link | None:
    """The links of an item, or None when it neither has one nor can be a series that others are part of."""
    part_of, remixes = document.get("partOf"), document.get("remixOf")
    if not (part_of or remixes or document.get("type") == "EventSeries"):
        return None
    first, last = _days(document)
    return Link(
        document["id"],
        part_of if isinstance(part_of, str) else "",
        tuple(other for other in remixes if isinstance(other, str)) if isinstance(remixes, list) else (),
        first,
        last,
    )


def keys(document: dict[str, Any]) -> tuple[str, ...]:
    """The ids of it and of those that it names: one is shared with every item that it has to do with, itself among them."""
    part_of, remixes = document.get("partOf"), document.get("remixOf")
    named = [part_of] if part_of and isinstance(part_of, str) else []
    if isinstance(remixes, list):
        named += [other for other in remixes if isinstance(other, str)]
    return (document["id"], *named) if named or document.get("type") == "EventSeries" else ()


def named(document: dict[str, Any]) -> list[tuple[str, str]] | None:
    """The pointer and the id of each item that it names and that is on the host of its own id; None when there is none."""
    if document.keys().isdisjoint(_NAMING):
        return None
    found = [(f"/{name}", document[name]) for name in _SINGLE if document.get(name)]
    related = document.get("related")
    if isinstance(related, list):
        found += [(f"/related/{index}", other) for index, other in enumerate(related)]
    if not found:
        return None
    own = host(document["id"])
    return [(pointer, other) for pointer, other in found if isinstance(other, str) and host(other) == own] or None


def names(document: dict[str, Any]) -> tuple[str, ...]:
    """The ids of those."""
    return tuple(other for _, other in named(document) or ())


def circular(links: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Those from which the links lead back to themselves."""
    stuck = _stuck(links)
    back: dict[str, list[str]] = {name: [] for name in stuck}
    for name in stuck:
        for other in links[name]:
            if other in stuck:
                back[other].append(name)
    return _stuck(back)


def _stuck(links: Mapping[str, Any]) -> set[str]:
    """Those that cannot be brought into an order in which each comes after what it links to."""
    sorter = TopologicalSorter(links)
    with suppress(CycleError):
        sorter.prepare()
    stuck = set(links)
    while ready := sorter.get_ready():
        stuck.difference_update(ready)
        sorter.done(*ready)
    return stuck


def _days(document: dict[str, Any]) -> tuple[str, str]:
    """The first and the last day; of a series those of all its schedules, without a last one if one of them has none."""
    if document.get("type") == "Event":
        start = _day(document.get("startDate"))
        return start, start
    schedules = document.get("schedule")
    named = [s for s in schedules if isinstance(s, dict)] if isinstance(schedules, list) else []
    firsts, lasts = list(_each(named, "startDate")), list(_each(named, "endDate"))
    return min(firsts, default=""), max(lasts, default="") if all(lasts) else ""


def _each(schedules: list[dict[str, Any]], name: str) -> Iterator[str]:
    return (_day(schedule.get(name)) for schedule in schedules)


def _day(text: Any) -> str:
    return text[:10] if isinstance(text, str) else ""
