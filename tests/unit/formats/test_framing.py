"""Windows hold the items of a file, all of them and unchanged, however it is laid out and wherever it is cut."""

import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.formats import framing
from openhub.formats.framing import Unframed, lines, opening, windows

LAYOUTS: tuple[dict[str, Any], ...] = (
    {}, {"indent": 2}, {"indent": "\t", "ensure_ascii": False}, {"separators": (",", ":")},
)  # fmt: skip
inner = st.recursive(
    st.none() | st.integers() | st.text() | st.sampled_from(["},{", "],", '"items":[', '\\"', "é" * 40]),
    lambda value: st.lists(value, max_size=4) | st.dictionaries(st.text(max_size=5), value, max_size=4),
    max_leaves=12,
)
items = st.lists(st.dictionaries(st.text(max_size=5), inner, max_size=5), max_size=30)


@pytest.fixture(params=[16, 100, 1 << 16])
def window(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "WINDOW", request.param)


def framed(data: bytes, start: int) -> list[Any]:
    found, whole = [], b""
    for window in windows(io.BytesIO(data), start):
        for text, offset, value in window.items:
            assert window.data[offset : offset + len(text)] == text
            assert value in (None, json.loads(text))
        found += [json.loads(text) for text, *_ in window.items]
        whole += window.data
    assert whole == data
    return found


@pytest.mark.usefixtures("window")
def test_any_list_is_cut_right() -> None:
    _any_list()


@settings(deadline=None)
@given(items, st.sampled_from(LAYOUTS))
def _any_list(given: list[Any], layout: dict[str, Any]) -> None:
    data = json.dumps(given, **layout).encode("utf-8", "surrogatepass")
    assert framed(data, 1) == given


@settings(deadline=None)
@given(items, st.sampled_from(LAYOUTS), inner, inner)
def test_any_object_with_items_is_cut_right(given: list[Any], layout: dict[str, Any], before: Any, after: Any) -> None:
    document = {"next": before, "items": given, "license": after}
    data = json.dumps(document, **layout).encode("utf-8", "surrogatepass")
    found = opening(io.BytesIO(data))
    if found is None:  # when a text before them looks like them, or holds halves of characters
        assert '"items' in json.dumps(before) or "\\ud" in json.dumps(before)
        return
    assert framed(data, found.start) == given
    if "\\ud" not in json.dumps([before, after]):
        assert found.around == {"next": before, "license": after}


@pytest.mark.parametrize("data", [b"", b"x", b"7", b'{"a": 1}', b'{"items": 3}', b'"["'])
def test_what_is_no_list_has_no_opening(data: bytes) -> None:
    assert opening(io.BytesIO(data)) is None


@pytest.mark.parametrize("data", [b"[", b'[{"a": 1}', b'[{"a": "', b'[{"a": [1, 2}, {'])
def test_a_list_that_breaks_off_is_said(data: bytes) -> None:
    with pytest.raises(Unframed):
        list(windows(io.BytesIO(data), 1))


def test_an_item_without_end_is_not_held_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "MOST", 1 << 17)
    file = io.BytesIO(b'[{"a": "' + b"x" * (1 << 22))
    with pytest.raises(Unframed):
        list(windows(file, 1))
    assert file.tell() < 1 << 19


def _values(items: list[bytes], gap: bytes, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is known of the items when they are cut."""
    monkeypatch.setattr(framing, "WINDOW", 200)
    data = b"[" + gap.join(items) + b"]"
    assert framed(data, 1) == [json.loads(item) for item in items]
    return [value for part in windows(io.BytesIO(data), 1) for *_, value in part.items]


@pytest.mark.parametrize("gap", [b",", b",\n"])
def test_what_is_written_plainly_is_read_as_it_is_cut(gap: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [f'{{"n":{n},"é":"}},{{"}}'.encode() for n in range(100)]
    values = _values(items, gap, monkeypatch)
    assert sum(value is not None for value in values) > 50


@pytest.mark.parametrize("other", [b'{"n": 7}', b'{"n":7.0e0}', b'{"n":7,"n":7}', b'{"n":"\\u00e9"}', b'{"n":7 }'])
def test_what_is_written_otherwise_is_not_taken_for_plain(other: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [b'{"n":%d}' % n for n in range(100)]
    items[60] = other
    assert _values(items, b",", monkeypatch)[60] is None


@pytest.mark.usefixtures("window")
def test_lines_are_items() -> None:
    data = b'{"a": "' + b"x" * 50 + b'"}\r\n\n  {"b": 2}\nnonsense\n{"c": 3}'
    found = [
        (text, part.data[offset : offset + len(text)])
        for part in lines(io.BytesIO(data))
        for text, offset, _ in part.items
    ]
    assert [text for text, _ in found] == [data[:59], b'{"b": 2}', b"nonsense", b'{"c": 3}']
    assert all(text == again for text, again in found)
