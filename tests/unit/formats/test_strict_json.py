"""JSON read strictly: what is not JSON is placed, and what other readers would read otherwise is refused."""

import json
from typing import Any

import orjson
import pytest

from openhub.errors import UnreadableDocument
from openhub.formats.strict_json import MAX_DEPTH, MAX_ITEM_BYTES, MAX_TEXT, faults, parse


def codes(raw: bytes) -> list[tuple[str, str]]:
    return [(f.code, f.pointer) for f in faults(orjson.loads(raw), raw, "x")]


def nested(depth: int, inside: str = "1") -> bytes:
    return (('{"a":' * depth) + inside + "}" * depth).encode()


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b'{"a": 1,\n "b": }', 2, 7),
        (b"[1,\n2,\n  3", 3, 4),
        (b"", 1, 1),
        (b"hello", 1, 1),
        (b'{"a": 1}\n{"b": 2}', 2, 1),
        ('{"naïve": "é",\n "x" 1}'.encode(), 2, 6),
        (b'{"a": "caf\xe9"}', 1, 11),
        (b'\n\n  "\xff"', 3, 4),
        ('{"a": 1}'.encode("utf-16"), 1, 1),
        ('{"a": 1}'.encode("utf-16-le"), 1, 2),
    ],
    ids=[
        "no value",
        "not closed",
        "empty",
        "words",
        "two",
        "no colon",
        "latin-1",
        "no utf-8",
        "utf-16",
        "utf-16-le",
    ],
)
def test_what_is_not_json_is_refused_with_its_place(data: bytes, line: int, column: int) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parse(data)
    assert (caught.value.facts["line"], caught.value.facts["column"]) == (line, column)
    assert len(str(caught.value)) > 20


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": NaN}',
        b"[Infinity]",
        b"[-Infinity]",
        b"[1e999]",
        b'["\\ud800"]',
        b'["\xed\xa0\x80"]',
        b"[" * 5_000,
        b'"\t"',
        b"[01]",
    ],
)
def test_what_only_some_readers_take_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        parse(data)
    assert caught.value.facts["line"] == 1


def test_a_byte_order_mark_is_passed_over() -> None:
    assert parse(b'\xef\xbb\xbf{"a": 1}') == {"a": 1}


@pytest.mark.parametrize("value", [None, True, 1, 1.5, "é", [], {}, {"a": [1, {"b": "c"}]}])
def test_any_json_value_is_read(value: Any) -> None:
    assert parse(json.dumps(value).encode()) == value


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1}',
        b'{ "a" : 1 }',
        b'{"a":5.0,"b":1e6,"c":"\\u00e9"}',
        b'{"a":{"x":1},"b":{"x":1}}',
        b'{"a":[{"x":1},{"x":1}]}',
    ],
)
def test_sound_items_have_no_fault(raw: bytes) -> None:
    assert codes(raw) == []


@pytest.mark.parametrize(
    "raw",
    [
        b'{"a":1,"a":1}',
        b'{"a":1,"b":2,"a":3}',
        b'{"x":{"a":1,"a":2}}',
        b'{"x":[{"a":1,"a":2}]}',
        b'{"a":1,"\\u0061":2}',
        b'{"n":1e6,"a":1,"a":1}',  # as long as its own compact form
        b'{ "a" : 1 , "a" : 1 }',
    ],
)
def test_members_written_twice_are_found(raw: bytes) -> None:
    assert codes(raw) == [("duplicate-member", "")]


@pytest.mark.parametrize(
    "number", ["9007199254740992", "-9007199254740992", "18446744073709551615", "18446744073709551616", "1" * 40]
)
def test_numbers_that_others_would_change_are_found(number: str) -> None:
    assert codes(f'{{"a":[{number}]}}'.encode()) == [("number-too-large", "/a/0")]


@pytest.mark.parametrize("number", ["9007199254740991", "-9007199254740991", "0.1", "1e15", "-0.0"])
def test_numbers_that_all_read_alike_are_taken(number: str) -> None:
    assert codes(f'{{"a":{number}}}'.encode()) == []


@pytest.mark.parametrize("inside", ["1", "1.5", "null", '"x"', "true", "[]"])
def test_nesting_is_allowed_to_a_depth_whatever_is_inside(inside: str) -> None:
    deepest = MAX_DEPTH - (inside == "[]")
    assert codes(nested(deepest, inside)) == []
    assert [code for code, _ in codes(nested(deepest + 1, inside))] == ["nested-too-deep"]


def test_null_characters_are_found_in_texts_and_names() -> None:
    assert codes(b'{"a/b":{"c":"x\\u0000"}}') == [("null-character", "/a~1b/c")]
    assert codes(b'{"a":{"c\\u0000":1}}') == [("null-character", "/a")]


def test_long_texts_and_large_items_are_found() -> None:
    assert codes(json.dumps({"a": "x" * MAX_TEXT}).encode()) == []
    assert codes(json.dumps({"a": "x" * (MAX_TEXT + 1)}).encode()) == [("text-too-long", "/a")]
    assert codes(json.dumps({"a": ["x" * 1_000] * (MAX_ITEM_BYTES // 1_000)}).encode()) == [("item-too-large", "")]


def test_each_fault_says_what_to_do() -> None:
    for raw in (b'{"a":1,"a":2}', b'{"a":1e300}', b'{"a":"\\u0000"}', nested(MAX_DEPTH + 1)):
        for fault in faults(orjson.loads(raw), raw, "x"):
            assert (fault.severity, fault.item) == ("error", "x")
            assert fault.message
            assert fault.remedy
