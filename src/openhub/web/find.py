"""The results page: its address is its state, and a full postcode never stands in it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict

from openhub.model.place import Spot, is_postcode
from openhub.model.query import Found, Query, Results
from openhub.web import access, places, words
from openhub.web.cards import Card, card
from openhub.web.filters import chips, groups
from openhub.web.hubs import clock, hub, platforms
from openhub.web.parameters import FOR_PEOPLE, MOST_OFFSET, read
from openhub.web.rings import Mark, Rings, rings
from openhub.web.searching import PAGE_SIZE, Search, search

CLOSE_ITEMS = 3
_NO_FILTERS = {
    "door": (),
    "participation": (),
    "type": (),
    "theme": (),
    "cost": (),
    "lang": (),
    "attendance": (),
    "platform": (),
    "part": (),
}
_WHEN = {
    "today": "today",
    "week": "in the next 7 days",
    "weekend": "at the weekend",
    "month": "in the next 30 days",
    "undated": "with no fixed day",
}
_PART = {"evenings": "in the evening", "weekends": "at a weekend"}
_FAR = {"walk": "within 15 minutes’ walk of", "mile": "within a mile of", "3-miles": "within 3 miles of"}

routes = Blueprint("find", __name__)


@dataclass(frozen=True, slots=True)
class Wider:
    """A search that finds more, what it is called, and how much it finds."""

    search: Search
    label: str
    total: int


@routes.post("/find")
def look() -> Response:
    """Takes the form, where a full postcode may stand, and sends on to the address without it."""
    asked = _asked(request.form)
    if not asked.near and is_postcode(request.form.get("q", "")):
        asked = replace(asked, q="", near=asked.q)
    return _to(asked)


@routes.get("/find")
def results() -> Response | str:
    """What there is."""
    asked = _asked(request.args)
    if "sent" in request.args or _told_too_much(asked):
        return _to(asked)
    spot = hub().find_place(asked.near) if asked.near else None
    found = hub().search(_query(asked, spot))
    last = max(1, min(-(-found.total // PAGE_SIZE), MOST_OFFSET // PAGE_SIZE))
    if asked.page > last:
        return _to(replace(asked, page=last))
    return _page(asked, spot, found, last)


def _page(asked: Search, spot: Spot | None, found: Results, last: int) -> str:
    count = _counter(asked, spot, found)
    cards = [_card(f, asked, spot, number) for number, f in enumerate(found.entries, (asked.page - 1) * PAGE_SIZE + 1)]
    told = [c for c, f in zip(cards, found.entries, strict=True) if f.told]
    wider = _wider(asked, count) if not found.total else []
    unknown = asked.near if asked.near and not spot else ""
    return render_template(
        "results.html",
        current="find",
        search=asked,
        found=found,
        last=last,
        heading=heading(asked, found.total, spot),
        told=told,
        unsaid=[c for c in cards if c not in told],
        need=_need(asked),
        here=spot.label if spot else "",
        groups=groups(asked, found, count, near=spot is not None),
        chips=chips(asked, clock().today, _names()),
        rings=_rings(spot, cards, found.entries),
        unknown=unknown,
        places=hub().suggest_places(unknown) if unknown else [],
        wider=wider,
        close=_close(wider, spot),
        plans=count(Search(door=("start",))) if not found.total else 0,
    )


def heading(asked: Search, total: int, spot: Spot | None) -> str:
    """3 things for cooking near NW5 in the next 7 days."""
    dated = f"on {words.weekday(asked.on, clock().today)}" if asked.on else _WHEN.get(asked.when, "")
    parts = [
        f"for {asked.q}" if asked.q else "",
        f"{_FAR.get(asked.far, 'near')} {spot.label}" if spot else "",
        "" if asked.from_ or asked.to else dated,
        words.listed([_PART[p] for p in asked.part]),
    ]
    return " ".join([words.count(total, "thing") if total else "Nothing yet", *[p for p in parts if p]])


def _asked(given: MultiDict[str, str]) -> Search:
    asked = search(read(FOR_PEOPLE, given, strict=False))
    return replace(asked, unsaid=False) if "sent" in given and "unsaid" not in given else asked


def _told_too_much(asked: Search) -> bool:
    """Whether the address says a full postcode."""
    given = [" ".join(request.args.get(name, "").split()) for name in ("q", "near")]
    return given != [asked.q, asked.near]


def _to(asked: Search) -> Response:
    return redirect(url_for("find.results") + asked.address(page=asked.page), code=303)  # type: ignore[return-value]


def _query(asked: Search, spot: Spot | None) -> Query:
    return asked.query(now=clock().now, zone=clock().zone, spot=spot)


def _counter(asked: Search, spot: Spot | None, found: Results) -> Callable[[Search], int]:
    known = {asked.but(): found.total}

    def count(other: Search) -> int:
        if other not in known:
            known[other] = hub().search(replace(_query(other, spot), limit=0, offset=0)).total
        return known[other]

    return count


def _card(found: Found, asked: Search, spot: Spot | None, number: int) -> Card:
    return card(
        found, today=clock().today, source=_names().get(found.source, ""), near=spot, needs=asked.need, number=number
    )


def _names() -> dict[int, str]:
    return {number: source.name for number, source in platforms().items()}


def _need(asked: Search) -> str:
    return "" if not asked.need else access.feature(asked.need[0]) if len(asked.need) == 1 else "What you need"


def _rings(spot: Spot | None, cards: list[Card], entries: tuple[Found, ...]) -> Rings | None:
    if not spot:
        return None
    marks = [
        Mark(number=c.number, name=c.name, href=f"#at-{c.ref}", spot=f.spot, area=not places.exact(f.document))
        for c, f in zip(cards, entries, strict=True)
        if f.spot and f.type != "Plan"
    ]
    return rings(spot, marks) if marks else None


def _wider(asked: Search, count: Callable[[Search], int]) -> list[Wider]:
    """Searches that ask for less, of those that find something; access needs are never dropped."""
    said = f"“{asked.q}”" if asked.q else "The same"
    candidates = [
        (f"{said} on any day", asked.but(when="any", on=None, from_=None, to=None, part=())),
        (f"{said} at any distance", asked.but(far="any")),
        (f"{said} with those that did not say", asked.but(unsaid=True)),
        (
            f"{said} with every filter {'but your needs ' if asked.need else ''}off",
            asked.but(when="any", on=None, from_=None, to=None, far="any", **_NO_FILTERS),
        ),
        ("Anything else that fits", asked.but(q="")),
        ("Everything", Search(near=asked.near, need=asked.need)),
    ]
    seen, found = {asked.but()}, []
    for label, other in candidates:
        if other not in seen and (total := count(other)):
            found.append(Wider(other, label, total))
        seen.add(other)
    return found[:CLOSE_ITEMS]


def _close(wider: list[Wider], spot: Spot | None) -> list[Card]:
    if not wider:
        return []
    entries = hub().search(replace(_query(wider[0].search, spot), limit=CLOSE_ITEMS)).entries
    return [_card(f, wider[0].search, spot, 0) for f in entries]
