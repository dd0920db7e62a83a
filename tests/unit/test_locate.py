"""A JSON Pointer is found again in the bytes, at the line and column where its value starts."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from openhub.validate.locate import Place, around, beside, locate, locate_all
from openhub.validate.prose import escaped

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
documents = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def written(value: Any, pointer: str, depth: int, text: list[str], positions: dict[str, int], ascii_only: bool) -> None:
    """Writes JSON as json.dumps(indent=2) does, and notes where each value starts."""
    positions[pointer] = len("".join(text))
    if not isinstance(value, dict | list) or not value:
        text.append(json.dumps(value, ensure_ascii=ascii_only))
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    text.append(opening)
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for count, (name, member) in enumerate(members):
        text.append(("," if count else "") + "\n" + "  " * (depth + 1))
        if isinstance(value, dict):
            text.append(json.dumps(name, ensure_ascii=ascii_only) + ": ")
        written(member, f"{pointer}/{escaped(name)}", depth + 1, text, positions, ascii_only)
    text.append("\n" + "  " * depth + closing)


def place(text: str, position: int) -> Place:
    before = text[:position]
    return Place(
        before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1, len(before.encode("utf-8", "surrogateescape"))
    )


@given(documents, st.booleans())
def test_every_pointer_is_where_it_was_written(document: Any, ascii_only: bool) -> None:
    pieces, positions = [], dict[str, int]()
    written(document, "", 0, pieces, positions, ascii_only)
    text = "".join(pieces)
    assert text == json.dumps(document, indent=2, ensure_ascii=ascii_only)
    expected = {pointer: place(text, position) for pointer, position in positions.items()}
    assert locate_all(text.encode(), list(positions)) == expected


@given(st.binary(max_size=60), st.text(max_size=8))
def test_any_bytes_and_any_pointer_give_a_place(data: bytes, pointer: str) -> None:
    found = locate(data, pointer)
    assert found.line >= 1
    assert found.column >= 1
    assert 0 <= found.offset <= len(data)


def test_the_nearest_that_exists_stands_for_what_does_not() -> None:
    data = b'{\n  "a": {\n    "b": [1, 2]\n  }\n}'
    assert locate(data, "/a/b/1") == Place(3, 14, 24)
    assert locate(data, "/a/b/7") == locate(data, "/a/b") == Place(3, 10, 20)
    assert locate(data, "/a/b/1/c") == Place(3, 14, 24)
    assert locate(data, "/a/missing") == locate(data, "/a") == Place(2, 8, 9)
    assert locate(data, "/missing") == locate(data, "") == Place(1, 1, 0)


def test_of_equal_names_the_last_counts() -> None:
    data = b'{"a": {"b": 1},\n "a": {"c": 2}}'
    assert locate(data, "/a").line == 2
    assert locate(data, "/a/b") == locate(data, "/a")


def test_columns_are_code_points_and_offsets_bytes() -> None:
    assert locate('{"é😀": 1}'.encode(), "/é😀") == Place(1, 8, 11)


def test_a_byte_order_mark_is_no_column() -> None:
    assert locate(b'\xef\xbb\xbf{"a": 1}', "/a") == Place(1, 7, 9)


def test_escaped_names() -> None:
    assert locate(b'{"a/b": 1, "c~d": 2, "\\u0065": 3}', "/a~1b").column == 9
    assert locate(b'{"a/b": 1, "c~d": 2, "\\u0065": 3}', "/c~0d").column == 19
    assert locate(b'{"a/b": 1, "c~d": 2, "\\u0065": 3}', "/e").column == 32


def test_what_follows_a_fault_is_not_found_but_the_rest_is() -> None:
    data = b'{"a": 1, "b": oops, "c": 3}'
    assert locate(data, "/a").column == 7
    assert locate(data, "/c") == Place(1, 1, 0)


@given(document=documents, data=st.data())
def test_a_place_is_found_from_one_beside_it(document: Any, data: st.DataObject) -> None:
    text = json.dumps({"é": document}, indent=data.draw(st.sampled_from([None, 1])), ensure_ascii=False)
    known, other = (data.draw(st.integers(0, len(text))) for _ in range(2))
    written = text.encode("utf-8", "surrogateescape")
    assert beside(written, place(text, known), place(text, other).offset) == place(text, other)


def test_a_long_line_is_shown_around_the_place() -> None:
    data = b"\xef\xbb\xbf" + "é".encode() * 200 + b"X" + b"y" * 200 + b"\r\nnext"
    source, mark = around(data, data.index(b"X"))
    assert (source[mark], len(source.encode()) <= 100) == ("X", True)
    assert around(b"\xef\xbb\xbf{}\r\n", 3) == ("{}", 0)
    assert around(b"", 0) == ("", 0)
