"""Each requirement of the specification has a vector or says why not, and everything that points at a requirement finds it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import jsonschema_rs
import pytest

from openhub import spec
from openhub.conform.vectors import cases
from openhub.validate.engine import Validator, codes
from openhub.validate.requirements import Requirement, read, requirements
from openhub.validate.surroundings import At

AT = At(now=datetime(2026, 11, 22, 9, tzinfo=UTC), home=ZoneInfo("Europe/London"), defaults=frozenset({"license"}))
ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted((ROOT / "spec").glob("[0-9]*.md"))
TEXTS = {file.name: file.read_text("utf-8") for file in DOCUMENTS}
WHO = re.compile(r"publisher( [0-3])?|hub|harvester|validator|consumer")
KEYWORD = re.compile(r"\b(MUST|SHOULD|MAY)\b")
BLOCK = re.compile(r"^```json\b([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAMED = {
    name: sorted({f"{c.group}/{c.file}" for group in spec.groups() for c in cases(group) if name in c.requirements})
    for name in {name for group in spec.groups() for case in cases(group) for name in case.requirements}
}


def all_read() -> list[Requirement]:
    return [requirement for name, text in TEXTS.items() for requirement in read(name, text)]


# Requirements and vectors


def test_every_requirement_has_a_vector_or_says_why_not() -> None:
    assert [r.place for r in all_read() if r.id not in NAMED and not r.untested] == []


def test_no_requirement_that_has_a_vector_says_that_it_has_none() -> None:
    assert {r.place: NAMED[r.id] for r in all_read() if r.id in NAMED and r.untested} == {}


def test_every_requirement_that_a_vector_names_exists() -> None:
    assert {name: files for name, files in NAMED.items() if name not in requirements()} == {}


def test_every_requirement_that_a_rule_names_exists() -> None:
    assert {code: rule.anchor for code, rule in codes().items() if rule.anchor not in requirements()} == {}


WORDING = {"error": r"\bMUST\b", "warning": r"\bSHOULD\b|\bwarn|bad style only", "info": r"worth a remark"}


def test_a_rule_is_as_severe_as_its_requirement_says() -> None:
    """conform-errors: a MUST is an error, a SHOULD a warning, and what is worth a remark only is info."""
    wrong = {
        code: rule.severity
        for code, rule in codes().items()
        if rule.anchor in requirements() and not re.search(WORDING[rule.severity], requirements()[rule.anchor].text)
    }
    assert wrong == {}


def test_a_vector_of_publishing_is_of_the_level_of_its_requirements() -> None:
    wrong = {
        (file, name): requirements()[name].level
        for file, vector in spec.vectors("publishing").items()
        for name in vector["requirements"]
        if requirements()[name].level > vector["level"]
    }
    assert wrong == {}


# How requirements are written


@pytest.mark.parametrize("name", TEXTS)
def test_every_requirement_is_written_so_that_it_is_found(name: str) -> None:
    """A paragraph that has the beginnings of a requirement, but not its form, would be overlooked."""
    found = {requirement.id for requirement in read(name, TEXTS[name])}
    begun = re.findall(r"<a id=\"([^\"]*)\">|^\*\*([a-z0-9-]+)\*\* ·", TEXTS[name], re.MULTILINE)
    assert {one or other for one, other in begun} == found


def test_an_id_is_used_once() -> None:
    ids = [requirement.id for requirement in all_read()]
    assert sorted({name for name in ids if ids.count(name) > 1}) == []


def test_a_requirement_says_who_has_to_keep_it_and_how_much() -> None:
    wrong = [r.place for r in all_read() if not all(map(WHO.fullmatch, r.who)) or not KEYWORD.search(r.text)]
    assert wrong == []


# Worked examples


def examples(name: str) -> Iterator[object]:
    """Each block of JSON in a document, with what it says it is, and what of that is to be found in it."""
    for match in BLOCK.finditer(TEXTS[name]):
        kind, _, more = match[1].strip().partition(" ")
        yield pytest.param(kind, more, match[2], id=f"{name}:{TEXTS[name][: match.start()].count(chr(10)) + 1}")


EXAMPLES = [example for name in TEXTS for example in examples(name)]


@pytest.mark.parametrize(("kind", "more", "body"), EXAMPLES)
def test_example_is_what_it_says(kind: str, more: str, body: str) -> None:
    document = json.loads(body)
    if kind == "item":
        expected = set(re.findall(r"[a-z0-9-]+", more.removeprefix("finds")))
        assert {f.code for f in Validator().check(document, AT) if f.severity == "error"} == expected
    else:
        assert (kind, more) in {(name, "") for name in ("page", "dataset", "checkpoint", "profile")}
        assert [error.message for error in schema(kind).iter_errors(document)] == []


def schema(name: str) -> jsonschema_rs.Draft202012Validator:
    known = [json.loads(file.read_text("utf-8")) for file in spec.folder().glob("*.schema.json")]
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in known])
    return jsonschema_rs.Draft202012Validator(spec.schema(name), validate_formats=True, registry=registry, offline=True)


def test_digests_of_the_example_are_those_of_a_vector() -> None:
    """They were worked out by other means than our code."""
    (vector,) = [c.data for c in cases("digests") if "the example of 2-feed" in c.name]
    values = [vector["items"][0]["digest"], vector["expected"]["root"], *vector["expected"]["leaves"]]
    assert [value for value in values if value not in TEXTS["2-feed.md"]] == []
