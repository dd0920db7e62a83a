"""How sure we are that an item is still true, always in words."""

from dataclasses import dataclass
from datetime import date

from openhub.web import words
from openhub.web.members import Document

CONFIRMED_DAYS = 30
SILENT_DAYS = 182


@dataclass(frozen=True, slots=True)
class Freshness:
    """`look` is fresh, ageing or unsaid: its colour; `icon` is its drawing."""

    look: str
    icon: str
    words: str


def freshness(document: Document, today: date) -> Freshness:
    """Confirmed by a person within 30 days, only changed, or not heard of for half a year."""
    verified, changed = words.date_of(document.get("lastVerified")), words.date_of(document.get("dateModified"))
    heard = max(filter(None, (verified, changed)), default=None)
    if heard and (today - heard).days > SILENT_DAYS:
        return Freshness("unsaid", "ring", "Not heard for 6 months")
    if verified and (today - verified).days <= CONFIRMED_DAYS:
        return Freshness("fresh", "fresh", f"Confirmed {words.short_day(verified, today)}")
    if changed:
        return Freshness("ageing", "half", f"Changed {words.short_day(changed, today)}, not confirmed")
    if verified:
        return Freshness("ageing", "half", f"Confirmed {words.short_day(verified, today)}, not since")
    return Freshness("unsaid", "ring", "Last confirmed: did not say")


def silent(document: Document, today: date) -> bool:
    """Whether nobody has told us anything about it for half a year."""
    return freshness(document, today).words.startswith("Not heard")
