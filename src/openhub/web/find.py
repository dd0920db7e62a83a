"""The results page: its address is its state, and a full postcode never stands in it."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as Redirection

from openhub.errors import UsageError
from openhub.model.place import Spot, is_postcode, off_the_globe
from openhub.model.query import Found, Query, Results
from openhub.model.words import meaning, passed_over
from openhub.web import access, places, words
from openhub.web.cards import Card, card
from openhub.web.clashes import clashes
from openhub.web.filters import chips, groups, sorts
from openhub.web.hubs import clock, hub, platforms
from openhub.web.instead import instead, mended, nearly
from openhub.web.parameters import DAYS, FOR_PEOPLE
from openhub.web.phrases import understood
from openhub.web.reading import Wrong, read_kindly
from openhub.web.rings import Mark, Rings, rings
from openhub.web.searching import Search, private, search
from openhub.web.values import MOST_TEXT

_WHEN = {
    "today": "today",
    "tomorrow": "tomorrow",
    "week": "in the next 7 days",
    "weekend": "this weekend",
    "month": "in the next 30 days",
    "undated": "with no fixed day",
}
_PART = {"evenings": "in the evening", "weekends": "at a weekend"}
_FAR = {"walk": "within 15 minutes’ walk of", "mile": "within a mile of", "3-miles": "within 3 miles of"}

routes = Blueprint("find", __name__)


@routes.post("/find")
def look() -> Response | Redirection:
    """Takes the form, where a full postcode may stand, and sends on to the address without it."""
    asked, wrong = _asked(request.form)
    if wrong:
        return _explained(asked, wrong)
    if not asked.near and is_postcode(request.form.get("q", "")):
        asked = replace(asked, q="", near=asked.q)
    return _to(_understood(asked))


@routes.get("/find")
def results() -> Response | Redirection | str:
    """What there is."""
    asked, wrong = _asked(request.args)
    if wrong:
        return _explained(asked, wrong)
    meant = _understood(asked)
    if "sent" in request.args or _told_too_much(asked) or meant != asked:
        return _to(meant)
    spot = hub().find_place(asked.near) if asked.near else None
    found = _found(asked, spot)
    if not found or (asked.after and not found.entries):  # what came after has gone meanwhile
        return _to(asked.but())
    return _page(asked, spot, found)


def _found(asked: Search, spot: Spot | None) -> Results | None:
    """What there is; None when the page cannot go on where its address says, since that is of another search."""
    try:
        return hub().search(_query(asked, spot))
    except UsageError:
        if not asked.after:
            raise
        return None


def _explained(asked: Search, wrong: list[Wrong]) -> Response:
    """The page of what is right in the search, beginning with what is wrong."""
    asked = asked.but()  # from the beginning
    spot = hub().find_place(asked.near) if asked.near else None
    response = make_response(_page(asked, spot, hub().search(_query(asked, spot)), wrong), 400)
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(asked: Search, spot: Spot | None, found: Results, wrong: list[Wrong] | None = None) -> str:
    typed = {w.name: private(w.given[:MOST_TEXT]) for w in wrong or ()}
    better = mended(asked, spot, found)
    if better and not found.total:
        typed.setdefault("q", asked.q)
        asked, found = better.search, better.found
    count = _counter(asked, spot, found)
    other = None if found.total else instead(asked, spot, count)
    shown = other.entries if other else found.entries
    cards = [_card(f, asked, spot, 0 if other else number) for number, f in enumerate(shown, start=1)]
    told = [c for c, f in zip(cards, shown, strict=True) if f.told]
    unknown = asked.near if asked.near and not spot else ""
    return render_template(
        "results.html",
        current="find",
        search=asked,
        found=found,
        better=better,
        nearly=[_card(f, asked, spot, 0) for f in nearly(asked, spot, found)],
        heading=heading(asked, found, spot),
        order=_order(asked, spot) if found.total > 1 else "",
        sorts=sorts(asked, near=spot is not None, words=bool(meaning(asked.q))),
        data=_data(asked, spot),
        cards=cards,
        told=told,
        unsaid=[c for c in cards if c not in told],
        need=_need(asked),
        here=spot.label if spot else "",
        groups=groups(asked, found, count, near=spot is not None),
        budget=None if asked.budget is None else words.money(asked.budget, ""),
        chips=chips(asked, clock().today, _names()),
        rings=_rings(spot, cards, shown) if not other else None,
        unsearched=asked.q if asked.q and not meaning(asked.q) else "",
        cut=_cut(asked.q),
        unknown=unknown,
        off_the_globe=off_the_globe(unknown),
        nowhere=asked.sort == "nearest" and not asked.near,
        places=hub().suggest_places(unknown) if unknown else [],
        instead=other,
        plans=count(Search(door=("start",))) if other else 0,
        wrong=wrong or [],
        errors=({"near": "We do not know this place"} if unknown else {}) | {w.name: w.advice for w in wrong or ()},
        typed=typed,
    )


def heading(asked: Search, found: Results, spot: Spot | None) -> str:
    """3 things for cooking near NW5 in the next 7 days; pages after the first begin with “More results”."""
    dated = f"on {words.weekday(asked.on, clock().today)}" if asked.on else _WHEN.get(asked.when, "")
    parts = [
        f"for {asked.q}" if meaning(asked.q) else "",
        f"{_FAR.get(asked.far, 'near')} {spot.label}" if spot else "",
        "" if asked.from_ or asked.to else dated,
        f"on {words.listed([DAYS[d] for d in asked.weekday], 'or')}" if asked.weekday else "",
        words.listed([_PART[p] for p in asked.part]),
    ]
    total = words.count(found.total, "thing") if found.total else "Nothing yet"
    said = " ".join([total if found.exact else f"More than {total}", *[p for p in parts if p]])
    return f"More results: {said}" if asked.after else said


def _order(asked: Search, spot: Spot | None) -> str:
    """In what order results near a place stand; "" where that goes without saying."""
    if asked.sort:
        return ""
    rings = {
        "any": "15 minutes’ walk, a mile, three miles, further",
        "3-miles": "15 minutes’ walk, a mile, three miles",
    }
    said = (rings | {"mile": "15 minutes’ walk, a mile"}).get(asked.far, "")
    inside = "The best match for your words" if meaning(asked.q) else "The soonest"
    return f"Nearest first: {said}. {inside} first within each." if spot and said else ""


def _data(asked: Search, spot: Spot | None) -> str:
    """The same question to the API, which wants a place with whatever needs one."""
    return asked.address() if spot else asked.address(near="", far="any", sort=asked.sort.replace("nearest", ""))


def _asked(given: MultiDict[str, str]) -> tuple[Search, list[Wrong]]:
    values, wrong = read_kindly(FOR_PEOPLE, given)
    asked = search(values)
    if "sent" in given:
        asked = _chosen(asked, given)
    for clash in clashes(asked):
        wrong.append(Wrong(clash.name, given.get(clash.name, ""), clash.advice))
        asked = clash.rest
    return asked, wrong


def _chosen(asked: Search, given: MultiDict[str, str]) -> Search:
    """What the form of filters asks for: an empty box is a no, and of days what is new in it goes before what was there."""
    asked = replace(asked, unsaid=asked.unsaid and "unsaid" in given)
    if asked.on and asked.on.isoformat() != given.get("was"):
        return asked if given.get("was") and "when" in given else replace(asked, when="any", from_=None, to=None)
    return replace(asked, on=None, from_=None, to=None) if "when" in given else asked


def _understood(asked: Search) -> Search:
    return understood(asked, today=clock().today, find_place=hub().find_place)


def _told_too_much(asked: Search) -> bool:
    """Whether the address says a full postcode."""
    given = [" ".join(request.args.get(name, "").split()) for name in ("q", "near")]
    return given != [asked.q, asked.near]


def _to(asked: Search) -> Redirection:
    return redirect(url_for("find.results") + asked.address(after=asked.after), code=303)


def _query(asked: Search, spot: Spot | None) -> Query:
    return asked.query(now=clock().now, zone=clock().zone, spot=spot)


def _counter(asked: Search, spot: Spot | None, found: Results) -> Callable[[Search], int]:
    known = {asked.but(): found.total}

    def count(other: Search) -> int:
        if other not in known:
            known[other] = hub().count(_query(other, spot), words.MANY)
        return known[other]

    return count


def _card(found: Found, asked: Search, spot: Spot | None, number: int) -> Card:
    return card(
        found, today=clock().today, source=_names().get(found.source, ""), near=spot, needs=asked.need, number=number
    )


def _names() -> dict[int, str]:
    return {number: source.name for number, source in platforms().items()}


def _cut(text: str) -> list[str]:
    """The words that are too many to be looked for. That small ones are not need not be said while there are others."""
    passed = passed_over(text) if meaning(text) else []
    return [word for word in passed if meaning(word)]


def _need(asked: Search) -> str:
    return "" if not asked.need else access.feature(asked.need[0]) if len(asked.need) == 1 else "What you need"


def _rings(spot: Spot | None, cards: list[Card], entries: tuple[Found, ...]) -> Rings | None:
    if not spot:
        return None
    marks = [
        Mark(number=c.number, name=c.name, href=f"#at-{c.ref}", spot=f.spot, area=not places.on_the_map(f.document))
        for c, f in zip(cards, entries, strict=True)
        if f.spot and f.type != "Plan"
    ]
    return rings(spot, marks) if marks else None
