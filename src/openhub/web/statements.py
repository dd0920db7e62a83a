"""How a source answered and what that proves, in words: unchanged, empty and failed are three different answers."""

from dataclasses import dataclass

from openhub.model.history import Schedule
from openhub.model.source import Source
from openhub.web import words
from openhub.web.clock import Clock


@dataclass(frozen=True, slots=True)
class Statement:
    """`look` is yes, care, stop or unsaid: its colour; `icon` is its drawing."""

    look: str
    icon: str
    words: str


def last_answer(source: Source) -> Statement:
    """What came of asking last."""
    match source.outcome:
        case "changed":
            return Statement("", "yes", "Something had changed")
        case "unchanged":
            return Statement("", "yes", "Unchanged")
        case "empty":
            return Statement("care", "care", "Empty: it lists nothing")
        case "held":
            return Statement("care", "care", "Waiting for a person: until one has looked, the last list stays")
        case "failed":
            return Statement("stop", "halt", "Failed")
    return Statement("unsaid", "unsaid", "Not read yet")


def standing(source: Source, schedule: Schedule | None, clock: Clock) -> Statement:
    """Whether we have all that a source lists, as far as that can be known."""
    match source.state:
        case "verified":
            when = f" {words.moment(source.verified_at, clock.now, clock.zone)}" if source.verified_at else ""
            return Statement("yes", "yes", f"Verified{when}: we have all that it lists")
        case "complete":
            return Statement("", "half", "Read to its end; not verifiable, as it gives no figures to check by")
        case "inconsistent":
            return Statement("care", "care", "Differs from its publisher’s own count")
        case "held":
            return Statement("care", "care", "Waits for a person: much would go")
        case "failed":
            return _failing(source, schedule, clock)
    return Statement("unsaid", "unsaid", "Not known yet")


def _failing(source: Source, schedule: Schedule | None, clock: Clock) -> Statement:
    """Since the first failure in a row; one that only had its share of our time is not failing."""
    if schedule and schedule.set_at and not schedule.failures:
        return Statement("care", "half", "Not read to its end yet")
    since = schedule.failing_since if schedule else source.last_success
    when = f" since {words.moment(since, clock.now, clock.zone)}" if since else ""
    return Statement("stop", "halt", f"Fails{when}; what we have stays")


def next_try(schedule: Schedule | None, clock: Clock) -> str:
    """When it is read again: Today at 6.25am. "" when nobody has decided that."""
    if not schedule or not schedule.due:
        return ""
    said = words.moment(schedule.due, clock.now, clock.zone) if schedule.due > clock.now else "at the next round"
    return said[0].upper() + said[1:]


def last_read(source: Source, clock: Clock) -> str:
    """When it last answered as it should: Today at 6.10am."""
    if not source.last_success:
        return ""
    said = words.moment(source.last_success, clock.now, clock.zone)
    return said[0].upper() + said[1:]


def problems(source: Source) -> str:
    """What went wrong when it was read, and how many of its items we had to put aside."""
    told = words.sentence(source.problem)
    if source.outcome == "failed" and not told:
        told = "It did not say why."
    aside = words.count(source.quarantined, "item put aside", "items put aside") if source.quarantined else ""
    return " ".join(t for t in (told, words.sentence(aside) if told else aside) if t) or "None"
