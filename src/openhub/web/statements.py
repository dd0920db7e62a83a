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
            return Statement(
                "care", "care", "Much was missing at once: we keep the last list until a person has looked"
            )
        case "failed":
            return Statement("stop", "halt", f"Failed. {words.sentence(source.problem)}".strip())
    return Statement("unsaid", "unsaid", "Not read yet")


def last_read(source: Source, clock: Clock) -> str:
    """When it last answered as it should: Today at 6.10am."""
    if not source.last_success:
        return ""
    said = words.moment(source.last_success, clock.now, clock.zone)
    return said[0].upper() + said[1:]


def problems(source: Source) -> str:
    """How many of its items we had to put aside."""
    return words.count(source.quarantined, "item put aside", "items put aside") if source.quarantined else "None"
