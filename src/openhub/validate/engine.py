"""Runs the schema and then the rules over a document, and over a feed as a whole."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from operator import itemgetter
from types import ModuleType
from typing import Any

from openhub import registry
from openhub.model.finding import Finding
from openhub.validate import shape_codes
from openhub.validate.across import FeedCheck
from openhub.validate.gate import Gate, alone
from openhub.validate.once import forget
from openhub.validate.prose import in_lines, joined, known_texts, texts, without
from openhub.validate.rule import Rule, finding
from openhub.validate.schema import Shape
from openhub.validate.surroundings import At

MAX_PLANS = 4096

Entry = tuple[str, Rule, ModuleType]

Fault = tuple[str, dict[str, Any]]

Matches = list[tuple[str, re.Match[str]]]

Check = Callable[..., list[Fault] | None]

Placed = tuple[int, Rule, Check]
"""A rule's place in the catalogue, itself, and its `check`."""

_place = itemgetter(0)


@cache
def catalogue() -> tuple[Entry, ...]:
    """Every rule with its code and module, by code."""
    found = registry.modules("openhub.validate.rules", "RULE")
    return tuple((module.__name__.rpartition(".")[2].replace("_", "-"), module.RULE, module) for module in found)


def codes() -> dict[str, Rule]:
    """All that the validator can report, by code: what a schema finds, then the rules."""
    return shape_codes.CODES | {code: rule for code, rule, _ in catalogue()}


def about(code: str) -> str:
    """One sentence that names the fault."""
    docstrings = {name: module.__doc__ or "" for name, _, module in catalogue()}
    return shape_codes.ABOUT.get(code) or docstrings[code].partition("\n")[0]


@dataclass(frozen=True, slots=True)
class Ask:
    """A rule, and the members without which it has nothing to say about a document: all of some, and one at least of others."""

    placed: Placed
    all_of: frozenset[str]
    one_of: frozenset[str]

    def concerns(self, names: frozenset[str]) -> bool:
        """Whether it can have anything to say about documents with these members."""
        return self.all_of <= names and not (self.one_of and self.one_of.isdisjoint(names))


@dataclass(frozen=True, slots=True)
class Asks:
    """The rules that can have something to say about documents of one type."""

    all: tuple[Ask, ...]

    calm: tuple[Ask, ...]
    """Those that are given a document of which the others would say nothing."""


class Plan:
    """The same of those that have the same members too, by what the rules are given. Most documents need no more than `calm`."""

    def __init__(self, asks: Asks, names: frozenset[str]) -> None:
        self._asks, self._names = asks, names
        self.calm = tuple(ask.placed for ask in asks.calm if ask.concerns(names))

    @cached_property
    def by_place(self) -> dict[int, Placed]:
        """All, those on texts too."""
        return {ask.placed[0]: ask.placed for ask in self._asks.all if ask.concerns(self._names)}

    @cached_property
    def all(self) -> tuple[Placed, ...]:
        """Those that are asked whatever the texts are."""
        return tuple(entry for entry in self.by_place.values() if not _waits(entry[1]))

    @cached_property
    def plain(self) -> tuple[Placed, ...]:
        """Those that are given a document whose every member the schema knows."""
        return tuple(entry for entry in self.all if not entry[1].strange)


