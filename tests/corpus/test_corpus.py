"""A change of a rule says what it changes: what was valid stays so, or the file is written again, with the reason in the commit."""

from dataclasses import replace

import pytest

from openhub.validate.engine import Validator, catalogue, codes
from tests.corpus import corpus
from tests.corpus.corpus import (
    EXPECTED,
    MOST_NEWLY_INVALID,
    PARTS,
    changes,
    expected,
    found,
    mark,
    newly_invalid,
    written,
)

HOW = "If that is right, run `python -m tests.corpus` and say in the commit why."


@pytest.fixture
def part(request: pytest.FixtureRequest) -> str:
    """The name of a part, if what it is made of is there."""
    if request.param == "real":
        request.getfixturevalue("real_data")
    return str(request.param)


@pytest.mark.parametrize("part", PARTS, indirect=True)
def test_hardly_anything_becomes_invalid(part: str) -> None:
    wrong = newly_invalid(part)
    documents = {one for those in wrong.values() for one in those}
    words = "\n".join(f"  {code}: {len(those)}, such as {those[0]}" for code, those in sorted(wrong.items()))
    share = len(documents) / max(1, len(expected()[part]["valid"]))
    assert share <= MOST_NEWLY_INVALID, f"{share:.1%} of what was valid in {part} is not any more:\n{words}\n{HOW}"


@pytest.mark.parametrize("part", [name for name in PARTS if name != "vectors"], indirect=True)
def test_what_is_found_is_what_is_expected(part: str) -> None:
    """Exactly, since these documents are never changed by a rule. Vectors come with every rule, so they are not compared."""
    assert found(part)["documents"] == expected()[part]["documents"], HOW
    assert changes(expected()[part], found(part)) == [], HOW


def test_the_file_is_as_the_command_writes_it() -> None:
    assert EXPECTED.read_text("utf-8") == written(expected())
    known = {f"{severity} {code}" for code in codes() for severity in ("error", "warning", "info")}
    assert {name for part in expected().values() for name in part["findings"]} <= known


def test_a_stricter_rule_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    strict = {code: replace(rule, severity="error") for code, rule, _ in catalogue()}
    rules = tuple((code, strict[code], module) for code, _, module in catalogue())
    monkeypatch.setattr(corpus, "_validator", lambda: Validator(rules=rules))
    share = len({one for those in newly_invalid("platforms").values() for one in those})
    assert share > MOST_NEWLY_INVALID * len(expected()["platforms"]["valid"])


def test_a_document_is_known_again_in_whatever_order_its_members_stand() -> None:
    assert mark({"a": 1, "b": 2}) == mark({"b": 2, "a": 1}) != mark({"a": 1})
