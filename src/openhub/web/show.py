"""An activity's own page."""

from typing import Any

import orjson
from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import Gone, NotFound

from openhub.model.place import Spot, distance
from openhub.model.query import Found
from openhub.web import access, notices, places, plan, provenance, sections, timetable, words
from openhub.web import activity as ticket
from openhub.web.doors import door, long_kind
from openhub.web.filters import language
from openhub.web.freshness import freshness
from openhub.web.hubs import clock, hub, platforms
from openhub.web.members import part, text
from openhub.web.parameters import FOR_PEOPLE
from openhub.web.projected import projected
from openhub.web.reading import read_kindly
from openhub.web.rings import Mark, Rings, rings
from openhub.web.searching import Search, search
from openhub.web.ways_in import way_in

MOST_PROJECTED = 64_000  # bytes

routes = Blueprint("show", __name__)
_TEMPLATES = {"MatchScheme": "scheme.html", "Plan": "plan.html"}


@routes.get("/activity/<ref>")
def activity(ref: str) -> Response | str:
    """What it is, when, where, what it costs, whom it suits, who says so, and the one way in."""
    asked = search(read_kindly(FOR_PEOPLE, request.args)[0])
    if [" ".join(request.args.get(n, "").split()) for n in ("q", "near")] != [asked.q, asked.near]:
        return redirect(url_for("show.activity", ref=ref) + _kept(asked).address(), code=303)  # type: ignore[return-value]
    found = hub().item(ref)
    if not found:
        raise Gone() if hub().store.is_gone(ref) else NotFound()
    spot = hub().find_place(asked.near) if asked.near else None
    return render_template(
        _TEMPLATES.get(found.type, "activity.html"),
        **_view(found, spot),
        back=_kept(asked),
        here=spot.label if spot else "",
    )


def _projection(found: Found) -> dict[str, Any] | None:
    """The activity in schema.org's words for its page, if that is not too much for an old phone (decision 0008)."""
    document = projected(found, "schema.org").document
    return document if document and len(orjson.dumps(document)) <= MOST_PROJECTED else None


def _kept(asked: Search) -> Search:
    """What the way back to the list needs: never what somebody needs."""
    return Search(q=asked.q, near=asked.near)


def _view(found: Found, spot: Spot | None) -> dict[str, Any]:
    document, now = found.document, clock()
    source = platforms().get(found.source)
    platform = source.name if source else text(part(document.get("publisher")).get("name")) or "their own site"
    return {
        "found": found,
        "document": document,
        "projection": _projection(found),
        "platform": platform,
        "source": source,
        "name": text(document.get("name")) or "Without a name",
        "summary": text(document.get("summary")),
        "door": door(document),
        "kind": long_kind(document),
        "notices": notices.notices(document, now.today),
        "over": notices.over(document),
        "decide": ticket.decide(found, now, spot),
        "explain": ticket.explain(found, now),
        "way": way_in(document, platform, now),
        "room": ticket.room(document),
        "paragraphs": ticket.paragraphs(document),
        "expect": (*sections.expect(document), *_spoken(document)),
        "answers": access.answers(document),
        "access_note": access.note(document),
        "ask": _ask(found),
        "helpers": sections.helpers(document),
        "sides": sections.sides(document, platform, now),
        "needs": sections.needs(document),
        "funding": sections.funding(document, now.today),
        "milestones": sections.milestones(document, now.today),
        "week": timetable.week(document, now.today),
        "safety": sections.safety(document),
        "organizer": text(part(document.get("organizer")).get("name")),
        "who": provenance.who(document, platform),
        "fresh": freshness(document, now.today),
        "says": provenance.says_who(found, source, now, url_for("api.activity", ref=found.ref)),
        "sheet": plan.sheet(document, now.today) if found.type == "Plan" else None,
        "picture": _picture(found, spot),
        "caption": _caption(found, spot),
    }


def _spoken(document: dict[str, Any]) -> list[tuple[str, str]]:
    codes = dict.fromkeys(places.languages(document))
    return (
        [("Languages", words.listed([language(c) for c in codes]))]
        if len(codes) > 1 or (codes and "en" not in codes)
        else []
    )


def _ask(found: Found) -> tuple[str, str]:
    links = next((row.links for row in ticket.explain(found, clock()) if row.label == "Ask"), ())
    return links[0] if links else ("", "")


def _picture(found: Found, spot: Spot | None) -> Rings | None:
    if not spot or not found.spot or found.type == "Plan":
        return None
    name = text(found.document.get("name"))
    mark = Mark(number=0, name=name, href="", spot=found.spot, area=not places.on_the_map(found.document))
    picture = rings(spot, [mark])
    return None if picture.outside else picture


def _caption(found: Found, spot: Spot | None) -> str:
    if not spot or not found.spot:
        return ""
    if not places.exact(found.document):
        return "The dashed circle is as close as we show. Nobody’s home can be found here."
    if not places.on_the_map(found.document):
        return "The dashed circle is as close as we know. They did not say where on the map it is."
    away = words.distance(distance(spot, found.spot))
    return f"{away} {places.direction(spot, found.spot)} of {spot.label}, north at the top."