class Validator:
    """Checks documents. Make one and keep it: the schema is compiled once, and it remembers which rules fit which item."""

    is_quiet: Callable[[Any], bool]
    """Whether the schema knows all of a document, and most rules, on structure and on texts, have nothing to say. Takes any JSON value."""

    def __init__(self, shape: Shape | None = None, rules: tuple[Entry, ...] | None = None) -> None:
        """Raises ConfigError when the schema cannot be compiled or a format in it cannot be checked."""
        self._rules = catalogue() if rules is None else rules
        self._shape = shape or Shape()
        self._needs = tuple(sorted({need for _, rule, _ in self._rules for need in rule.needs}))
        self._needing = [(code, rule) for code, rule, _ in self._rules if rule.needs]
        self._asks: dict[tuple[Any, ...], Asks] = {}
        self._plans: dict[tuple[Any, ...], Plan] = {}
        self._ready: tuple[At | None, tuple[bool, ...]] = (None, ())
        self._not_run: tuple[At | None, dict[str, tuple[str, ...]]] = (None, {})
        patterns = {place: rule.text or rule.signs for place, (_, rule, _) in enumerate(self._rules)}
        self._patterned = [place for place, pattern in patterns.items() if pattern]
        self._gate = Gate([patterns[place] for place in self._patterned])
        calms = [rule.calm for _, rule, _ in self._rules if rule.calm]
        signs = [alone(patterns[place]) for place in self._patterned if not self._rules[place][1].calm]
        self._is_calm = self._shape.narrowed(calms)
        self.is_quiet = self._shape.narrowed([*calms, without("|".join(f"(?:{sign})" for sign in signs))])

    def check(self, document: Any, at: At) -> list[Finding]:
        """What is wrong with one document: its shape first, then the rules in the catalogue's order. Takes any JSON value."""
        return self.check_all([document], at)[0]

    def check_all(self, documents: Sequence[Any], at: At, quiet: Sequence[bool] | None = None) -> list[list[Finding]]:
        """The same of each of several documents; quicker, because each stage has all of them while the processor remembers it.

        `quiet` says of each what `is_quiet` says, when that was asked already.
        """
        quiet = quiet or [self.is_quiet(document) for document in documents]
        return [
            self._of_quiet(document, at) if quiet[i] else self._of_any(document, at)
            for i, document in enumerate(documents)
        ]

    def _of_quiet(self, document: dict[str, Any], at: At) -> list[Finding]:
        forget()
        faulty = [
            (place, faults) for place, _, check in self._plan(document, at).calm if (faults := check(document, at))
        ]
        found = self._shape.deprecated(document)
        return found + self._told(faulty, document) if faulty else found

    def _of_any(self, document: Any, at: At) -> list[Finding]:
        forget()
        failed: set[str] = set()
        calm = self._is_calm(document)
        if known := calm or self._shape.knows(document):
            found = self._shape.deprecated(document)
        else:
            found = self._shape.check(document)
            if found and (not isinstance(document, dict) or found[0].code in _STOPS):
                return found
            failed = {f.pointer.split("/", 2)[1] for f in found if f.pointer and f.severity == "error"}
        plan = self._plan(document, at)
        faulty = _faulty(plan.calm if calm else plan.plain if known else plan.all, document, at, failed)
        if not plan.by_place.keys().isdisjoint(self._patterned):
            prose = None if known else texts(document)
            opened = self._gate.open(joined(document) if prose is None else in_lines([text for _, text in prose]))
            entries = [plan.by_place[place] for number in opened if (place := self._patterned[number]) in plan.by_place]
            if entries := entries if known else [entry for entry in entries if not entry[1].strange]:
                faulty += _faulty_texts(entries, document, at, failed, prose)
        return found + self._told(faulty, document)

    def _told(self, faulty: list[tuple[int, list[Fault]]], document: dict[str, Any]) -> list[Finding]:
        """A finding for each fault that rules found, in the catalogue's order."""
        item = document["id"] if isinstance(document.get("id"), str) else ""
        return [
            finding(*self._rules[place][:2], pointer, values, item)
            for place, faults in sorted(faulty, key=_place)
            for pointer, values in faults
        ]

    def knows(self, document: Any) -> bool:
        """Whether nothing is wrong with a document's shape and no member in it is unknown."""
        return self._shape.knows(document)

    def checks(self, document: dict[str, Any], at: At) -> list[tuple[str, Check]]:
        """The code and `check` of each rule on structure that is run on such a document."""
        return [(self._rules[place][0], check) for place, _, check in self._plan(document, at).calm]

    def feed(self, read: Callable[[int], Any] | None = None) -> FeedCheck:
        """A check of what only a whole feed shows. `read` gives a document of it again, by its index."""
        return FeedCheck(tuple(entry for entry in self._rules if hasattr(entry[2], "collect")), read)

    def not_run(self, at: At) -> dict[str, tuple[str, ...]]:
        """The rules that cannot run, by code, with the members of At that they need and that are not known."""
        if self._not_run[0] is not at:
            self._not_run = at, {code: rule.needs for code, rule in self._needing if not _ready(rule, at)}
        return self._not_run[1]

    def _plan(self, document: dict[str, Any], at: At) -> Plan:
        if self._ready[0] is not at:
            self._ready = at, tuple(getattr(at, need) is None for need in self._needs)
        key = (self._ready[1], document["type"], *document)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MAX_PLANS:
                self._plans.clear()
                self._asks.clear()
            if key[:2] not in self._asks:
                self._asks[key[:2]] = self._asked(document["type"], at)
            plan = self._plans[key] = Plan(self._asks[key[:2]], frozenset(document))
        return plan

    def _asked(self, kind: str, at: At) -> Asks:
        every = tuple(
            _ask((place, rule, module.check))
            for place, (_, rule, module) in enumerate(self._rules)
            if hasattr(module, "check") and kind in (rule.types or (kind,)) and _ready(rule, at)
        )
        return Asks(every, tuple(ask for ask in every if _is_always_asked(ask.placed[1])))


