"""A gate never stays shut before a text in which a pattern matches."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.validate import home
from openhub.validate.engine import catalogue
from openhub.validate.gate import Gate, widened
from openhub.validate.prose import in_lines, joined, texts
from openhub.validate.schema import Shape

ROOT = Path(__file__).parents[2]
PATTERNS = {code: re.compile(rule.text) for code, rule, _ in catalogue() if rule.text}
HOME = {name: getattr(home, name) for name in ("_POSTCODE", "_COORDINATES", "_MAP_LINK", "_FLAT", "_BEHIND", "_STREET")}
ALL = [*PATTERNS.values(), *HOME.values()]
GATE = Gate(ALL)
CORPUS = [
    text["text"]
    for file in sorted((ROOT / "spec/conformance/texts").glob("*.json"))
    for text in json.loads(file.read_text("utf-8"))["texts"]
]


def documents(value: Any) -> list[dict[str, Any]]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value] if isinstance(value, dict) and isinstance(value.get("type"), str) and "name" in value else []
    return own + [document for one in inner for document in documents(one)]


DOCUMENTS = [
    document
    for file in sorted((ROOT / "spec/conformance/rules").glob("*.json"))
    + sorted((ROOT / "examples/items").glob("*.json"))
    for document in documents(json.loads(file.read_text("utf-8")))
]


def missed(text: str) -> list[str]:
    opened = set(GATE.open(text))
    return [pattern.pattern for number, pattern in enumerate(ALL) if number not in opened and pattern.search(text)]


def test_no_text_of_the_corpora_is_missed() -> None:
    assert [text for text in CORPUS if missed(text)] == []


def test_no_text_of_the_vectors_is_missed() -> None:
    assert [text for document in DOCUMENTS for _, text in texts(document) if missed(text)] == []


def test_all_texts_together_open_what_one_of_them_opens() -> None:
    assert missed("\n".join(CORPUS)) == []


@settings(deadline=None)
@given(st.lists(st.sampled_from(CORPUS), min_size=1, max_size=3), st.text(max_size=20), st.data())
def test_no_changed_text_is_missed(parts: list[str], strange: str, data: st.DataObject) -> None:
    text = " ".join(parts)
    at = data.draw(st.integers(0, len(text)))
    assert missed(text[:at] + strange + text[at + data.draw(st.integers(0, 5)) :]) == []


@pytest.mark.parametrize("number", range(len(ALL)))
def test_what_a_pattern_matches_opens_its_gate(number: int) -> None:
    gate = Gate([ALL[number]])
    _check(gate, ALL[number])


@settings(deadline=None)
@given(st.data())
def _check(gate: Gate, pattern: re.Pattern[str], data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    assert gate.open(text) == [0]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"\bcaf\w+\b", "ein café."),
        (r"(?i)kind|straße", "KIND"),
        (r"(?i)sıgn|k|[a-j]z", "\u212a"),
        (r"(?i)mist", "M\u0130\u017ft"),
        (r"(?i)[h-j]t", "\u0131t"),
        (r"a\sb", "a\u00a0b"),
        (r"\d\d", "٣٤"),
        (r"[^\w]x", "éx!x"),
        (r"(?<!a)b(?=c)", "bc"),
        (r"x{2,2000}", "xx"),
        (r"a.c", "a-c"),
        (r"(?i:A)b(?-i:C)", "abC"),
        (r"^start$", "start"),
    ],
)
def test_what_re2_reads_otherwise_is_widened(pattern: str, text: str) -> None:
    assert re.search(pattern, text)
    assert Gate([pattern]).open(text) == [0]


def test_a_pattern_that_refers_back_has_no_gate() -> None:
    with pytest.raises(ValueError, match="No gate"):
        widened(r"(a)\1")


def test_halves_of_characters_open_all() -> None:
    assert Gate(["a", "b"]).open("\ud800") == [0, 1]


def test_a_gate_of_nothing_is_shut() -> None:
    assert Gate([]).open("a") == []


def test_the_short_way_to_the_texts_finds_all_where_the_schema_knows_every_member() -> None:
    shape = Shape()
    known = [document for document in DOCUMENTS if shape.knows(document)]
    assert len(known) > 300
    for document in known:
        assert sorted(joined(document).split("\n")) == sorted(
            in_lines([text for _, text in texts(document)]).split("\n")
        )
