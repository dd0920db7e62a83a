"""Runs the schema and then the rules over a document, and over a feed as a whole."""

import re
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any

from openhub import registry
from openhub.model.finding import Finding
from openhub.validate import shape_codes
from openhub.validate.prose import texts
from openhub.validate.rule import Faults, Rule, finding
from openhub.validate.schema import Shape
from openhub.validate.surroundings import At

MAX_PLANS = 4096

Entry = tuple[str, Rule, ModuleType]


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


class Validator:
    """Checks documents. Make one and keep it: the schema is compiled once, and it remembers which rules fit which item."""

    def __init__(self, shape: Shape | None = None, rules: tuple[Entry, ...] | None = None) -> None:
        """Raises ConfigError when the schema cannot be compiled or a format in it cannot be checked."""
        self._shape = shape or Shape()
        self._rules = catalogue() if rules is None else rules
        self._plans: dict[tuple[Any, ...], tuple[Entry, ...]] = {}

    def check(self, document: Any, at: At) -> list[Finding]:
        """What is wrong with one document: its shape first, then the rules in the catalogue's order. Takes any JSON value."""
        found = self._shape.check(document)
        if found and (not isinstance(document, dict) or found[0].code in _STOPS):
            return found
        failed = {f.pointer.split("/", 2)[1] for f in found if f.pointer and f.severity == "error"}
        item = document["id"] if isinstance(document.get("id"), str) else ""
        prose: _Prose | None = None
        for code, rule, module in self._plan(document):
            if not _ready(rule, at) or (
                failed and not rule.whole and not failed.isdisjoint((*rule.reads, *rule.may_read))
            ):
                continue
            if rule.text:
                prose = prose or _Prose(document)
                faults: Faults = module.check(document, at, matches) if (matches := prose.matches(rule.text)) else None
            else:
                faults = module.check(document, at)
            if faults:
                found += [finding(code, rule, pointer, values, item) for pointer, values in faults]
        return found

    def feed(self) -> "FeedCheck":
        """A check of what only a whole feed shows."""
        return FeedCheck(tuple(entry for entry in self._rules if hasattr(entry[2], "collect")))

    def not_run(self, at: At) -> dict[str, tuple[str, ...]]:
        """The rules that cannot run, by code, with the members of At that they need and that are not known."""
        return {code: rule.needs for code, rule, _ in self._rules if not _ready(rule, at)}

    def _plan(self, document: dict[str, Any]) -> tuple[Entry, ...]:
        key = (document["type"], *document)
        plan = self._plans.get(key)
        if plan is None:
            if len(self._plans) >= MAX_PLANS:
                self._plans.clear()
            plan = self._plans[key] = tuple(entry for entry in self._rules if _concerns(entry, document))
        return plan


class FeedCheck:
    """Collects a little of each document of a feed, and says at the end what is wrong between them."""

    def __init__(self, rules: tuple[Entry, ...]) -> None:
        self._rules = rules
        # Rules that collect the same share it.
        self._collected: dict[Callable[..., Any], list[tuple[int, Any]]] = {
            module.collect: [] for _, _, module in rules
        }
        self._items: dict[int, str] = {}

    def collect(self, document: Any, index: int) -> None:
        """Takes note of a document. `index` is whatever the caller knows it by; later ones have greater numbers."""
        if not isinstance(document, dict) or not isinstance(document.get("id"), str):
            return
        for collect, collected in self._collected.items():
            if (value := collect(document)) is not None:
                collected.append((index, value))
        self._items[index] = document["id"]

    def findings(self) -> list[tuple[int, Finding]]:
        """What is wrong between documents, each with the index of the one that it is about, in order."""
        found = [
            (index, finding(code, rule, pointer, values, self._items[index]))
            for code, rule, module in self._rules
            for index, pointer, values in module.finish(self._collected[module.collect])
        ]
        return sorted(found, key=lambda pair: pair[0])


class _Prose:
    """The texts of one document, looked through once for each pattern."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._texts = texts(document)
        self._found: dict[str, list[tuple[str, re.Match[str]]]] = {}

    def matches(self, pattern: str) -> list[tuple[str, re.Match[str]]]:
        if pattern not in self._found:
            search = _compiled(pattern).finditer
            self._found[pattern] = [(pointer, match) for pointer, text in self._texts for match in search(text)]
        return self._found[pattern]


_compiled = cache(re.compile)

_STOPS = {"unknown-type", "not-an-object", "unreadable-item"}


def _ready(rule: Rule, at: At) -> bool:
    return all(getattr(at, need) is not None for need in rule.needs)


def _concerns(entry: Entry, document: dict[str, Any]) -> bool:
    """Whether a rule can have anything to say about documents of this type with these members."""
    _, rule, module = entry
    if not hasattr(module, "check") or (rule.types and document["type"] not in rule.types):
        return False
    if rule.reads:
        return all(name in document for name in rule.reads)
    return bool(rule.text) or not rule.may_read or any(name in document for name in rule.may_read)
