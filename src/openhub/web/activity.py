"""An activity's own page: the ticket with the facts needed to decide, and every part that its document has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from openhub import spec
from openhub.model.place import Spot
from openhub.model.query import Found
from openhub.web import audience, cards, costs, notices, places, timetable, words
from openhub.web.clock import Clock
from openhub.web.links import call, mail
from openhub.web.members import Document, part, strings, text
from openhub.web.places import Plate

NEXT_DATES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One fact of the ticket: the first line is the fact, the rest explains it; `listed` lines are several of a kind. Without
    lines or plate they did not say."""

    label: str
    lines: tuple[str, ...] = ()
    bold: bool = False
    listed: bool = False
    plate: Plate | None = None
    quiet: str = ""
    links: tuple[tuple[str, str], ...] = ()

    @property
    def unsaid(self) -> bool:
        return not (self.lines or self.plate or self.links)


def decide(found: Found, clock: Clock, near: Spot | None) -> tuple[Row, ...]:
    """The facts above the button: when, where, what it costs and for whom."""
    ages = audience.ages(found.document)
    rows = [*_WHEN.get(found.type, _dated)(found, clock.today), _where(found, near), _cost(found.document)]
    rows += [Row(label="Who", lines=(ages,))] if ages else []
    return tuple(r for r in rows if r)


def explain(found: Found, clock: Clock) -> tuple[Row, ...]:
    """The facts below the button: what to know once one has decided."""
    document, where = found.document, places.place(found.document)
    meeting, address = words.sentence(text(where.get("meetingPoint"))), places.address(document)
    rows = [
        _then(found, clock.today),
        Row(label="Repeats", lines=_repeats(document)),
        Row(label="Doors", lines=_doors(document)),
        Row(label="Meet", lines=tuple(t for t in (meeting, address) if t))
        if meeting
        else Row(label="Address", lines=_one(address)),
        Row(label="Getting there", lines=_one(words.sentence(text(where.get("travelNote"))))),
        Row(label="For", lines=audience.welcome(document)),
        Row(label="Handing over", lines=_handover(document)),
        Row(label="Until", lines=_until(document, clock.today)),
        Row(label="Ask", links=_ask(document)),
    ]
    return tuple(r for r in rows if r and not r.unsaid)


def room(document: Document) -> str:
    """How much room there is, in words."""
    if notices.over(document):
        return ""
    left = cards.places_left(document)
    if left:
        return f"{left}, then a waiting list." if document.get("waitingList") is True else f"{left}."
    return "Few places left." if document.get("availability") == "limited" else ""


def paragraphs(document: Document) -> tuple[str, ...]:
    """The description, split where its author began a new paragraph."""
    return tuple(p.strip() for p in text(document.get("description")).split("\n") if p.strip())


def _dated(found: Found, today: date) -> list[Row]:
    label = "When" if found.type == "Event" else "Next"
    if not found.occurrences:
        return [Row(label="When", lines=_one(timetable.rule(found.document)), bold=True)]
    when, hours = timetable.dates(found.occurrences, today, 1)[0]
    if not hours and not words.ends_another_day(found.occurrences[0]):
        hours = "Time: did not say"
    return [Row(label=label, lines=tuple(t for t in (when, hours) if t), bold=True)]


def _if_dated(found: Found, today: date) -> list[Row]:
    return _dated(found, today) if found.occurrences or timetable.rule(found.document) else []


def _project(found: Found, today: date) -> list[Row]:
    stage = spec.codes("project-stage").get(text(found.document.get("stage")), "")
    return [*_if_dated(found, today), Row(label="Stage", lines=_one(stage))]


def _offer(found: Found, today: date) -> list[Row]:
    span = words.duration(text(part(found.document.get("terms")).get("maxLoanPeriod")))
    lending = found.document.get("mode") in ("lend", "share")
    return (
        [Row(label="Keep for", lines=_one(f"Up to {span}" if span else ""), bold=True)]
        if lending
        else _if_dated(found, today)
    )


def _role(found: Found, today: date) -> list[Row]:
    role = part(found.document.get("roles"))
    stay = cards.stay(role)
    return _if_dated(found, today) or [
        Row(label="Time", lines=tuple(t for t in (cards.commitment(role), stay.capitalize()) if t), bold=True)
    ]


def _where(found: Found, near: Spot | None) -> Row:
    plate = places.plate(found.document)
    away = places.how_far(found, near)
    from_here = f"{away} from {near.label}" if away and near and places.on_the_map(found.document) else away
    return Row(label="Where", plate=plate, quiet=". ".join(t for t in (plate.remark if plate else "", from_here) if t))


def _cost(document: Document) -> Row:
    short, lines = costs.short(document), costs.lines(document)
    return Row(label="Cost", lines=tuple(t for t in (short and words.sentence(short), *lines) if t), bold=bool(short))


def _then(found: Found, today: date) -> Row:
    following = timetable.dates(found.occurrences, today, NEXT_DATES)[1:]
    return Row(label="Then", lines=tuple(", ".join(t for t in pair if t) for pair in following), listed=True)


def _repeats(document: Document) -> tuple[str, ...]:
    if document.get("type") == "Event" or document.get("openingHours"):
        return ()
    return tuple(t for t in (timetable.rule(document), words.sentence(text(document.get("scheduleNote")))) if t)


def _doors(document: Document) -> tuple[str, ...]:
    door = text(document.get("doorTime"))
    try:
        return (f"Open at {words.time(datetime.fromisoformat(door))}",) if len(door) > 10 else ()
    except ValueError:
        return ()


def _handover(document: Document) -> tuple[str, ...]:
    labels = spec.codes("handover")
    return tuple(labels.get(code, code) for code in strings(part(document.get("terms")).get("handover")))


def _until(document: Document, today: date) -> tuple[str, ...]:
    ends = words.date_of(document.get("expires"))
    return (words.weekday(ends, today),) if ends else ()


def _ask(document: Document) -> tuple[tuple[str, str], ...]:
    contact = part(document.get("contact"))
    whom, number = text(contact.get("contactType")) or "organiser", text(contact.get("telephone"))
    found = [(f"The {whom}", mail(contact.get("email"))), (words.telephone(number), call(number))]
    return tuple((label, href) for label, href in found if href)


def _one(line: str) -> tuple[str, ...]:
    return (line,) if line else ()


_WHEN: dict[str, Callable[[Found, date], list[Row]]] = {
    "Group": _if_dated,
    "Project": _project,
    "Offer": _offer,
    "Request": _if_dated,
    "VolunteerRole": _role,
    "MatchScheme": lambda found, today: [],
    "Plan": lambda found, today: [],
}
