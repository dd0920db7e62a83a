"""Where the listings come from: all sources, one platform, and the API for developers."""

from collections import Counter
from dataclasses import dataclass, replace

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from openhub.model.finding import Finding
from openhub.model.history import Schedule, Tally
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.validate.engine import about, codes
from openhub.web import openapi, provenance, statements, watching
from openhub.web.cards import card
from openhub.web.hubs import base_url, clock, hub, platforms, settings
from openhub.web.links import host, link, mail

HERE_NOW = 10
SHOWN_FINDINGS = 20
SHOWN_RUNS = 20

routes = Blueprint("about", __name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault in a source's items: how often, and an example."""

    finding: Finding
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a source is read, in words. `read` and `following` are "" when it never was, or nobody has decided."""

    answer: statements.Statement
    standing: statements.Statement
    read: str
    following: str
    days: list[watching.Day]
    problems: str


@routes.get("/data")
def data() -> str:
    """All sources and how they answered; the feed, the API, the licence; that we keep nothing about anybody."""
    listed = sorted(platforms().values(), key=lambda s: s.name.lower())
    coming, held = hub().search(Query(limit=1)), hub().store.live_items()
    schedules = {s.source: s for s in hub().store.schedules()}
    tallies = hub().tally(watching.DAYS)
    return render_template(
        "data.html",
        current="data",
        base=base_url(),
        licence=_licence(settings().licence),
        contact=_contact(),
        sources=[(s, _reading(s, schedules.get(s.id), tallies)) for s in listed],
        coming=coming.total,
        exact=coming.exact,
        coming_of=coming.counts.get("source", {}),
        held_of=held,
        items=sum(held.values()),
        put_aside=sum(s.quarantined for s in listed),
        answers=Counter(s.outcome or "not read" for s in listed),
    )


@routes.get("/platform/<int:number>")
def platform(number: int) -> str:
    """One platform: what it has here now, how it answered, and what is wrong with its items."""
    source = platforms().get(number)
    if not source:
        raise NotFound()
    found = hub().search(Query(sources=(number,), limit=HERE_NOW))
    schedule = next((s for s in hub().store.schedules() if s.source == number), None)
    tallies = hub().tally(watching.LONG_DAYS, number)
    return render_template(
        "platform.html",
        current="data",
        source=source,
        reading=_reading(source, schedule, tallies),
        runs=watching.lines(hub().store.runs(number, SHOWN_RUNS), clock()),
        counted=[
            (days, watching.counted(watching.since(tallies, days, clock())))
            for days in (watching.DAYS, watching.LONG_DAYS)
        ],
        licence=_licence(source.licence),
        site=link(source.publisher_url),
        site_host=host(source.publisher_url),
        host=host(source.address),
        total=found.total,
        exact=found.exact,
        held=hub().store.live_items(number).get(number, 0),
        faults=_faults(number),
        cards=[card(f, today=clock().today, source=source.name) for f in found.entries],
    )


@routes.get("/api")
def api() -> str:
    """The API in words, from the same document that machines read."""
    document = openapi.document(settings().name, base_url())
    return render_template(
        "api.html", current="api", document=document, examples=openapi.EXAMPLES, base=base_url(), example=_example()
    )


def _reading(source: Source, schedule: Schedule | None, tallies: list[Tally]) -> Reading:
    return Reading(
        answer=statements.last_answer(source),
        standing=statements.standing(source, schedule, clock()),
        read=statements.last_read(source, clock()),
        following=statements.next_try(schedule, clock()),
        days=watching.days(tallies, source.id, clock()),
        problems=statements.problems(source),
    )


def _faults(number: int) -> list[Fault]:
    findings = sorted(hub().store.findings(number), key=lambda f: ("error", "warning", "info").index(f.severity))
    times = Counter(f.code for f in findings)
    first = {f.code: replace(f, message=_about(f)) for f in reversed(findings)}
    return [Fault(first[code], times[code]) for code in dict.fromkeys(f.code for f in findings)][:SHOWN_FINDINGS]


def _about(finding: Finding) -> str:
    """What is wrong in general words: a finding's own may quote what was put aside so that nobody reads it."""
    return about(finding.code) if finding.code in codes() else finding.message


def _licence(address: str) -> tuple[str, str]:
    return provenance.licence(address) or "Did not say", link(address)


def _contact() -> str:
    return mail(settings().contact) or link(settings().contact)


def _example() -> str:
    found = hub().search(Query(limit=1, counted=False)).entries
    return found[0].ref if found else ""
