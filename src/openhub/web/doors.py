"""The eight ways in: which ways to take part lie behind each, and which door an item stands behind."""

from collections.abc import Callable
from dataclasses import dataclass

from openhub.web.members import Document, strings, text


@dataclass(frozen=True, slots=True)
class Door:
    """`key` is its name in addresses and in the stylesheet; `codes` are ways to take part."""

    key: str
    label: str
    codes: tuple[str, ...]


DOORS = (
    Door("go", "Go along", ("attend", "drop-in")),
    Door("join", "Join in", ("join-group", "be-matched", "campaign")),
    Door("help", "Volunteer", ("volunteer", "help-once", "lead")),
    Door("lend", "Borrow or lend", ("borrow", "lend", "give-item", "share-skill")),
    Door("eat", "Eat together", ("eat", "cook")),
    Door("learn", "Learn", ("learn", "make")),
    Door("back", "Back a project", ("fund",)),
    Door("start", "Start something", ("start-your-own",)),
)
BY_KEY = {door.key: door for door in DOORS}
_BY_CODE = {code: door for door in DOORS for code in door.codes}
_BY_FORMAT = {"meal": "eat", "workshop": "learn", "class": "learn", "talk": "learn", "work-party": "help"}
_BY_MODE = {"teach": "learn", "help": "help"}
_OFFERS = {
    "lend": "Borrow",
    "give": "Take home",
    "share": "Share",
    "swap": "Swap",
    "teach": "Learn",
    "help": "Get a hand",
    "host": "Be hosted",
}
_REQUESTS = {
    "lend": "Lend something",
    "give": "Give something",
    "share": "Share something",
    "swap": "Swap",
    "teach": "Share a skill",
    "help": "Lend a hand",
    "host": "Be a host",
}


def codes(keys: tuple[str, ...]) -> tuple[str, ...]:
    """The ways to take part behind some doors."""
    return tuple(code for key in keys for code in BY_KEY[key].codes)


def door(document: Document) -> Door:
    """The one door an item stands behind: by its type and what it is, not by all that one could do there."""
    choose = _CHOICES.get(text(document.get("type")), _by_participation)
    return BY_KEY[choose(document)]


def kind(document: Document) -> str:
    """What it is to a resident in two or three words, such as "Borrow" or "Be matched"."""
    match document.get("type"):
        case "Offer":
            return _OFFERS.get(text(document.get("mode")), "Borrow or take")
        case "Request":
            return _REQUESTS.get(text(document.get("mode")), "Lend a hand")
        case "MatchScheme":
            return "Be matched"
    return door(document).label


def long_kind(document: Document) -> str:
    """The kind as the activity's own page says it."""
    words, ways = kind(document), strings(document.get("participation"))
    if document.get("type") == "Plan":
        return "A plan anyone can start"
    if document.get("type") == "Space" and "drop-in" in ways:
        words = "Drop in or join"
    if document.get("type") == "MatchScheme" and "volunteer" in ways:
        return "Be matched, or volunteer"
    if {"volunteer", "help-once"} & set(ways) and door(document).key in ("go", "eat", "learn"):
        return f"{words}, or volunteer"
    return words


def _happening(document: Document) -> str:
    by_format = _BY_FORMAT.get(text(document.get("format")))
    return by_format or _by_participation(document)


def _project(document: Document) -> str:
    funding = document.get("stage") == "fundraising" or "fund" in strings(document.get("participation"))
    return "back" if funding else "help"


def _exchange(document: Document) -> str:
    return _BY_MODE.get(text(document.get("mode")), "lend")


def _scheme(document: Document) -> str:
    return "eat" if document.get("matchPurpose") == "meal-sharing" else "join"


def _by_participation(document: Document) -> str:
    known = [_BY_CODE[c].key for c in strings(document.get("participation")) if c in _BY_CODE]
    return known[0] if known else "go"


_CHOICES: dict[str, Callable[[Document], str]] = {
    "Event": _happening,
    "EventSeries": _happening,
    "Group": lambda document: "join",
    "Space": lambda document: "join",
    "VolunteerRole": lambda document: "help",
    "Offer": _exchange,
    "Request": lambda document: "learn" if document.get("mode") == "teach" else "help",
    "MatchScheme": _scheme,
    "Project": _project,
    "Plan": lambda document: "start",
}
