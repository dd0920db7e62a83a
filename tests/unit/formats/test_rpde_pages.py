"""The envelope of a page: one bad item never costs its neighbours, and a bad page is never taken for an empty one."""

import json
from typing import Any

import pytest

from openhub.errors import UnreadableDocument
from openhub.formats.rpde import looks_like_page, read_page
from openhub.model.record import Page
from tests import make

GOOD = make.updated(make.group())


def read(*items: Any) -> Page:
    """A page with a good item on either side."""
    first, last = (make.updated(make.group(id=f"https://club.example/{n}")) for n in ("first", "last"))
    return read_page(make.page([first, *items, last]))


def test_a_page_is_read_with_what_it_says_of_itself() -> None:
    page = read_page(make.page([make.group()], next="https://club.example/feed?n=1", epoch="e2"))
    assert (page.next, page.last, page.whole, page.licence, page.epoch) == (
        "https://club.example/feed?n=1", False, False, make.LICENCE, "e2",
    )  # fmt: skip
    assert page.findings == ()


def test_a_page_without_items_is_the_last() -> None:
    assert read_page(make.page([])).last


def test_plain_rpde_has_no_epoch_and_may_have_no_licence() -> None:
    page = read_page(make.page([GOOD], epoch=None, licence=None))
    assert (page.epoch, page.horizon, page.licence) == ("", 0, "")


def test_a_tombstone_needs_no_data() -> None:
    records = read(make.deleted(make.group())).records
    assert [r.deleted for r in records] == [False, True, False]
    assert records[1].findings == ()


@pytest.mark.parametrize("name", [None, "", [], {}, True, 1.5, "a\nb", "a\0b"])
def test_an_item_that_cannot_be_named_is_a_finding_of_the_page(name: Any) -> None:
    page = read(make.updated(make.group(), id=name))
    assert len(page.records) == 2
    (finding,) = page.findings
    assert (finding.code, finding.severity, finding.pointer) == ("unreadable-item", "error", "/items/1")


@pytest.mark.parametrize("item", [None, 1, "x", [], [1]])
def test_an_item_that_is_no_object_is_a_finding_of_the_page(item: Any) -> None:
    page = read(item)
    assert len(page.records) == 2
    assert [f.pointer for f in page.findings] == ["/items/1"]


@pytest.mark.parametrize(
    "change",
    [{"state": "new"}, {"state": None}, {"state": 7}, {"data": None}, {"data": "x"}, {"data": [1]}, {"data": 1}],
)
def test_an_item_that_cannot_be_taken_is_kept_with_the_reason(change: dict[str, Any]) -> None:
    bad = read(make.updated(make.group(), **change)).records[1]
    assert (bad.data, bad.deleted, bad.id) == (None, False, "https://club.example/items/1")
    assert [f.code for f in bad.findings] == ["unreadable-item"]


def test_data_null_is_not_a_deletion() -> None:
    body = make.page([GOOD]).replace(json.dumps(GOOD["data"]).encode(), b"null")
    (record,) = read_page(body).records
    assert not record.deleted


@pytest.mark.parametrize(
    ("said", "number"),
    [
        (12, 12), ("12", 12), ("1700000000000000000", 1700000000000000000), (0, 0), (None, 0), (True, 0), (1.5, 0), ("x", 0), ("", 0),
        (-1, 0), (2**63 - 1, 2**63 - 1), (2**63, 0), (10**30, 0), ("9" * 19, 0), ("9" * 40, 0), ({}, 0),
    ],
)  # fmt: skip
def test_modified_is_a_number_that_can_be_kept(said: Any, number: int) -> None:
    assert read(make.updated(make.group(), modified=said)).records[1].modified == number


def test_an_id_may_be_a_number() -> None:
    assert read(make.updated(make.group(), id=17)).records[1].id == "17"


def test_two_items_of_one_name_are_both_read_in_order() -> None:
    page = read_page(
        make.page([make.updated(make.group(name="First name")), make.updated(make.group(name="Second name"))])
    )
    assert [r.data["name"] for r in page.records if r.data] == ["First name", "Second name"]


def test_unreadable_data_costs_only_its_own_item() -> None:
    body = make.page([make.group(name="Bad one"), make.group(name="Good one")]).replace(b"Bad one", b"\xff")
    bad, good = read_page(body).records
    assert [f.code for f in bad.findings] == ["unreadable-item"]
    assert good.data
    assert good.data["name"] == "Good one"


def test_data_with_faults_is_not_taken() -> None:
    body = make.page([make.group()]).replace(b'"name": ', b'"name": "Other", "name": ', 1)
    (record,) = read_page(body).records
    assert record.data is None
    assert [f.code for f in record.findings] == ["duplicate-member"]


@pytest.mark.parametrize(
    "body",
    [
        make.page([make.group(name="Café"), make.deleted(make.group()), make.group()]),
        json.dumps(
            json.loads(make.page([make.group(name="Ünï"), make.group()])), indent=3, ensure_ascii=False
        ).encode(),
        make.page([make.updated(make.group(), state="odd"), 5, make.group(), make.group()]),
    ],
    ids=["compact", "spaced", "broken neighbours"],
)
def test_each_document_stands_in_the_page_where_its_record_says(body: bytes) -> None:
    records = [r for r in read_page(body).records if r.data]
    assert records
    for record in records:
        assert body[record.offset : record.offset + len(record.raw)] == record.raw
        assert json.loads(record.raw) == record.data
    assert [r.offset for r in records] == sorted({r.offset for r in records})


def test_pointers_lead_to_the_documents() -> None:
    body = make.page([make.deleted(make.group()), make.group()])
    assert [r.pointer for r in read_page(body).records] == ["/items/0/data", "/items/1/data"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{}", b"[]", b"null", b"7", b'{"next": "x"}', b'{"items": {}, "next": "x"}', b'{"items": [], "next": 7}',
        b'{"items": null, "next": "x"}', b'{"items": [', b'{"items": [], "next": "x"} trailing', b'{"items": [NaN], "next": ""}',
        b'{"items": [], "next": "\xff"}', make.page([GOOD])[:-30], make.page([GOOD]).decode().encode("utf-16"),
        b"<html>Service unavailable</html>", b'{"next":"","items":[' + b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_page_is_refused_whole(body: bytes) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read_page(body)
    assert caught.value.facts["line"] == 1


@pytest.mark.parametrize(
    "extension", [None, 7, [], {"epoch": 7, "horizon": "many"}, {"horizon": -3}, {"horizon": 10**40}]
)
def test_an_odd_extension_does_not_matter(extension: Any) -> None:
    body = json.dumps({"next": "", "items": [GOOD], "openhub": extension, "license": 7}).encode()
    page = read_page(body)
    assert (page.horizon, page.licence, len(page.records)) == (0, "", 1)


def test_a_page_is_told_by_its_members() -> None:
    assert looks_like_page({"items": [], "next": ""})
    assert not any(looks_like_page(d) for d in ({"items": []}, {"next": ""}, {"items": {}, "next": ""}, [], None))
