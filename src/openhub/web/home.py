"""The home page: one box for what, one for where, eight doors, what is on soon, and who needs a hand."""

from dataclasses import dataclass

from flask import Blueprint, render_template

from openhub.model.query import Found, Query
from openhub.web import notices, sections, words
from openhub.web.cards import card
from openhub.web.doors import DOORS, codes
from openhub.web.hubs import clock, hub, platforms, settings
from openhub.web.members import parts, text, whole

SOON_ITEMS = 6
HANDS = 4
MOST_HANDS = 200  # of which one of each source is shown
MOST_COUNTED = 10_000

routes = Blueprint("home", __name__)


@dataclass(frozen=True, slots=True)
class Hand:
    """Something wanted: what, and the rest of the sentence."""

    ref: str
    wanted: str
    rest: str


@routes.get("/")
def home() -> str:
    """What could you do this week?"""
    return render_template(
        "home.html",
        current="home",
        doors=[(d, hub().count(Query(participation=d.codes), words.MANY)) for d in DOORS],
        total=hub().count(Query(), MOST_COUNTED),
        most=MOST_COUNTED,
        sources=[s for s in platforms().values() if s.has_items],
        checked=_checked(),
        soon=[card(f, today=clock().today, source=_name(f)) for f in _soon()],
        hands=_hands(),
    )


def _soon() -> tuple[Found, ...]:
    """The first things with a date, those in the hub's own area before others; whatever there is when nothing has one."""
    area = hub().find_place(settings().area) if settings().area else None
    dated = Query(start=clock().now, near=area, limit=SOON_ITEMS, counted=False)
    return hub().search(dated).entries or hub().search(Query(limit=SOON_ITEMS, counted=False)).entries


def _checked() -> str:
    moments = [s.last_success for s in platforms().values() if s.last_success]
    return words.moment(max(moments), clock().now, clock().zone) if moments else ""


def _hands() -> list[Hand]:
    found = hub().search(
        Query(
            types=("Project", "MatchScheme", "VolunteerRole", "Request"),
            participation=codes(("help", "lend", "join")),
            order="newest",
            limit=MOST_HANDS,
            counted=False,
        )
    )
    one_of_each = {
        f.source: hand for f in reversed(found.entries) if not notices.over(f.document) and (hand := _hand(f))
    }
    return list(one_of_each.values())[::-1][:HANDS]


def _hand(found: Found) -> Hand | None:
    document, name = found.document, text(found.document.get("name"))
    if found.type == "Request":
        return Hand(found.ref, name, text(document.get("summary")))
    if needs := sections.needs(document):
        wanted = needs[0].want - needs[0].have
        return Hand(found.ref, needs[0].name, f"{f'{wanted} more' if needs[0].want else 'wanted'} for {name}")
    giving = [r for r in parts(document.get("roles")) if r.get("side") != "receiver" and text(r.get("name"))]
    if not giving:
        return None
    free = whole(giving[0].get("placesAvailable"))
    waiting = notices.waiting(document)
    if found.type == "VolunteerRole":
        return Hand(
            found.ref,
            name,
            " ".join(t for t in (f"{free} wanted." if free else "", text(document.get("summary"))) if t),
        )
    rest = " ".join(
        words.sentence(t) for t in (f"{free} wanted for {name}" if free else f"wanted for {name}", waiting) if t
    )
    return Hand(found.ref, text(giving[0].get("name")), rest)


def _name(found: Found) -> str:
    source = platforms().get(found.source)
    return source.name if source else ""
