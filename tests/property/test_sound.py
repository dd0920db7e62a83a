"""An item that is quickly found to be sound has no fault, and its digest is that of the reference although nothing more is asked."""

import hashlib
import json
from dataclasses import replace
from typing import Any

import orjson
import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openhub.formats.rpde import read_page
from openhub.formats.strict_json import MAX_DEPTH, faults, sound_digest
from openhub.model.digest import digest
from openhub.model.record import Record
from tests import make

TEXTS = st.text(max_size=6) | st.sampled_from(["é", "\U0001f600", "\ufb33", '"\\\n', ":1e5", "[5.0]", "null", "\0"])
NUMBERS = (
    st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from([1e-5, 9.99e-6, -0.0, 5.0, 51.5519, 1e15, 1e16, 1e22, 2**53 - 1, 2**53, 0.1 + 0.2])
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@settings(deadline=None, max_examples=400)
@given(st.dictionaries(TEXTS, VALUES, max_size=5))
@example({"z": 1, "a": [51.5, -0.25], "c": {"y": "é", "b": True}})
@example({"\U0001f600": 1, "\ufb33": 2})
@example({"a": 1e16})
@example({"a": [5.0]})
def test_what_is_sound_has_no_fault_and_the_digest_of_the_reference(written: dict[str, Any]) -> None:
    raw = json.dumps(written, ensure_ascii=False, separators=(",", ":")).encode()
    document = orjson.loads(raw)
    if quick := sound_digest(document, raw):
        assert faults(document, raw, "x") == []
        assert quick == hashlib.sha256(rfc8785.dumps(document)).hexdigest()


_NUMBER = st.from_regex(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?", fullmatch=True)
_TEXT = st.sampled_from(['"a"', '"\\u0041"', '"\\/"', '"\\u000a"', '"\\ud83d\\ude00"', '"E-4"', "null", "true"])
_NAME = st.sampled_from(["a", "b", "c", "\\u0061", "é"])
_BLANK = st.sampled_from(["", "", "", " "])


@settings(deadline=None, max_examples=1_000)
@given(st.lists(st.tuples(_NAME, _BLANK, _NUMBER | _TEXT), max_size=6))
@example([("a", "", "1E-4"), ("b", "", "1E-4"), ("c", "", "1E-4"), ("a", "", "1"), ("a", "", "2")])
@example([("a", "", "0.12345678901234567"), ("b", "", "0.00001")])
@example([("a", "", "1E-5"), ("b", "", "0.30")])
@example([("a", " ", "1E02")])
@example([("a", "", "999999999999999.95")])
def test_nothing_is_lost_that_something_else_makes_up_for(members: list[tuple[str, str, str]]) -> None:
    """However numbers are written, no member that stands there twice, and no blank or escape, goes unseen."""
    raw = ("{" + ",".join(f'"{name}":{blank}{value}' for name, blank, value in members) + "}").encode()
    document = orjson.loads(raw)
    if quick := sound_digest(document, raw):
        assert faults(document, raw, "x") == []
        assert len(document) == len(members)
        assert quick == hashlib.sha256(rfc8785.dumps(document)).hexdigest()


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}', b'{"a": 1}', b'{"a":9007199254740993}', b'{"a":1e5}', b'{"a":5.0}', b'{"a":"\\u0000"}',
        b'{"a":' * (MAX_DEPTH + 1) + b"1" + b"}" * (MAX_DEPTH + 1), '{"é":1}'.encode(),
    ],
)  # fmt: skip
def test_what_would_have_to_be_looked_at_more_closely_is_not_called_sound(raw: bytes) -> None:
    assert not sound_digest(orjson.loads(raw), raw)


def test_a_document_that_was_made_of_another_has_another_digest() -> None:
    def unchanged(record: Record) -> Record:
        return replace(record, findings=())

    def mapped(record: Record) -> Record:
        return replace(record, data={**(record.data or {}), "b": 5.0})

    page = orjson.dumps(json.loads(make.page([make.updated(make.group())])))
    assert [record.digest for record in read_page(page, unchanged).records] == [digest(make.group())]
    assert [record.digest for record in read_page(page, mapped).records] == [""]
