"""Every format keeps the same contract: it introduces itself, and reads any bytes into a page or says that it cannot."""

import copy
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openhub.errors import UnreadableDocument, UsageError
from openhub.formats import Format, formats, read, recognise
from openhub.formats.listings_templates import template
from openhub.model.record import Page
from tests import make
from tests.formats import golden

FORMATS = formats()
EACH_FORMAT = pytest.mark.parametrize("name", FORMATS)
EACH_JSON_FORMAT = pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if not form.sniffs])
FIRST_PAGES = {
    "openhub": make.page([make.group(), make.deleted(make.offer())]),
    "openactive": next(file for file in golden.INPUTS if file.parent.name == "openactive").read_bytes(),
    "listings": template("Event").encode(),
    "openhub-static": json.dumps(
        {"license": make.LICENCE, "items": [make.group(), make.event(id="https://club.example/2")]}
    ).encode(),
}


def read_or_refuse(name: str, data: bytes) -> Page | None:
    """The page; nothing but UnreadableDocument may come out instead."""
    try:
        return FORMATS[name].read(data, make.reading())
    except UnreadableDocument as refusal:
        place = refusal.facts["line"], refusal.facts["column"]
    assert all(isinstance(number, int) and number > 0 for number in place)
    return None


def check_page(page: Page, data: bytes) -> None:
    """What holds of every page, however it came about."""
    for record in page.records:
        assert record.id
        assert record.deleted or record.data is not None or record.findings
        assert all(f.item == record.id for f in record.findings)
        assert 0 <= record.modified < 2**63
        if record.data is not None:
            assert isinstance(record.data, dict)
            assert json.loads(record.raw) == record.data
    assert all(f.code and f.message and f.remedy for f in page.findings)
    if page.whole:
        assert page.last


def recognises(form: Format, data: bytes) -> bool:
    """Whether a format takes these bytes for its own, as JSON or by what they look like."""
    if form.sniffs:
        return form.sniffs(data)
    try:
        return form.recognises(json.loads(data))
    except json.JSONDecodeError:
        return False


@EACH_FORMAT
def test_a_format_introduces_itself(name: str) -> None:
    form = FORMATS[name]
    assert form.name == name
    assert re.fullmatch(r"[A-Z].{20,}\.", form.about)


@EACH_FORMAT
def test_a_first_page_is_recognised_as_its_own_format_and_read(name: str) -> None:
    assert recognise(FIRST_PAGES[name]) == name
    assert [n for n, form in FORMATS.items() if recognises(form, FIRST_PAGES[name])] == [name]
    found, page = read(FIRST_PAGES[name], make.reading())
    assert found == name
    assert any(r.data for r in page.records)
    check_page(page, FIRST_PAGES[name])


def test_a_format_that_is_asked_for_by_name_must_exist() -> None:
    with pytest.raises(UsageError, match="openhub-static"):
        read(b"[]", make.reading(), "csv")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4) | st.sampled_from(
        ["items", "next", "license", "openhub", "data", "id", "state", "kind", "modified", "type", "name", "@type", "startDate"]
    ), inner, max_size=6),
    max_leaves=20,
)  # fmt: skip


@EACH_FORMAT
@settings(deadline=None, max_examples=60)
@given(document=JSON)
def test_any_json_is_recognised_or_not(name: str, document: Any) -> None:
    assert FORMATS[name].recognises(document) in (True, False)


@EACH_FORMAT
@settings(deadline=None, max_examples=60)
@given(document=JSON)
def test_any_json_is_read_or_refused(name: str, document: Any) -> None:
    data = json.dumps(document).encode()
    if page := read_or_refuse(name, data):
        check_page(page, data)


@EACH_FORMAT
@settings(deadline=None, max_examples=60)
@given(data=st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(name: str, data: bytes) -> None:
    read_or_refuse(name, data)
    with pytest.raises(UnreadableDocument):
        recognise(b"\xff" + data)


SPLICES = st.sampled_from(
    [
        b"",
        b"{",
        b"}",
        b"[",
        b"]",
        b'"',
        b",",
        b"\\",
        b"\\u0000",
        b"\xff",
        b"null",
        b"1e999",
        b"NaN",
        b"9" * 30,
        b"{}",
        b"[]",
        b'"a":1,',
        b'""',
        b"\r\n",
        b";",
        b"\t",
        b"=cmd()",
        b"24/11/2027",
    ]
)


@EACH_FORMAT
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_damaged_page_is_read_or_refused(name: str, data: st.DataObject) -> None:
    body = FIRST_PAGES[name]
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(body)))
        body = body[:at] + data.draw(SPLICES) + body[at + data.draw(st.integers(0, 40)) :]
    if page := read_or_refuse(name, body):
        check_page(page, body)


ODD = st.sampled_from([
    None, True, 0, -1, 2**70, 1.5, "", "x", "http://[", "http://[::1", "\u0000", "é" * 3, [], [None], {}, {"a": None}, [[]], "9999-12-31",
    "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-12-08T19:00:00", {"type": "Person"}, {"@type": ["x"]}, [{"@id": 7}],
])  # fmt: skip


@EACH_JSON_FORMAT
@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_odd_values_anywhere_are_read_or_refused(name: str, data: st.DataObject) -> None:
    document = json.loads(FIRST_PAGES[name])
    for _ in range(data.draw(st.integers(1, 3))):
        _replace_one(document, data)
    body = json.dumps(document).encode()
    if page := read_or_refuse(name, body):
        check_page(page, body)


def _replace_one(value: Any, data: st.DataObject) -> None:
    """Puts something odd somewhere inside."""
    while True:
        keys = list(value) if isinstance(value, dict) else range(len(value))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(value[key], dict | list) or data.draw(st.integers(0, 5)) == 0:
            value[key] = copy.deepcopy(data.draw(ODD))
            return
        value = value[key]


@EACH_FORMAT
def test_a_byte_order_mark_before_a_page_makes_no_difference(name: str) -> None:
    assert read(b"\xef\xbb\xbf" + FIRST_PAGES[name], make.reading()) == read(FIRST_PAGES[name], make.reading())


EACH_PLACED_FORMAT = pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.locate])


@EACH_PLACED_FORMAT
@settings(deadline=None, max_examples=60)
@given(pointer=st.text(alphabet="/019~startDelocigu", max_size=30))
def test_any_pointer_leads_somewhere_in_the_bytes(name: str, pointer: str) -> None:
    locate = FORMATS[name].locate
    assert locate
    line, column, offset = locate(FIRST_PAGES[name], pointer)
    assert 1 <= line <= FIRST_PAGES[name].count(b"\n")
    assert column >= 1
    assert 0 <= offset < len(FIRST_PAGES[name])


@EACH_PLACED_FORMAT
def test_a_record_leads_to_where_it_stands(name: str) -> None:
    locate = FORMATS[name].locate
    assert locate
    _, page = read(FIRST_PAGES[name], make.reading())
    lines = [locate(FIRST_PAGES[name], record.pointer)[0] for record in page.records]
    assert lines == sorted(set(lines))
    assert lines[0] > 1


@pytest.mark.parametrize("name", [name for name, form in FORMATS.items() if form.cell])
@settings(deadline=None, max_examples=60)
@given(pointer=st.text(alphabet="/019~startDelocigu", max_size=30))
def test_any_pointer_leads_to_a_row(name: str, pointer: str) -> None:
    cell = FORMATS[name].cell
    assert cell
    row, heading, text = cell(FIRST_PAGES[name], pointer)
    assert 1 <= row <= FIRST_PAGES[name].count(b"\n")
    assert heading or not text
