"""An item as one entry of a list: lead fact, name, plate, facts, and who says so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from openhub import spec
from openhub.model.place import Spot
from openhub.model.query import Found
from openhub.web import access, costs, doors, notices, places, timetable, words
from openhub.web.access import Answer
from openhub.web.freshness import Freshness, freshness
from openhub.web.members import Document, number, part, parts, text, whole
from openhub.web.places import Plate

_OFFER_LEADS = {
    "lend": "To borrow",
    "give": "To keep",
    "share": "To share",
    "swap": "To swap",
    "teach": "To learn",
    "help": "A helping hand",
    "host": "A place to be",
}
_REQUEST_LEADS = {
    "lend": "Wanted to borrow",
    "give": "Wanted to keep",
    "share": "Wanted to share",
    "swap": "Wanted to swap",
    "teach": "Wanted: a teacher",
    "help": "Wanted: a hand",
    "host": "Wanted: a place",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What an entry shows. `lead` begins with the fact that decides; `number` stands in the picture too."""

    ref: str
    name: str
    door: str
    kind: str
    lead: tuple[str, ...]
    summary: str
    plate: Plate | None
    distance: str
    cost: str
    facts: tuple[Answer, ...]
    source: str
    fresh: Freshness
    number: int = 0


def card(
    found: Found, *, today: date, source: str, near: Spot | None = None, needs: tuple[str, ...] = (), number: int = 0
) -> Card:
    """The entry for an item; `needs` are the access needs asked for, `source` the platform's name."""
    document = found.document
    return Card(
        ref=found.ref,
        name=text(document.get("name")) or "Without a name",
        door=doors.door(document).key,
        kind=doors.kind(document),
        lead=lead(found, today),
        summary=text(document.get("summary")),
        plate=places.plate(document),
        distance=places.how_far(found, near),
        cost=costs.short(document),
        facts=access.highlights(document, needs) + _room(document),
        source=source,
        fresh=freshness(document, today),
        number=number,
    )


def lead(found: Found, today: date) -> tuple[str, ...]:
    """The fact that decides, then one or two more."""
    said = notices.short(found.document)
    facts = [f for f in _LEADS.get(found.type, _dated)(found, today) if f]
    return tuple([said, *facts][:4] if said else facts[:3]) or ("Time: did not say",)


def _dated(found: Found, today: date) -> list[str]:
    rule = timetable.rule(found.document) if found.type != "Event" else ""
    if not found.occurrences:
        return [rule] if rule else []
    first = found.occurrences[0]
    when = words.soon(max(first.start.date(), today) if words.ends_another_day(first) else first.start.date(), today)
    until = (
        f"to {words.short_weekday(words.last_moment(first).date(), today)}"
        if words.ends_another_day(first)
        else words.hours(first)
    )
    time = until or "time: did not say"
    if rule:
        return [rule, when if when[0] == "t" else f"next {when}", time]
    return [when[0].upper() + when[1:], time]


def _place_of_meeting(found: Found, today: date) -> list[str]:
    dated = _dated(found, today)
    return dated or [spec.codes("availability").get(text(found.document.get("availability")), "")]


def _exchange(leads: dict[str, str]) -> Callable[[Found, date], list[str]]:
    def facts(found: Found, today: date) -> list[str]:
        document = found.document
        span = words.duration(text(part(document.get("terms")).get("maxLoanPeriod")))
        ends = words.date_of(document.get("expires"))
        what = leads.get(text(document.get("mode")), leads["lend"])
        return [what, f"up to {span}" if span else "", f"ends {words.short_day(ends, today)}" if ends else ""]

    return facts


def _project(found: Found, today: date) -> list[str]:
    funding = part(found.document.get("funding"))
    raised, target = number(funding.get("raised")), number(funding.get("target"))
    deadline = words.date_of(funding.get("deadline"))
    if target and found.document.get("stage") == "fundraising":
        currency = text(funding.get("currency")) or "GBP"
        ends = [words.days_left(deadline, today), f"ends {words.short_weekday(deadline, today)}"] if deadline else []
        return [f"{words.money(raised or 0, currency)} of {words.money(target, currency)}", *ends]
    stage = spec.codes("project-stage").get(text(found.document.get("stage")), "")
    dated = _dated(found, today)
    return [stage, *dated] if dated else [stage, *_next_milestone(found.document, today)]


def _next_milestone(document: Document, today: date) -> list[str]:
    coming = [
        (d, text(m.get("name")))
        for m in parts(document.get("milestones"))
        if (d := words.date_of(m.get("targetDate"))) and d >= today and text(m.get("name"))
    ]
    return [f"by {words.day(d, today)}: {name}" for d, name in sorted(coming)[:1]]


def _role(found: Found, today: date) -> list[str]:
    role = part(found.document.get("roles"))
    ends = words.date_of(found.document.get("expires"))
    return [
        commitment(role) or "Time: did not say",
        stay(role),
        f"until {words.short_day(ends, today)}" if ends else "",
    ]


def _scheme(found: Found, today: date) -> list[str]:
    availability = spec.codes("availability").get(text(found.document.get("availability")), "")
    giver = next((r for r in parts(found.document.get("roles")) if r.get("side") in ("giver", "peer")), {})
    return [availability or "Be matched", commitment(giver), stay(giver)]


def _plan(found: Found, today: date) -> list[str]:
    return [words.duration(text(found.document.get("totalTime"))) or "A plan", group_size(found.document)]


def commitment(role: Document) -> str:
    """About 4 hours a month."""
    asked = part(role.get("commitment"))
    hours = number(asked.get("hours"))
    if not hours:
        return ""
    figure = f"{hours:g}".replace(".5", "½") if hours >= 1 else f"{hours:g}"
    return f"About {figure} {'hour' if hours <= 1 else 'hours'} {spec.codes('period').get(text(asked.get('per')), '')}".strip()


def stay(role: Document) -> str:
    """for at least a year."""
    least = words.at_least(text(part(role.get("commitment")).get("minimumPeriod")))
    return f"for at least {least}" if least else ""


def group_size(document: Document) -> str:
    """4 to 8 people."""
    size = part(document.get("groupSize"))
    least, most = whole(size.get("minValue")), whole(size.get("maxValue"))
    if least and most:
        return f"{least} to {most} people" if least != most else words.count(least, "person", "people")
    return f"{least} people or more" if least else f"up to {most} people" if most else ""


def places_left(document: Document) -> str:
    """12 of 35 places left."""
    left, of = whole(document.get("remainingAttendeeCapacity")), whole(document.get("maximumAttendeeCapacity"))
    if left is None or left <= 0:
        return ""
    return f"{left} of {of} places left" if of else f"{words.count(left, 'place')} left"


def _room(document: Document) -> tuple[Answer, ...]:
    if document.get("availability") in ("full", "closed") and not notices.over(document):
        return (Answer("care", spec.codes("availability")[document["availability"]]),)
    left = places_left(document)
    return (Answer("room", left),) if left else ()


_LEADS: dict[str, Callable[[Found, date], list[str]]] = {
    "Space": _place_of_meeting,
    "Group": _place_of_meeting,
    "Offer": _exchange(_OFFER_LEADS),
    "Request": _exchange(_REQUEST_LEADS),
    "Project": _project,
    "VolunteerRole": _role,
    "MatchScheme": _scheme,
    "Plan": _plan,
}
