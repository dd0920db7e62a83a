"""A plan as one sheet: the boxes and what stands in them."""

from dataclasses import dataclass
from datetime import date

from openhub import spec
from openhub.web import access, cards, costs, words
from openhub.web.members import Document, number, part, parts, strings, text, whole


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a box: `strong` first, then the rest, then a remark in grey."""

    strong: str
    rest: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything on the sheet; an empty box is left out."""

    purpose: str
    glance: tuple[Line, ...]
    steps: tuple[Line, ...]
    people: tuple[Line, ...]
    place: tuple[Line, ...]
    things: tuple[Line, ...]
    safe: tuple[Line, ...]
    permissions: tuple[Line, ...]
    outcomes: tuple[Line, ...]
    learned: tuple[Line, ...]
    invitation: str
    remark: str


def sheet(document: Document, today: date) -> Sheet:
    """The sheet of a plan."""
    return Sheet(
        purpose=text(document.get("purpose")),
        glance=_glance(document, today),
        steps=tuple(_step(s) for s in parts(document.get("steps"))),
        people=tuple(_person(p) for p in parts(document.get("people"))),
        place=_place(document),
        things=_things(document),
        safe=tuple(
            Line(f"{text(r.get('hazard'))}:", text(r.get("mitigation")))
            for r in parts(document.get("risks"))
            if text(r.get("hazard"))
        ),
        permissions=_plain(document.get("permissions")),
        outcomes=_plain(document.get("outcomes")),
        learned=tuple(
            Line("", text(t.get("learning")), text(t.get("name")))
            for t in parts(document.get("triedIn"))
            if text(t.get("learning"))
        ),
        invitation=text(document.get("inviteText")),
        remark=_remark(document),
    )


def _glance(document: Document, today: date) -> tuple[Line, ...]:
    total, minutes = (
        words.duration(text(document.get("totalTime"))),
        sum(whole(s.get("minutes")) or 0 for s in parts(document.get("steps"))),
    )
    added = words.duration(f"PT{minutes // 60}H{minutes % 60}M") if minutes else ""
    differs = f"its authors say; the steps add up to {added}" if total and added and total != added else ""
    first = words.date_of(document.get("firstDate"))
    note = text(part(document.get("estimatedCost")).get("note"))
    found = [
        Line(f"{total or added} in all{',' if differs else ''}", differs) if total or added else None,
        Line(size) if (size := cards.group_size(document)) else None,
        Line(f"{cost}.", note) if (cost := costs.short(document)) else None,
        Line("First date:", words.weekday(first, today)) if first and first >= today else None,
    ]
    return tuple(line for line in found if line)


def _step(step: Document) -> Line:
    minutes = whole(step.get("minutes"))
    return Line(words.sentence(text(step.get("name"))), text(step.get("text")), f"{minutes} min" if minutes else "")


def _person(person: Document) -> Line:
    quantity = whole(person.get("quantity"))
    name = text(person.get("name"))
    asked = [spec.codes("requirement").get(r, r) for r in strings(person.get("requirements")) if r != "none"]
    described = [words.sentence(text(person.get("description"))), words.sentence(words.listed(asked))]
    many = name if quantity == 1 or name.endswith("s") else f"{name}s"
    return Line(f"{quantity} {many.lower()}:" if quantity else f"{name}:", " ".join(d for d in described if d))


def _place(document: Document) -> tuple[Line, ...]:
    place = part(document.get("place"))
    told = [f.replace("-", " ").capitalize() for f in strings(place.get("facilities"))]
    told += [text(place.get("note"))]
    told += [a.short for a in access.answers(document) if a.said in ("yes", "ask", "care")]
    told += [access.note(document)]
    return tuple(Line("", t) for t in told if t)


def _things(document: Document) -> tuple[Line, ...]:
    labels = spec.codes("supply-source")
    found = []
    for material in parts(document.get("materials")):
        cost = part(material.get("estimatedCost"))
        amount, quantity = number(cost.get("price")), whole(material.get("quantity"))
        price = words.money(amount, text(cost.get("priceCurrency")) or "GBP") if amount else ""
        much = f"{quantity} {text(material.get('unit'))}".strip() if quantity and quantity > 1 else ""
        how = labels.get(text(material.get("source")), "").lower()
        found.append(
            Line(
                "",
                f"{text(material.get('name'))}{f', {much}' if much else ''}",
                ", ".join(t for t in (price, how) if t),
            )
        )
    return tuple(found) + _plain(document.get("tools"))


def _plain(values: object) -> tuple[Line, ...]:
    return tuple(Line("", v) for v in strings(values))


def _remark(document: Document) -> str:
    version, tried = text(document.get("version")), len(parts(document.get("triedIn")))
    times = {0: "", 1: "Tried once.", 2: "Tried twice."}.get(tried, f"Tried {tried} times.")
    return " ".join(t for t in (f"Version {version}." if version else "", times) if t)
