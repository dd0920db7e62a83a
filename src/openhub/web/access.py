"""What makes it possible to take part, and what we were told: yes, if you ask, take care, or did not say."""

from dataclasses import dataclass

from openhub import spec
from openhub.web.members import Document, part, strings, text

# What is asked for most, in the order in which a card has room for it.
FIRST = (
    "step-free-access",
    "step-free-route",
    "accessible-toilet",
    "hearing-loop",
    "bsl-interpreted",
    "captioned",
    "quiet-room",
    "quiet-table",
    "relaxed-session",
    "easy-read-information",
    "companion-provided",
    "companion-welcome",
    "lift",
    "audio-described",
    "interpreter-available",
    "telephone-joining",
)
# Where several things answer one question, any of them is an answer to it.
_QUESTIONS = (
    ("step-free-access", ("step-free-access", "step-free-route"), ("steps",)),
    ("accessible-toilet", ("accessible-toilet", "changing-places-toilet"), ("no-toilet-on-site",)),
    ("hearing-loop", ("hearing-loop",), ()),
    ("bsl-interpreted", ("bsl-interpreted",), ()),
    ("quiet-room", ("quiet-room", "quiet-table", "relaxed-session"), ("busy-and-noisy", "loud-noise")),
)
_EXCHANGE_QUESTIONS = (("delivery-to-borrower", ("delivery-to-borrower",), ()),)
CARD_FACTS = 3
CARD_BARRIERS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """One fact and what we were told.

    `said` is yes, ask, care, unsaid or clear (they looked, and there is nothing to watch for); or room, how much is left.
    """

    said: str
    label: str

    @property
    def words(self) -> str:
        return ANSWERS[self.said]

    @property
    def look(self) -> str:
        """Its drawing and its colour."""
        return "yes" if self.said == "clear" else self.said

    @property
    def short(self) -> str:
        return _SHORT[self.said].format(self.label)


CLEAR = "none"
ANSWERS = {
    "clear": "None that they know of",
    "yes": "Yes",
    "ask": "If you ask",
    "care": "Take care",
    "unsaid": "Did not say",
}
_SHORT = {
    "clear": "{}: none they know of",
    "yes": "{}",
    "room": "{}",
    "ask": "{} if you ask",
    "care": "{}",
    "unsaid": "{}: did not say",
}


def feature(code: str) -> str:
    """The label of an access feature; a code we do not know, as its own words."""
    return spec.codes("access-feature").get(code) or _spelled(code)


def barrier(code: str) -> str:
    """The label of something to watch for."""
    return spec.codes("access-barrier").get(code) or _spelled(code)


def answers(document: Document) -> tuple[Answer, ...]:
    """Everything we were told, then the questions asked most that nobody answered."""
    told = _Told(document)
    said = [Answer("yes", feature(c)) for c in told.features]
    said += [Answer("ask", feature(c)) for c in told.on_request]
    said += [told.clear] if told.clear else [Answer("care", barrier(c)) for c in told.barriers]
    questions = _EXCHANGE_QUESTIONS if document.get("type") in ("Offer", "Request") else _QUESTIONS
    said += [Answer("unsaid", feature(name)) for name, codes, against in questions if not told.about(codes, against)]
    return tuple(said)


def note(document: Document) -> str:
    """What the organiser adds in words."""
    return text(part(document.get("accessibility")).get("note"))


def highlights(document: Document, needs: tuple[str, ...] = ()) -> tuple[Answer, ...]:
    """The few facts a card has room for: what was asked for first, silence included, then what there is, then what to watch for."""
    told = _Told(document)
    asked = [told.answer(c) for c in needs]
    rest = [told.answer(c) for c in sorted(told.features, key=_rank) if c not in needs]
    rest += [told.answer(c) for c in told.on_request if c not in needs]
    room = max(0, CARD_FACTS - len(asked))
    found = asked + rest[:room]
    if told.clear:
        return (*found, told.clear)
    if not found and not told.barriers:
        return (Answer("unsaid", "Access"),)
    return tuple(found + [Answer("care", barrier(c)) for c in told.barriers[:CARD_BARRIERS]])


class _Told:
    def __init__(self, document: Document) -> None:
        access = part(document.get("accessibility"))
        self.features = _unique(strings(access.get("features")))
        self.on_request = [c for c in _unique(strings(access.get("onRequest"))) if c not in self.features]
        barriers = _unique(strings(access.get("barriers")))
        self.barriers = [c for c in barriers if c != CLEAR]
        self.clear = Answer("clear", "Things to watch for") if barriers == [CLEAR] else None

    def about(self, codes: tuple[str, ...], against: tuple[str, ...]) -> bool:
        return bool(set(codes) & {*self.features, *self.on_request} or set(against) & set(self.barriers))

    def answer(self, code: str) -> Answer:
        said = "yes" if code in self.features else "ask" if code in self.on_request else "unsaid"
        return Answer(said, feature(code))


def _rank(code: str) -> int:
    return FIRST.index(code) if code in FIRST else len(FIRST)


def _unique(codes: list[str]) -> list[str]:
    return list(dict.fromkeys(codes))


def _spelled(code: str) -> str:
    return code.rsplit("/", 1)[-1].rsplit("#", 1)[-1].replace("-", " ").capitalize()
