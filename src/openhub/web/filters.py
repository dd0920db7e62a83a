"""The filters beside the results: each choice with how many there would be, and chips to take one off again."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from openhub import spec
from openhub.model.query import Results
from openhub.web import access, words
from openhub.web.doors import BY_KEY, DOORS
from openhub.web.parameters import COSTS, DAYS, FARS, PARTS, SORTS, WHENS
from openhub.web.searching import Search

SHOWN_NEEDS = (
    "step-free-access",
    "accessible-toilet",
    "hearing-loop",
    "captioned",
    "bsl-interpreted",
    "quiet-room",
    "companion-welcome",
    "easy-read-information",
)
SHOWN_THEMES = 8
LANGUAGES = {
    "en": "English",
    "bn": "Bengali",
    "so": "Somali",
    "ar": "Arabic",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "pl": "Polish",
    "ro": "Romanian",
    "tr": "Turkish",
    "ur": "Urdu",
    "pa": "Panjabi",
    "gu": "Gujarati",
    "hi": "Hindi",
    "ta": "Tamil",
    "zh": "Chinese",
    "uk": "Ukrainian",
    "fa": "Persian",
    "ku": "Kurdish",
    "sq": "Albanian",
    "el": "Greek",
    "am": "Amharic",
    "ti": "Tigrinya",
    "cy": "Welsh",
    "bfi": "British Sign Language",
    "de": "German",
    "ru": "Russian",
    "vi": "Vietnamese",
    "ja": "Japanese",
    "yo": "Yoruba",
}

Count = Callable[[Search], int]
_TYPED = frozenset({"Cost", "Age"})  # these have something to type in


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One box or button of a filter; `count` is None where it is not worth counting."""

    name: str
    value: str
    label: str
    count: int | None
    on: bool
    kind: str = "checkbox"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A filter: its title and its choices; `days` are those of the week."""

    title: str
    choices: tuple[Choice, ...] = ()
    days: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the search without it."""

    label: str
    without: Search


def groups(search: Search, results: Results, count: Count, *, near: bool) -> tuple[Group, ...]:
    """The filters that can make a difference; a box that would find nothing is left out unless it is ticked."""
    found = [
        Group(title="When", choices=_whens(search, count), days=_days(search)),
        Group(title="How far", choices=_fars(search, count) if near else ()),
        Group(title="Way in", choices=tuple(_door(search, d.key, count) for d in DOORS)),
        Group(title="Cost", choices=_boxes("cost", COSTS.items(), search.cost, results)),
        Group(title="Age"),
        Group(title="What you need", choices=_needs(search, results)),
        Group(title="About", choices=_themes(search, results)),
        Group(title="Language", choices=_languages(search, results)),
    ]
    return tuple(g for g in found if g.choices or g.title in _TYPED)


def sorts(search: Search, *, near: bool, words: bool) -> tuple[Choice, ...]:
    """The orders that make sense for this search, the usual one first."""
    usual = "Best match nearby" if near and words else "Nearby first" if near else "Best match first"
    offered = {"": usual if near or words else "What is on next"} | {
        key: label
        for key, label in SORTS.items()
        if key == search.sort or ((key != "nearest" or near) and (key != "relevance" or words))
    }
    return tuple(
        Choice(name="sort", value=key, label=label, count=None, on=search.sort == key) for key, label in offered.items()
    )


def chips(search: Search, today: date, platforms: dict[int, str]) -> tuple[Chip, ...]:
    """Every filter that is on, in words."""
    found = [
        Chip(label, search.but(**{name: Search.__dataclass_fields__[name].default}))
        for name, label in _single(search, today)
    ]
    for name, labels in _LABELS.items():
        found += [Chip(labels(value), search.without(name, value)) for value in getattr(search, name)]
    found += [
        Chip(f"On {platforms.get(p, 'another platform')}", search.without("platform", p)) for p in search.platform
    ]
    return tuple(found)


def language(code: str) -> str:
    """The English name of a language, its code when we have none."""
    return LANGUAGES.get(code.split("-")[0].lower(), code)


