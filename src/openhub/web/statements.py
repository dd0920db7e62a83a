"""How a source answered, in words: unchanged, empty and failed are three different answers."""

from dataclasses import dataclass

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
