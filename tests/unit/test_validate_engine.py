"""The engine runs the rules that concern a document, and no rule on what the schema refused."""

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openhub import spec
from openhub.validate.engine import Validator, catalogue, codes
from openhub.validate.rule import Rule
from openhub.validate.surroundings import At

AT = At(
    now=datetime(2026, 11, 22, 9, tzinfo=UTC), home=ZoneInfo("Europe/London"), defaults=frozenset({"themes", "license"})
)
EVENT = {
    "type": "Event", "id": "https://goodgym.example/1", "name": "Tidy the farm", "url": "https://goodgym.example/1",
    "organizer": {"name": "GoodGym (example)"}, "location": {"name": "City farm"},
    "startDate": "2027-01-13T18:45:00+00:00", "endDate": "2027-01-13T17:45:00+00:00", "timeZone": "Europe/London",
}  # fmt: skip
VALIDATOR = Validator()


def rule(code: str, check: Any, **declared: Any) -> tuple[str, Rule, ModuleType]:
    module = ModuleType(code)
    module.check = check
    words: dict[str, Any] = {
        "family": "test",
        "severity": "warning",
        "anchor": "a",
        "message": "Found {it}.",
        "remedy": "r",
        "why": "w",
    }
    return code, Rule(**words | declared), module


def codes_of(document: Any, at: At = AT, validator: Validator = VALIDATOR) -> list[str]:
    return [f.code for f in validator.check(document, at)]


def test_the_schema_comes_first_and_then_the_rules() -> None:
    assert codes_of(EVENT | {"name": 7, "timeZone": "Mars"}) == ["wrong-type", "end-before-start", "unknown-zone"]


def test_a_finding_says_all() -> None:
    (finding,) = VALIDATOR.check(EVENT, AT)
    assert (finding.code, finding.severity, finding.pointer, finding.item) == (
        "end-before-start",
        "error",
        "/endDate",
        EVENT["id"],
    )
    assert EVENT["endDate"] in finding.message
    assert finding.remedy


def test_no_rule_on_what_failed_the_schema() -> None:
    assert codes_of(EVENT | {"endDate": "yesterday"}) == ["bad-format"]
    assert codes_of(EVENT | {"timeZone": 3}) == ["wrong-type"]


def test_no_rule_without_what_it_reads() -> None:
    seen: list[str] = []
    rules = (
        rule("a", lambda d, at: seen.append("a"), reads=("endDate",)),
        rule("b", lambda d, at: seen.append("b"), reads=("doorTime",)),
        rule("c", lambda d, at: seen.append("c"), may_read=("doorTime", "endDate")),
        rule("d", lambda d, at: seen.append("d"), may_read=("doorTime",)),
        rule("e", lambda d, at: seen.append("e"), types=("Offer",)),
        rule("f", lambda d, at: seen.append("f")),
        rule("g", lambda d, at: seen.append("g"), one_of=("doorTime", "endDate")),
        rule("h", lambda d, at: seen.append("h"), one_of=("endDate",), reads=("doorTime",)),
        rule("i", lambda d, at: seen.append("i"), one_of=("doorTime",), may_read=("endDate",)),
    )
    validator = Validator(rules=rules)
    validator.check(EVENT, AT)
    assert seen == ["a", "c", "f", "g"]
    seen.clear()
    validator.check({**EVENT, "doorTime": EVENT["startDate"]}, AT)
    assert seen == ["a", "b", "c", "d", "f", "g", "h", "i"]


def test_a_rule_on_text_is_given_the_matches() -> None:
    def check(document: dict[str, Any], at: At, matches: list[Any]) -> Any:
        return [(pointer, {"it": match[0]}) for pointer, match in matches]

    validator = Validator(rules=(rule("a", check, text="[Ff]arm"), rule("b", check, text="moon")))
    found = validator.check(EVENT | {"endDate": "2027-01-13T19:45:00+00:00"}, AT)
    assert [(f.pointer, f.message) for f in found] == [("/name", "Found farm."), ("/location/name", "Found farm.")]


