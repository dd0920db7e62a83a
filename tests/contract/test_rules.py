"""Every rule keeps the same contract: it declares itself whole, runs on its vectors, and touches only what it says it reads."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.model.place import Spot
from openhub.validate.engine import Validator, catalogue
from openhub.validate.rule import Rule
from openhub.validate.schema import Shape
from openhub.validate.surroundings import At, Postcode, Visit

CONFORMANCE = Path(__file__).parents[2] / "spec" / "conformance"
RULES = {code: (rule, module) for code, rule, module in catalogue()}
VECTORS = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((CONFORMANCE / "rules").glob("*.json"))}
CASES = [
    pytest.param(code, case, id=f"{code}: {case['description']}") for code, v in VECTORS.items() for case in v["cases"]
]
SCHEMA = json.loads((CONFORMANCE / "rules.schema.json").read_text("utf-8"))
VALIDATOR = Validator()
SHAPE = Shape()


def at_of(case: dict[str, Any]) -> At:
    return At(
        now=datetime.fromisoformat(case.get("now", "2026-11-22T09:00:00Z")),
        home=ZoneInfo("Europe/London"),
        hosts=frozenset(case["hosts"]) if "hosts" in case else None,
        defaults=frozenset(case.get("defaults", ())),
        visit={a: Visit(v["status"], v["finalUrl"]) for a, v in case["visits"].items()}.get
        if "visits" in case
        else None,
        activities=frozenset(case["activities"]) if "activities" in case else None,
        postcodes={c: postcode(spot) for c, spot in case["postcodes"].items()}.get if "postcodes" in case else None,
    )


def postcode(spot: dict[str, float] | None) -> Postcode:
    return Postcode(spot is not None, Spot(**spot) if spot else None)


def documents_of(case: dict[str, Any]) -> list[dict[str, Any]]:
    return case.get("documents") or [case["document"]]


def found_in(case: dict[str, Any]) -> Counter[tuple[str, str]]:
    """Code and pointer of all findings, of single documents and of the feed."""
    feed, found = VALIDATOR.feed(), Counter[tuple[str, str]]()
    for index, document in enumerate(documents_of(case)):
        top = f"/{index}" if "documents" in case else ""
        feed.collect(document, index)
        found.update((f.code, top + f.pointer) for f in VALIDATOR.check(document, at_of(case)))
    found.update((f.code, f"/{index}{f.pointer}") for index, f in feed.findings())
    return found


@pytest.mark.parametrize(("code", "case"), CASES)
def test_vector(code: str, case: dict[str, Any]) -> None:
    found = Counter({key: count for key, count in found_in(case).items() if key[0] == code})
    assert found == Counter((e["code"], e["pointer"]) for e in case["expected"])


@pytest.mark.parametrize(("code", "case"), CASES)
def test_vector_has_the_right_shape(code: str, case: dict[str, Any]) -> None:
    assert [f.message for document in documents_of(case) for f in SHAPE.check(document)] == []


@pytest.mark.parametrize("code", RULES)
def test_rule_is_declared_whole(code: str) -> None:
    rule, module = RULES[code]
    assert (module.__doc__ or "").strip().endswith(".")
    assert all((rule.family, rule.anchor, rule.message, rule.remedy, rule.why, rule.since))
    assert rule.severity in ("error", "warning", "info")
    assert hasattr(module, "check") or (hasattr(module, "collect") and hasattr(module, "finish"))


@pytest.mark.parametrize("code", RULES)
def test_rule_has_a_vector_of_both_kinds(code: str) -> None:
    vector = VECTORS[code]
    jsonschema.Draft202012Validator(SCHEMA).validate(vector)
    assert vector["rule"] == code
    assert RULES[code][0].anchor in vector["requirements"]
    assert {bool(case["expected"]) for case in vector["cases"]} == {True, False}
    assert {e["code"] for case in vector["cases"] for e in case["expected"]} == {code}


def test_vector_has_a_rule() -> None:
    assert set(VECTORS) == set(RULES)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_message_is_made_of_the_values(code: str, case: dict[str, Any]) -> None:
    names = {name for _, name, _, _ in Formatter().parse(RULES[code][0].message) if name}
    for document in documents_of(case):
        for finding in VALIDATOR.check(document, at_of(case)):
            assert finding.code != code or names <= set(finding.values)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_findings_do_not_depend_on_the_plan(code: str, case: dict[str, Any]) -> None:
    for document in documents_of(case):
        alone = Validator(shape=SHAPE, rules=tuple((c, r, m) for c, (r, m) in RULES.items() if c == code))
        planned = [f for f in VALIDATOR.check(document, at_of(case)) if f.code == code]
        assert alone.check(document, at_of(case)) == planned


@pytest.mark.parametrize(("code", "case"), CASES)
def test_rule_touches_only_what_it_says(code: str, case: dict[str, Any]) -> None:
    rule, module = RULES[code]
    if not hasattr(module, "check") or rule.text or rule.whole:
        return  # a rule on texts may look into all of them, and one on the whole document anywhere
    for document in documents_of(case):
        watched = _Watched(document)
        if all(name in document for name in rule.reads):
            module.check(watched, at_of(case))
        assert watched.touched <= _allowed(rule)


class _Watched(dict[str, Any]):
    """A document that notes which of its members were read. Asking whether one is there is not reading it."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document)
        self.touched: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.touched.add(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        self.touched.add(name)
        return super().get(name, default)


def _allowed(rule: Rule) -> set[str]:
    return {"type", *rule.reads, *rule.may_read, *rule.one_of}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=400, deadline=None)
@given(case=st.sampled_from([p.values[1] for p in CASES]), data=st.data())
def test_no_rule_raises_on_a_mutated_document(case: dict[str, Any], data: st.DataObject) -> None:
    document = json.loads(json.dumps(documents_of(case)[0]))
    for _ in range(data.draw(st.integers(1, 3))):
        holder: Any = document
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(holder[key], dict | list) or data.draw(st.booleans()):
                holder[key] = data.draw(values)
                break
            holder = holder[key]
    VALIDATOR.check(document, at_of(case))
    feed = VALIDATOR.feed()
    feed.collect(document, 0)
    feed.findings()
