"""What has changed about an item or needs care, before anything else."""

from dataclasses import dataclass
from datetime import date

from openhub import spec
from openhub.web import words
from openhub.web.freshness import silent
from openhub.web.members import Document, parts, text

OVER = frozenset({"cancelled", "completed", "ended"})
_STATUS = {
    "cancelled": ("halt", "Cancelled"),
    "postponed": ("care", "Put off. There is no new date yet"),
    "rescheduled": ("care", "It has a new date"),
    "moved-online": ("care", "Moved online"),
    "paused": ("care", "Paused for now"),
    "proposed": ("plain", "Only an idea so far"),
    "completed": ("plain", "This has finished"),
    "ended": ("plain", "This is no longer running"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """`look` is halt (stop), care or plain."""

    look: str
    title: str
    text: str = ""

    @property
    def icon(self) -> str:
        return {"halt": "halt", "care": "care"}.get(self.look, "note")


def notices(document: Document, today: date) -> tuple[Notice, ...]:
    """All that a resident must know first: whether it is on, whether there is room, whether anybody still says so."""
    found = [_status(document, today), _availability(document)]
    if silent(document, today):
        found.append(
            Notice(
                "plain", "We have not heard from the organiser for six months", "It may still be on. Ask before you go."
            )
        )
    return tuple(n for n in found if n)


def over(document: Document) -> bool:
    """Whether there is nothing left to sign up for."""
    return text(document.get("status")) in OVER


def short(document: Document) -> str:
    """The status in a word or two for a card, "" when it is simply going ahead."""
    status = text(document.get("status"))
    if status in ("", "scheduled", "active", "proposed"):
        return ""
    return spec.codes("status").get(status, "")


def waiting(document: Document) -> str:
    """How many are waiting, as a band: Between 20 and 49 people are waiting."""
    bands = [text(r.get("peopleWaitingBand")) for r in parts(document.get("roles"))]
    return next((w for b in bands if (w := _BANDS.get(b))), "")


_BANDS = {
    "0": "Nobody is waiting",
    "1-9": "Fewer than 10 people are waiting",
    "10-19": "Between 10 and 19 people are waiting",
    "20-49": "Between 20 and 49 people are waiting",
    "50-99": "Between 50 and 99 people are waiting",
    "100-plus": "100 people or more are waiting",
}


def _status(document: Document, today: date) -> Notice | None:
    found = _STATUS.get(text(document.get("status")))
    if not found:
        return None
    look, title = found
    was = words.date_of(document.get("previousStartDate"))
    told = [words.sentence(text(document.get("statusNote")))]
    told += [f"It was to be on {words.weekday(was, today)}."] if was else []
    return Notice(look, title, " ".join(t for t in told if t))


def _availability(document: Document) -> Notice | None:
    if over(document):
        return None
    band = words.sentence(waiting(document))
    match document.get("availability"):
        case "full":
            return Notice(
                "care", "Full. There is a waiting list" if document.get("waitingList") is True else "Full", band
            )
        case "waiting-list":
            return Notice("care", "There is a waiting list", band)
        case "closed":
            return Notice("care", "Closed to new people for now", band)
    return None
