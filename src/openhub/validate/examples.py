"""Examples of a fault from the conformance vectors: what is reported and what is not, cut down to what matters."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openhub import spec
from openhub.validate.engine import codes
from openhub.validate.rule import Rule


@dataclass(frozen=True, slots=True)
class Example:
    """`shown` is one document, or the list of those that together show the fault; `pointers` are where it is reported."""

    description: str
    shown: Any
    pointers: tuple[str, ...]

    def text(self) -> str:
        return json.dumps(self.shown, indent=2, ensure_ascii=False)


def bad(code: str) -> Example | None:
    """The first case in which the code is reported."""
    return next((_example(case, code) for case in _cases(code) if _pointers(case, code)), None)


def good(code: str) -> Example | None:
    """The first case of a rule's own in which nothing is."""
    file = spec.standard() / "conformance" / "rules" / f"{code}.json"
    cases = json.loads(file.read_text("utf-8"))["cases"] if file.exists() else []
    broken: dict[str, Any] = next((case for case in cases if case["expected"]), {"expected": []})
    tops = _tops(broken)
    return next((_example(case, code, tops) for case in cases if not case["expected"]), None)


def _cases(code: str) -> Iterator[dict[str, Any]]:
    """Those of the rule with this code, or else all in which a schema finds it and nothing else."""
    file = spec.standard() / "conformance" / "rules" / f"{code}.json"
    if file.exists():
        yield from json.loads(file.read_text("utf-8"))["cases"]
        return
    for vector in spec.vectors("documents").values():
        yield from (
            case
            for case in vector["cases"]
            if {e["code"] for e in case.get("expected", ())} == {code} and _has_document(case)
        )


def _has_document(case: dict[str, Any]) -> bool:
    return isinstance(case.get("document"), dict)


def _pointers(case: dict[str, Any], code: str) -> tuple[str, ...]:
    return tuple(expected["pointer"] for expected in case.get("expected", ()) if expected["code"] == code)


def _tops(case: dict[str, Any]) -> set[str]:
    """The members that findings point into."""
    depth = 2 if "documents" in case else 1
    parts = [expected["pointer"].split("/") for expected in case.get("expected", ())]
    return {part[depth] for part in parts if len(part) > depth}


def _example(case: dict[str, Any], code: str, tops: set[str] | None = None) -> Example:
    documents = case.get("documents") or [case["document"]]
    cut = [_cut(document, codes()[code], _tops(case) | (tops or set())) for document in documents]
    return Example(case["description"], cut if "documents" in case else cut[0], _pointers(case, code))


def _cut(document: dict[str, Any], rule: Rule, tops: set[str]) -> dict[str, Any]:
    """The members that the rule is about; the id and name when there are none."""
    names = {"type", *rule.reads, *rule.may_read, *rule.one_of, *tops}
    if not (names - {"type"}) & document.keys():
        names |= {"id", "name"}
    return {name: value for name, value in document.items() if name in names}
