"""What is shown when nothing is all that was asked for: what was perhaps meant, and what comes close."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from openhub.model.place import Spot
from openhub.model.query import Found, Query, Results
from openhub.model.words import meaning
from openhub.web.hubs import clock, hub
from openhub.web.searching import Search

CLOSE_ITEMS = 3
SOME_ITEMS = 10
SOON_ITEMS = 6
FEW_MATCHES = 5  # with no more than these, what has only some of the words is worth showing too
FEW_ITEMS = 2  # found as it is spelt, this is next to nothing
_NO_TIME = {"when": "any", "on": None, "from_": None, "to": None, "part": (), "weekday": ()}
_NO_FILTERS = {
    **_NO_TIME,
    "far": "any",
    "door": (),
    "participation": (),
    "type": (),
    "theme": (),
    "cost": (),
    "budget": None,
    "age": None,
    "lang": (),
    "attendance": (),
    "platform": (),
}

Count = Callable[[Search], int]


@dataclass(frozen=True, slots=True)
class Wider:
    """A search that finds more, what it is called, and how much it finds."""

    search: Search
    label: str
    total: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A search with its spelling mended, and what that finds."""

    search: Search
    found: Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Instead:
    """`meant` is the search with its spelling mended; the title says honestly what the entries are."""

    meant: Wider | None
    wider: tuple[Wider, ...]
    title: str
    entries: tuple[Found, ...]


def mended(asked: Search, spot: Spot | None, found: Results) -> Mended | None:
    """What was perhaps meant, when next to nothing was found as it is spelt and mended it finds more."""
    if asked.after or found.total > FEW_ITEMS or not (words := hub().suggest_words(asked.q)):
        return None
    search = asked.but(q=words)
    other = hub().search(_query(search, spot))
    return Mended(search, other) if other.total > found.total else None


def nearly(asked: Search, spot: Spot | None, found: Results) -> tuple[Found, ...]:
    """What has some of several words, beside the few that have all of them."""
    if asked.after or not 0 < found.total <= FEW_MATCHES or len(meaning(asked.q)) < 2:
        return ()
    known = {f.ref for f in found.entries}
    query = replace(_query(asked, spot), any_word=True, order="relevance")
    return tuple(f for f in _search(query, SOME_ITEMS + len(known)) if f.ref not in known)[:SOME_ITEMS]


def instead(asked: Search, spot: Spot | None, count: Count) -> Instead:
    """What there is in its stead; access needs are never dropped."""
    meant, looser, other = _meant(asked, count), _looser(asked, count), _other(asked, count)
    title, entries = _close(asked, looser, meant, spot)
    return Instead(meant=meant, wider=(*looser, *other)[:CLOSE_ITEMS], title=title, entries=entries)


def _close(asked: Search, looser: list[Wider], meant: Wider | None, spot: Spot | None) -> tuple[str, tuple[Found, ...]]:
    if looser:
        return "Close to what you asked for", _search(_query(looser[0].search, spot), CLOSE_ITEMS)
    if meant:
        return f"For “{meant.search.q}” there is", _search(_query(meant.search, spot), CLOSE_ITEMS)
    if len(meaning(asked.q)) > 1:
        for search in (asked.but(), asked.but(**_NO_FILTERS)):
            if found := _search(replace(_query(search, spot), any_word=True), SOME_ITEMS):
                return "Nothing has all of that. These have some of it", found
    soon = Query(start=clock().now, near=spot, access=asked.need, unsaid=asked.unsaid)
    return f"Happening soon{f', nearest {spot.label} first' if spot else ''}", _search(soon, SOON_ITEMS)


def _meant(asked: Search, count: Count) -> Wider | None:
    words = hub().suggest_words(asked.q)
    if not words:
        return None
    for search in (asked.but(q=words), asked.but(q=words, **_NO_FILTERS)):
        if total := count(search):
            return Wider(search, words, total)
    return None


def _looser(asked: Search, count: Count) -> list[Wider]:
    """The same words with fewer filters."""
    said = f"“{asked.q}”" if asked.q else "The same"
    needs = "but your needs " if asked.need else ""
    return _those_that_find(
        asked,
        [
            (f"{said} on any day", asked.but(**_NO_TIME)),
            (f"{said} at any distance", asked.but(far="any")),
            (f"{said} with those that did not say", asked.but(unsaid=True)),
            (f"{said} with every filter {needs}off", asked.but(**_NO_FILTERS)) if asked.q else ("", asked.but()),
        ],
        count,
    )


def _other(asked: Search, count: Count) -> list[Wider]:
    """Without the words, and without anything but where and what is needed."""
    everything = Search(near=asked.near, need=asked.need)
    without = [] if asked.but(q="") == everything else [("Anything else that fits", asked.but(q=""))]
    return _those_that_find(asked, [*without, ("Everything", everything)], count)


def _those_that_find(asked: Search, candidates: list[tuple[str, Search]], count: Count) -> list[Wider]:
    seen, found = {asked.but()}, []
    for label, search in candidates:
        if search not in seen and (total := count(search)):
            found.append(Wider(search, label, total))
        seen.add(search)
    return found


def _query(search: Search, spot: Spot | None) -> Query:
    return search.query(now=clock().now, zone=clock().zone, spot=spot)


def _search(query: Query, limit: int) -> tuple[Found, ...]:
    return hub().search(replace(query, limit=limit, counted=False)).entries