def _single(search: Search, today: date) -> Iterable[tuple[str, str]]:
    if search.when != "any" and not (search.on or search.from_ or search.to):
        yield "when", WHENS[search.when]
    if search.on:
        yield "on", words.weekday(search.on, today)
    if search.from_ and not search.on:
        yield "from_", f"From {words.day(search.from_, today)}"
    if search.to and not search.on:
        yield "to", f"Until {words.day(search.to, today)}"
    if search.budget is not None:
        yield "budget", f"Up to {words.money(search.budget)}"
    if search.age is not None:
        yield "age", f"For age {search.age}"
    if search.far != "any" and search.near:
        yield "far", f"Within {FARS[search.far][0]}"


_TYPES: dict[str, str] = {
    "Event": "Single events",
    "EventSeries": "Regular events",
    "Group": "Groups",
    "Space": "Places to drop into",
    "VolunteerRole": "Volunteer roles",
    "Offer": "Offers",
    "Request": "Requests",
    "MatchScheme": "Schemes that match people",
    "Project": "Projects",
    "Plan": "Plans",
}
_LABELS: dict[str, Callable[[str], str]] = {
    "part": lambda code: PARTS[code],
    "weekday": lambda code: DAYS[code],
    "door": lambda code: BY_KEY[code].label,
    "participation": lambda code: spec.codes("participation").get(code, code),
    "type": lambda code: _TYPES[code],
    "cost": lambda code: COSTS[code],
    "need": access.feature,
    "theme": lambda code: spec.themes().get(code, code),
    "lang": language,
    "attendance": lambda code: spec.codes("attendance-mode").get(code, code),
}


def _whens(search: Search, count: Count) -> tuple[Choice, ...]:
    plain = search.but(on=None, from_=None, to=None)
    dated = search.on or search.from_ or search.to
    radios = [
        Choice(
            name="when",
            value=key,
            label=label,
            count=count(plain.but(when=key)),
            on=search.when == key and not dated,
            kind="radio",
        )
        for key, label in WHENS.items()
    ]
    boxes = [
        Choice(
            name="part",
            value=key,
            label=label,
            count=count(search.without("part", key).but(part=(*search.part, key))),
            on=key in search.part,
        )
        for key, label in PARTS.items()
    ]
    return tuple(c for c in radios + boxes if c.count or c.on or c.value == "any")


def _days(search: Search) -> tuple[Choice, ...]:
    """Each as one of seven, without a number: to count them all would be seven searches more. What has no fixed day has none."""
    if search.when == "undated":
        return ()
    return tuple(
        Choice(name="weekday", value=key, label=label, count=None, on=key in search.weekday)
        for key, label in DAYS.items()
    )


def _fars(search: Search, count: Count) -> tuple[Choice, ...]:
    return tuple(
        Choice(name="far", value=key, label=label, count=count(search.but(far=key)), on=search.far == key, kind="radio")
        for key, (label, _) in FARS.items()
    )


def _door(search: Search, key: str, count: Count) -> Choice:
    return Choice(
        name="door", value=key, label=BY_KEY[key].label, count=count(search.but(door=(key,))), on=key in search.door
    )


def _boxes(
    name: str, labels: Iterable[tuple[str, str]], on: tuple[str, ...], results: Results, facet: str = ""
) -> tuple[Choice, ...]:
    counts = results.counts.get(facet or name, {})
    choices = [
        Choice(name=name, value=value, label=label, count=counts.get(value, 0), on=value in on)
        for value, label in labels
    ]
    return tuple(c for c in choices if c.count or c.on)


def _needs(search: Search, results: Results) -> tuple[Choice, ...]:
    wanted = [*SHOWN_NEEDS, *[n for n in search.need if n not in SHOWN_NEEDS]]
    return _boxes("need", [(code, access.feature(code)) for code in wanted], search.need, results, "access")


def _themes(search: Search, results: Results) -> tuple[Choice, ...]:
    counts = results.counts.get("theme", {})
    known = [code for code in spec.themes() if counts.get(code) or code in search.theme]
    most = sorted(known, key=lambda code: (code not in search.theme, -counts.get(code, 0)))[
        : max(SHOWN_THEMES, len(search.theme))
    ]
    return _boxes("theme", [(code, spec.themes()[code]) for code in known if code in most], search.theme, results)


def _languages(search: Search, results: Results) -> tuple[Choice, ...]:
    counts = results.counts.get("language", {})
    codes = sorted({*counts, *search.lang}, key=lambda code: (-counts.get(code, 0), code))
    return (
        _boxes("lang", [(code, language(code)) for code in codes], search.lang, results, "language")
        if len(codes) > 1
        else ()
    )