def test_a_rule_that_lacks_what_it_needs_is_said_not_to_run() -> None:
    needs = {code: rule.needs for code, rule in codes().items() if rule.needs}
    assert needs["id-on-foreign-host"] == ("hosts",)
    assert {need for of_one in needs.values() for need in of_one} == {
        "hosts",
        "whole",
        "visit",
        "activities",
        "postcodes",
    }
    assert VALIDATOR.not_run(AT) == needs
    known = replace(AT, hosts=frozenset({"streetbank.example"}))
    assert VALIDATOR.not_run(known) == {code: of_one for code, of_one in needs.items() if of_one != ("hosts",)}
    assert codes_of(EVENT, known) == ["end-before-start", "id-on-foreign-host"]
    all_known = replace(known, whole=True, visit={}.get, activities=frozenset(), postcodes={}.get)
    assert VALIDATOR.not_run(all_known) == {}


@pytest.mark.parametrize("read_again", [False, True])
def test_what_is_not_in_a_whole_feed_is_missing(read_again: bool) -> None:
    items = [
        EVENT | {"id": f"https://goodgym.example/{n}", "related": [f"https://goodgym.example/{n + 1}"]}
        for n in range(2000)
    ]
    feed = VALIDATOR.feed(items.__getitem__ if read_again else None)
    for index, item in enumerate(items):
        feed.collect(item, index)
    assert [(index, f.code, f.pointer, f.item) for index, f in feed.findings() if f.code == "dangling-link"] == [
        (1999, "dangling-link", "/related/0", "https://goodgym.example/1999")
    ]
    assert [f.code for _, f in feed.findings(whole=False) if f.code == "dangling-link"] == []


def test_one_item_is_no_feed() -> None:
    feed = VALIDATOR.feed()
    feed.collect(EVENT | {"related": [EVENT["id"] + "/2"]}, 0)
    assert feed.findings() == []


def test_a_feed_is_checked_as_a_whole() -> None:
    feed = VALIDATOR.feed()
    for index, name in [(0, "One thing"), (4, "One thing"), (7, "Another thing")]:
        feed.collect(EVENT | {"name": name}, index)
    feed.collect({"no": "id"}, 8)
    feed.collect(None, 9)
    assert [(index, f.code, f.pointer) for index, f in feed.findings()] == [
        (4, "repeated-item", "/id"),
        (7, "duplicate-id", "/id"),
    ]


def test_of_what_comes_often_all_is_found_whatever_its_hash_is() -> None:
    feed = VALIDATOR.feed()
    for index in range(2000):
        feed.collect(EVENT | {"id": f"https://goodgym.example/{index % 1000}", "name": f"Thing {index % 1000}"}, index)
    found = [(index, f.code) for index, f in feed.findings() if f.code in ("duplicate-id", "repeated-item")]
    assert found == [(index, "repeated-item") for index in range(1000, 2000)]


def test_the_catalogue_is_ordered_by_code() -> None:
    names = [code for code, _, _ in catalogue()]
    assert names == sorted(names)
    assert set(names) < set(codes())


def test_deep_nesting_does_not_raise() -> None:
    deep: Any = "x"
    for _ in range(5000):
        deep = [deep]
    VALIDATOR.check(EVENT | {"keywords": deep, "description": deep, "unheard-of": deep}, AT)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
members = st.dictionaries(st.sampled_from(sorted(spec.schema("item")["properties"])), json_values, max_size=6)


@given(members, st.sampled_from(spec.TYPES), json_values)
def test_no_json_value_makes_check_raise(some: dict[str, Any], kind: str, other: Any) -> None:
    for document in (other, some, some | {"type": kind}, EVENT | some, EVENT | some | {"type": kind}):
        VALIDATOR.check(document, AT)