def _faulty(
    entries: tuple[Placed, ...], document: dict[str, Any], at: At, failed: set[str]
) -> list[tuple[int, list[Fault]]]:
    """What each rule found, with the rule's place in the catalogue."""
    if not failed:
        return [(place, faults) for place, _, check in entries if (faults := check(document, at))]
    return [
        (place, faults)
        for place, rule, check in entries
        if not _is_barred(rule, failed) and (faults := check(document, at))
    ]


def _faulty_texts(
    entries: list[Placed], document: dict[str, Any], at: At, failed: set[str], prose: list[tuple[str, str]] | None
) -> list[tuple[int, list[Fault]]]:
    """The same of the rules on texts whose gate is open; the texts are gathered when they are not given and one needs them."""
    found: list[tuple[int, list[Fault]]] = []
    seen: dict[str, Matches] = {}
    for place, rule, check in entries:
        if failed and _is_barred(rule, failed):
            continue
        faults = None
        if not rule.text:
            faults = check(document, at)
        else:
            prose = known_texts(document) if prose is None else prose
            if rule.text not in seen:
                seen[rule.text] = _matches(rule.text, prose)
            if matches := seen[rule.text]:
                faults = check(document, at, matches)
        if faults:
            found.append((place, faults))
    return found


def _matches(pattern: str, prose: list[tuple[str, str]]) -> Matches:
    search = _compiled(pattern).finditer
    return [(pointer, match) for pointer, text in prose for match in search(text)]


def _is_barred(rule: Rule, failed: set[str]) -> bool:
    """Whether the schema refused something that the rule reads."""
    return not rule.whole and not failed.isdisjoint((*rule.reads, *rule.may_read, *rule.one_of))


_compiled = cache(re.compile)

_STOPS = {"unknown-type", "not-an-object", "unreadable-item"}


def _ready(rule: Rule, at: At) -> bool:
    return all(getattr(at, need) is not None for need in rule.needs)


def _ask(placed: Placed) -> Ask:
    _, rule, _ = placed
    others = () if rule.text or rule.reads else rule.may_read
    return Ask(placed, frozenset(rule.reads), frozenset(rule.one_of or others))


def _waits(rule: Rule) -> bool:
    """Whether it is asked only when there is something for it in the texts."""
    return bool(rule.text or rule.signs) and not rule.strange


def _is_always_asked(rule: Rule) -> bool:
    """Whether it is asked even of a document that is calm."""
    return not (rule.text or rule.signs or rule.strange or rule.calm)
