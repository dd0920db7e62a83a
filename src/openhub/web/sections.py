"""The parts that only some activities have: what to expect, roles, sides, needs, money, safety."""

from dataclasses import dataclass
from datetime import date, datetime

from openhub import spec
from openhub.web import audience, cards, notices, words
from openhub.web.clock import Clock
from openhub.web.links import call, link, mail
from openhub.web.members import Document, number, part, parts, strings, text, whole
from openhub.web.ways_in import Way, side_way


@dataclass(frozen=True, slots=True)
class Need:
    """Something still wanted: `have` of `want`, when both are known."""

    name: str
    words: str
    have: int = 0
    want: int = 0


@dataclass(frozen=True, slots=True)
class Funding:
    """Money pledged so far, in words and for the measure."""

    raised: float
    target: float
    sum: str
    of: str
    share: str
    deadline: str
    counted: str
    model: str
    costs: tuple[tuple[str, str], ...]
    total: str
    extras: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """One thing that somebody could do, and what is asked of them; `way` only for a side of a scheme."""

    name: str
    description: str
    asked: tuple[str, ...]
    side: str = ""
    way: Way | None = None


def expect(document: Document) -> tuple[tuple[str, str], ...]:
    """Short facts under the description, as (label, text)."""
    effort, item, film = (part(document.get(n)) for n in ("effort", "item", "film"))
    found = [
        ("How hard", _joined(spec.codes("effort-level").get(text(effort.get("level")), ""), text(effort.get("note")))),
        ("Condition", spec.codes("item-condition").get(text(item.get("condition")), "")),
        *[("Please note", words.sentence(c)) for c in strings(part(document.get("terms")).get("conditions"))],
        ("Film", _film(film)),
        *_meal(part(document.get("meal"))),
        *[(text(s.get("name")) or "On the way", _stop(s)) for s in parts(document.get("stops"))],
        ("There is", words.listed([f.replace("-", " ") for f in strings(document.get("facilities"))])),
        (
            "Room for",
            words.count(room, "person", "people") if (room := whole(document.get("maximumAttendeeCapacity"))) else "",
        ),
        ("Membership", words.sentence(text(part(document.get("membership")).get("joiningNote")))),
        (
            "Matched on",
            words.listed([spec.codes("match-criterion").get(c, c).lower() for c in strings(document.get("matchedOn"))]),
        ),
    ]
    return tuple((label, said) for label, said in found if said)


def helpers(document: Document) -> tuple[Role, ...]:
    """The roles that help to run it."""
    roles = [r for r in parts(document.get("roles")) if text(r.get("name"))]
    wanted = [
        r
        for r in roles
        if document.get("type") == "VolunteerRole" or document.get("type") != "MatchScheme" or r.get("side") == "helper"
    ]
    return tuple(_role(r) for r in wanted)


def sides(document: Document, platform: str, clock: Clock) -> tuple[Role, ...]:
    """The sides of a scheme, those who receive first."""
    order = {"receiver": 0, "peer": 1, "giver": 2}
    roles = sorted(
        (r for r in parts(document.get("roles")) if text(r.get("side")) in order),
        key=lambda r: order[text(r.get("side"))],
    )
    return tuple(_role(r, side_way(document, r, platform, clock)) for r in roles)


def needs(document: Document) -> tuple[Need, ...]:
    """What is still wanted, and how much of it there is."""
    found = []
    for need in parts(document.get("needs")):
        want, have, unit = whole(need.get("quantity")) or 0, whole(need.get("fulfilled")) or 0, text(need.get("unit"))
        if not text(need.get("name")) or (want and have >= want):
            continue
        said = f"{have} of {want} {unit}".strip() if want > 1 else f"{want} {unit}".strip() if want and unit else ""
        found.append(Need(text(need.get("name")), said, have, want if want > 1 else 0))
    return tuple(found)


def funding(document: Document, today: date) -> Funding | None:
    """The money of a project; None when it asks for none."""
    money = part(document.get("funding"))
    target, raised = number(money.get("target")), number(money.get("raised")) or 0.0
    if not target or target <= 0:
        return None
    currency = text(money.get("currency")) or "GBP"
    backers, deadline, as_of = (
        whole(money.get("backers")),
        words.date_of(money.get("deadline")),
        words.date_of(money.get("asOf")),
    )
    left = f"{words.money(target - raised, currency)} still to find" if raised < target else "The target is reached"
    costs = [
        (text(c.get("name")), words.money(a, currency))
        for c in parts(money.get("costs"))
        if (a := number(c.get("amount"))) is not None
    ]
    return Funding(
        raised=max(0.0, raised),
        target=target,
        sum=words.money(raised, currency),
        of=f"pledged of {words.money(target, currency)}"
        + (f" by {words.count(backers, 'person', 'people')}" if backers else ""),
        share=f"{min(999, int(raised / target * 100))} per cent",
        deadline=f"{words.days_left(deadline, today).capitalize()}. {left} by {words.weekday(deadline, today)}."
        if deadline
        else f"{left}.",
        counted=f"Counted on {words.day(as_of, today)}." if as_of else "",
        model=_MODELS.get(text(money.get("model")), ""),
        costs=tuple(costs),
        total=words.money(target, currency),
        extras=_funders(money, currency),
    )


