"""The search API: JSON-LD by default, GeoJSON where it is asked for."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import Gone, NotFound

from openhub import spec
from openhub.errors import UsageError
from openhub.model.history import PastRun, Schedule
from openhub.model.place import MILE_METRES, Spot, off_the_globe
from openhub.model.query import Found, Query, Results
from openhub.model.source import Source
from openhub.model.words import passed_over
from openhub.web import places, watching, words
from openhub.web.answers import answer
from openhub.web.clashes import clashes
from openhub.web.hubs import base_url, clock, hub
from openhub.web.instead import FEW_ITEMS
from openhub.web.links import encoded
from openhub.web.openapi import GEO_JSON, JSON_LD
from openhub.web.parameters import FARS, FOR_MACHINES, PROJECTION
from openhub.web.phrases import understood
from openhub.web.problems import problem
from openhub.web.projected import projected
from openhub.web.reading import read
from openhub.web.searching import Search, private, rough, search

HUNDRED = 100
SHOWN_OCCURRENCES = 5
SHOWN_RUNS = 100

routes = Blueprint("api", __name__, url_prefix="/api/v1")


@routes.get("/activities")
def activities() -> Response:
    """Activities that match, as JSON-LD, or as GeoJSON when that is preferred."""
    return _activities(request.accept_mimetypes.best_match([JSON_LD, "application/json", GEO_JSON], default=JSON_LD))


@routes.get("/activities.geojson")
def activities_geojson() -> Response:
    """The same as GeoJSON."""
    return _activities(GEO_JSON)


@routes.get("/activities/<ref>")
def activity(ref: str) -> Response:
    """One document, unchanged or in the terms of another vocabulary, with where it came from in Link headers."""
    profile = read(PROJECTION, request.args)["profile"]
    found = hub().item(ref)
    if not found:
        raise Gone() if hub().store.is_gone(ref) else NotFound()
    if not profile:
        return _from(found, answer(found.document, JSON_LD), spec.CONTEXT_URL)
    made = projected(found, profile)
    if made.document is None:
        return problem(406, made.refused, parameter="profile")
    return _from(found, answer(made.document, JSON_LD))


@routes.get("/sources")
def sources() -> Response:
    """The feeds that this hub reads, how they answered last, and when they are read again."""
    schedules = {s.source: s for s in hub().store.schedules()}
    live = hub().store.live_items()
    items = [_source(s, schedules.get(s.id), live.get(s.id, 0)) for s in hub().store.sources()]
    return answer({"@context": spec.CONTEXT_URL, "items": items}, JSON_LD)


@routes.get("/sources/<int:number>")
def source(number: int) -> Response:
    """One of them with its last runs, and how many runs ended how."""
    found = hub().store.source(number)
    if not found:
        raise NotFound()
    schedule = next((s for s in hub().store.schedules() if s.source == number), None)
    tallies = hub().tally(watching.LONG_DAYS, number)
    body = {
        "@context": spec.CONTEXT_URL,
        **_source(found, schedule, hub().store.live_items(number).get(number, 0)),
        "outcomes": {f"P{d}D": watching.since(tallies, d, clock()) for d in (watching.DAYS, watching.LONG_DAYS)},
        "runs": [_run(run) for run in hub().store.runs(number, SHOWN_RUNS)],
    }
    return answer(body, JSON_LD)


def _from(found: Found, document: Response, context: str = "") -> Response:
    """The answer with Link headers that say where the activity is from."""
    named = {
        "alternate": _absolute(url_for("show.activity", ref=found.ref)),
        "via": encoded(found.origin),
        "license": encoded(found.licence),
        "http://www.w3.org/ns/json-ld#context": context,
    }
    for relation, address in named.items():
        if address:
            document.headers.add("Link", f'<{address}>; rel="{relation}"')
    return document


def _activities(media_type: str) -> Response:
    values = read(FOR_MACHINES, request.args)
    asked = search(values)
    if clash := next(clashes(asked), None):
        raise UsageError(clash.said, parameter=clash.name)
    meant = _understood(asked, placed=values["lat"] is not None)
    query = _query(values, meant)
    results = hub().search(query)
    if media_type == GEO_JSON:
        body: dict[str, Any] = {"type": "FeatureCollection", "features": [_feature(f) for f in results.entries]}
    else:
        body = {"@context": spec.CONTEXT_URL, "items": [_item(f) for f in results.entries]}
    body |= {"total": results.total, "exact": results.exact, "told": results.told}
    body |= _of_words(asked, meant, query, results)
    following = _following(results)
    if following:
        body["next"] = following
    response = answer(body, media_type)
    if following:
        response.headers.add("Link", f'<{following}>; rel="next"')
    response.vary.add("Accept")
    return response


def _understood(asked: Search, *, placed: bool) -> Search:
    """The same with times, places, ages and costs out of its words; no place where one is given already."""
    meant = understood(
        asked,
        today=hub().now().astimezone(hub().zone).date(),
        find_place=(lambda name: None) if placed else hub().find_place,
    )
    return replace(meant, after=asked.after)


def _of_words(asked: Search, meant: Search, query: Query, results: Results) -> dict[str, Any]:
    """What became of the words, as far as that is worth saying."""
    found: dict[str, Any] = {}
    if meant != asked:
        found["understood"] = {
            name: value for name, value in meant.members().items() if asked.members().get(name) != value
        }
    if passed := passed_over(meant.q):
        found["passedOver"] = passed
    if better := _suggestion(query, results):
        found["suggestion"] = better
    return found


def _suggestion(query: Query, results: Results) -> str:
    """The words with their spelling mended, when next to nothing is found as it is spelt and they find more."""
    if query.after or results.total > FEW_ITEMS or not (words := hub().suggest_words(query.words)):
        return ""
    enough = results.total + 1
    return words if hub().count(replace(query, words=words), enough) == enough else ""


def _query(values: dict[str, Any], asked: Search) -> Query:
    spot = _spot(values, asked.near)
    query = asked.query(now=hub().now(), zone=hub().zone, spot=spot)
    radius = values["radius"] if values["radius"] is not None else FARS[asked.far][1]
    if radius is not None and not spot:
        raise UsageError(
            "A distance needs a place: give near, or lat and lon.", parameter="radius" if values["radius"] else "far"
        )
    if asked.sort == "nearest" and not spot:
        raise UsageError("Nearest to what? Give near, or lat and lon.", parameter="sort")
    return replace(query, radius_metres=radius, limit=values["limit"])


def _spot(values: dict[str, Any], near: str) -> Spot | None:
    if (values["lat"] is None) != (values["lon"] is None):
        missing = "lat" if values["lat"] is None else "lon"
        raise UsageError(f"The parameters lat and lon belong together; {missing} is missing.", parameter=missing)
    if values["lat"] is not None:
        return Spot(latitude=rough(values["lat"]), longitude=rough(values["lon"]))
    if off_the_globe(near):
        raise UsageError(
            f"There is no place at {near}. A latitude is from -90 to 90, and the longitude after it from -180 to 180.",
            parameter="near",
        )
    if near and not (spot := hub().find_place(near)):
        known = hub().suggest_places(near)
        raise UsageError(
            f"No place called {near} is known." + (f" Did you mean {', '.join(known)}?" if known else ""),
            parameter="near",
        )
    return spot if near else None


def _item(found: Found) -> dict[str, Any]:
    return {**found.document, "openhub": _envelope(found)}


def _feature(found: Found) -> dict[str, Any]:
    return {"type": "Feature", "id": found.id, "geometry": _geometry(found), "properties": _item(found)}


def _geometry(found: Found) -> dict[str, Any] | None:
    if not found.spot or not places.on_the_map(found.document):
        return None
    return {"type": "Point", "coordinates": [found.spot.longitude, found.spot.latitude]}


def _envelope(found: Found) -> dict[str, Any]:
    dates = [
        {"startDate": o.start.isoformat(), "endDate": o.end.isoformat()}
        if o.timed
        else {"startDate": o.start.date().isoformat(), "endDate": words.last_moment(o).date().isoformat()}
        for o in found.occurrences[:SHOWN_OCCURRENCES]
    ]
    envelope: dict[str, Any] = {
        "ref": found.ref,
        "page": _absolute(url_for("show.activity", ref=found.ref)),
        "origin": found.origin,
        "source": found.source,
        "told": found.told,
        "retrievedAt": found.retrieved.isoformat(),
        "license": found.licence,
        "next": dates,
    }
    if found.distance_metres is not None and places.on_the_map(found.document):
        envelope["distanceMetres"] = round(found.distance_metres / HUNDRED) * HUNDRED
    elif found.distance_metres is not None:
        envelope["distanceAtMostMiles"] = max(1, -int(-found.distance_metres // MILE_METRES))
    return envelope


def _source(source: Source, schedule: Schedule | None, live: int) -> dict[str, Any]:
    times = {
        "lastRun": source.last_run,
        "lastSuccess": source.last_success,
        "verifiedAt": source.verified_at,
        "nextRun": schedule.due if schedule else None,
        "failingSince": schedule.failing_since if schedule else None,
    }
    return {
        "number": source.id,
        "name": source.name,
        "about": source.about,
        "origin": source.origin,
        "feed": source.address,
        "format": source.format,
        "license": source.licence,
        "url": source.publisher_url,
        "outcome": source.outcome,
        "state": source.state,
        "items": live,
        "putAside": source.quarantined,
        **{k: t.isoformat() for k, t in times.items() if t},
    }


def _run(run: PastRun) -> dict[str, Any]:
    return {
        "started": run.started.isoformat(),
        "ended": run.ended.isoformat(),
        "outcome": run.outcome,
        "state": run.state,
        "pages": run.pages,
        "new": run.new,
        "changed": run.changed,
        "unchanged": run.unchanged,
        "deleted": run.deleted,
        "putAside": run.quarantined,
        **({"problem": run.problem} if run.problem else {}),
    }


def _following(results: Results) -> str:
    """The address of the next items, "" when there are no more; what it says of where somebody is, is cut short."""
    if not results.next:
        return ""
    asked = [(name, _cut(name, value)) for name, value in request.args.items(multi=True) if name != "after"]
    return f"{base_url()}{request.path}?{urlencode([*asked, ('after', results.next)])}"


def _cut(name: str, value: str) -> str:
    """What stands in the address of a page that goes on: as much as the search itself goes by."""
    if name in ("lat", "lon") and value:
        return f"{rough(float(value)):.2f}"
    return private(value, alone=name == "near") if name in ("q", "near") else value


def _absolute(address: str) -> str:
    return f"{base_url()}{address.removeprefix(request.script_root)}" if address.startswith("/") else address
