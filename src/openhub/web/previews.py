"""An item that no hub holds, shown as it would be if one did."""

from dataclasses import dataclass
from datetime import date, timedelta

from openhub.model.query import Found
from openhub.model.schedule import ends, occurrences
from openhub.web import access, activity
from openhub.web.access import Answer
from openhub.web.activity import Row
from openhub.web.cards import Card, card
from openhub.web.clock import Clock
from openhub.web.members import Document, part, text

OVER = ("ended", "completed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The entry in a list, and what the item's own page adds; `over` says that nobody sees it any more."""

    card: Card
    facts: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    answers: tuple[Answer, ...]
    over: bool


def preview(document: Document, clock: Clock, days: int) -> Preview:
    """How residents would see it, with its dates for so many days. Takes any JSON object: what makes no sense counts as not said."""
    last = date.max if document.get("type") == "Event" else clock.today + timedelta(days=days)
    until = ends(document, clock.zone)
    found = Found(
        ref="",
        id=text(document.get("id")),
        type=text(document.get("type")),
        origin="",
        source=0,
        document=document,
        licence=text(document.get("license")),
        modified=0,
        retrieved=clock.now,
        occurrences=tuple(occurrences(document, clock.today, last, clock.zone)),
    )
    names = (text(part(document.get(member)).get("name")) for member in ("publisher", "organizer"))
    return Preview(
        card=card(found, today=clock.today, source=next(filter(None, names), "your site")),
        facts=(*activity.decide(found, clock, None), *activity.explain(found, clock)),
        paragraphs=activity.paragraphs(document),
        answers=access.answers(document),
        over=document.get("status") in OVER or (until is not None and until < clock.now),
    )