def milestones(document: Document, today: date) -> tuple[tuple[str, str], ...]:
    """What happens when, as (day, name)."""
    dated = [
        (d, text(m.get("name"))) for m in parts(document.get("milestones")) if (d := words.date_of(m.get("targetDate")))
    ]
    return tuple((f"{d.day} {words.MONTHS[d.month - 1][:3]} {d.year}", name) for d, name in sorted(dated) if name)


def safety(document: Document) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """How people are kept safe, in sentences, and links to whom to ask and to the policy."""
    rules = [("", part(document.get("safeguarding")))]
    rules += [(text(r.get("name")), part(r.get("safeguarding"))) for r in parts(document.get("roles"))]
    said, links = [], []
    for role, safeguarding in rules:
        checks = words.listed(
            [spec.codes("check").get(c, c) for c in strings(safeguarding.get("checks")) if c != "none"]
        )
        note = words.sentence(text(safeguarding.get("note")))
        said.append(
            " ".join(t for t in (words.sentence(f"{role}: {checks}" if role and checks else checks), note) if t)
        )
        contact = part(safeguarding.get("contact"))
        whom, phone = text(contact.get("contactType")) or "safeguarding lead", text(contact.get("telephone"))
        links += [(f"Write to the {whom}", mail(contact.get("email"))), (f"Call {words.telephone(phone)}", call(phone))]
        links.append(("Their safeguarding policy", link(safeguarding.get("policyUrl"))))
    return tuple(dict.fromkeys(s for s in said if s)), tuple(dict.fromkeys(pair for pair in links if pair[1]))


_MODELS = {
    "all-or-nothing": "All or nothing: nobody pays unless it gets there.",
    "keep-it-all": "Every pledge counts, whether or not it gets there.",
    "grant-matched": "Matched by a grant.",
    "donation-ongoing": "You can give at any time.",
}


def _role(role: Document, way: Way | None = None) -> Role:
    asked = [
        " ".join(t for t in (cards.commitment(role), cards.stay(role)) if t),
        _shift(part(role.get("shift"))),
        audience.ages(role),
        *strings(part(role.get("eligibility")).get("conditions")),
        _labelled("requirement", role.get("requirements")),
        *strings(role.get("skills")),
        *strings(role.get("training")),
        _labelled("check", part(role.get("safeguarding")).get("checks")),
        f"Expenses: {e}" if (e := text(role.get("expenses"))) else "",
        _wanted(role),
    ]
    found = tuple(words.sentence(a) for a in asked if a)
    return Role(
        text(role.get("name")), words.sentence(text(role.get("description"))), found, text(role.get("side")), way
    )


def _wanted(role: Document) -> str:
    waiting = notices.waiting({"roles": [role]})
    free = whole(role.get("placesAvailable"))
    return waiting or (f"{words.count(free, 'person', 'people')} wanted" if free else "")


def _labelled(codes: str, values: object) -> str:
    labels = [spec.codes(codes).get(v, v) for v in strings(values) if v != "none"]
    if not labels:
        return "No criminal record check is asked for" if codes == "check" and strings(values) == ["none"] else ""
    first, *rest = labels
    return words.listed([first, *[r if r[:2].isupper() else r[0].lower() + r[1:] for r in rest]])


def _shift(shift: Document) -> str:
    try:
        hours, minutes = zip(
            *[map(int, text(shift.get(n)).split(":")[:2]) for n in ("startTime", "endTime")], strict=True
        )
    except ValueError:
        return ""
    return f"{words.clock(hours[0], minutes[0])} to {words.clock(hours[1], minutes[1])}"


def _film(film: Document) -> str:
    year, certificate = whole(film.get("releaseYear")), text(film.get("certificate"))
    details = [
        str(year) if year else "",
        f"certificate {certificate}" if certificate else "",
        words.duration(text(film.get("duration"))),
    ]
    named = text(film.get("name"))
    return f"{named} ({', '.join(d for d in details if d)})" if named and any(details) else named


def _meal(meal: Document) -> list[tuple[str, str]]:
    diets = words.listed([spec.codes("diet").get(d, d).lower() for d in strings(meal.get("diets"))])
    source = spec.codes("food-source").get(text(meal.get("foodSource")), "")
    return [
        ("Food", _joined(diets.capitalize(), source)),
        ("Allergies", words.sentence(text(meal.get("allergenInformation")))),
    ]


def _stop(stop: Document) -> str:
    try:
        arrival = f"at {words.time(datetime.fromisoformat(text(stop.get('arrival'))))}"
    except ValueError:
        arrival = ""
    return _joined(arrival, text(stop.get("note")))


def _joined(*sentences: str) -> str:
    return " ".join(words.sentence(s[0].upper() + s[1:]) for s in sentences if s)


def _funders(money: Document, currency: str) -> tuple[str, ...]:
    given = [
        f"{words.money(a, currency)} from {text(f.get('name'))}."
        for f in parts(money.get("matchFunders"))
        if (a := number(f.get("amount")))
    ]
    in_kind = [
        f"Also given: {text(k.get('name'))}, worth {words.money(a, currency)}."
        for k in parts(money.get("inKind"))
        if (a := number(k.get("amount")))
    ]
    checked = part(money.get("verification"))
    by = text(part(checked.get("verifiedBy")).get("name"))
    return (
        *given,
        *in_kind,
        *([f"Checked by {by}. {words.sentence(text(checked.get('note')))}".strip()] if by else []),
    )
