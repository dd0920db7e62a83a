"""A file of items: however it is written it is whole, and a broken item in it is still the item it was."""

import json
from typing import Any

import pytest

from openhub.errors import UnreadableDocument
from openhub.formats import openhub_static, recognise
from openhub.model.record import Page
from tests import make

TWO = [make.group(), make.offer(id="https://club.example/items/2")]


def read(value: Any) -> Page:
    return openhub_static.read(value if isinstance(value, bytes) else json.dumps(value).encode(), make.reading())


@pytest.mark.parametrize("value", [TWO, {"items": TWO}, {"license": make.LICENCE, "items": TWO, "more": 1}])
def test_a_list_or_an_object_of_items_is_whole_and_the_last(value: Any) -> None:
    page = read(value)
    assert [(r.id, r.kind, r.data) for r in page.records] == [(d["id"], d["type"], d) for d in TWO]
    assert (page.whole, page.last, page.next) == (True, True, "")
    assert page.licence == (make.LICENCE if "license" in value else "")


def test_a_single_item_is_a_file_of_one() -> None:
    page = read(make.group())
    assert [(r.id, r.pointer) for r in page.records] == [(make.group()["id"], "")]
    assert page.whole


@pytest.mark.parametrize("value", [[], {"items": []}])
def test_a_file_of_nothing_is_whole(value: Any) -> None:
    assert (read(value).records, read(value).whole) == ((), True)


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (json.dumps(TWO, indent=2).encode(), ["/0", "/1"]),
        (json.dumps({"name": "ü", "items": TWO}, ensure_ascii=False).encode(), ["/items/0", "/items/1"]),
        (b"\n  " + json.dumps(make.group()).encode() + b"\n", [""]),
    ],
    ids=["list", "object", "item"],
)
def test_each_item_stands_where_its_record_says(body: bytes, pointers: list[str]) -> None:
    records = read(body).records
    assert [r.pointer for r in records] == pointers
    for record in records:
        assert body[record.offset : record.offset + len(record.raw)] == record.raw
        assert json.loads(record.raw) == record.data


@pytest.mark.parametrize("name", [None, "", 7, []])
def test_an_item_without_id_is_a_finding_of_the_file(name: Any) -> None:
    page = read([make.group(id=name), TWO[1]])
    assert [r.id for r in page.records] == [TWO[1]["id"]]
    assert [(f.code, f.severity, f.pointer) for f in page.findings] == [("unreadable-item", "error", "/0")]
    assert [(r.id, f.pointer) for r in read(make.group(id=name)).records for f in r.findings] == []
    assert [f.pointer for f in read(make.group(id=name)).findings] == [""]


@pytest.mark.parametrize("junk", [None, 7, "x", [], [[]]])
def test_junk_among_the_items_is_put_aside(junk: Any) -> None:
    page = read([junk, TWO[0]])
    assert [r.data for r in page.records if r.data] == [TWO[0]]
    assert [f.code for r in page.records for f in r.findings] == ["unreadable-item"]
    assert not any(r.deleted for r in page.records)


def test_an_item_with_faults_is_still_known_by_its_name() -> None:
    """So that the good version held before is not taken for gone."""
    body = json.dumps(TWO).encode().replace(b'"name": ', b'"name": "Other", "name": ', 1)
    bad, good = read(body).records
    assert (bad.id, bad.kind, bad.data) == (TWO[0]["id"], TWO[0]["type"], None)
    assert [(f.code, f.item) for f in bad.findings] == [("duplicate-member", TWO[0]["id"])]
    assert good.data == TWO[1]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"7",
        b"null",
        b'"x"',
        b'{"items": 7}',
        b'{"items": {}}',
        b"[",
        b'[{"type": ]',
        b"\xff",
        b"{}",
        b'{"error": "down"}',
        b"[" * 1_000 + b"]" * 1_000,
    ],
)
def test_what_is_no_file_of_items_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableDocument):
        read(body)


def test_it_is_told_from_feeds_and_from_other_json() -> None:
    for value in (TWO, {"items": TWO}, make.group(), [], {"items": []}):
        assert recognise(json.dumps(value).encode()) == "openhub-static", value
    for value in ({"hello": 1}, [1, 2], 7, {"type": "Group"}):
        with pytest.raises(UnreadableDocument):
            recognise(json.dumps(value).encode())


def test_a_lone_item_without_a_name_is_an_item() -> None:
    assert recognise(b'{"type":"Event","id":"https://a.example/1"}') == "openhub-static"
    with pytest.raises(UnreadableDocument):
        recognise(b'{"type":"Request","status":500}')
