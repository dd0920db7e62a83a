"""Our own feed: documents pass as they are, and an item keeps one name."""

import json

from openhub.formats import openhub, recognise
from tests import make


def test_documents_pass_as_they_were_published() -> None:
    document = make.group(unheardOf={"x": [1, None]}, name="Café")
    (record,) = openhub.read(make.page([document]), make.reading()).records
    assert record.data == document
    assert record.findings == ()


def test_an_id_unlike_the_feeds_is_remarked_upon_and_taken() -> None:
    (record,) = openhub.read(make.page([make.updated(make.group(), id="17")]), make.reading()).records
    assert record.data
    assert [(f.code, f.severity, f.pointer) for f in record.findings] == [("id-differs-from-feed", "warning", "/id")]


def test_a_document_without_id_is_left_to_the_validator() -> None:
    (record,) = openhub.read(make.page([make.updated(make.group(id=None), id="17")]), make.reading()).records
    assert (record.id, record.findings) == ("17", ())


def test_it_is_told_by_the_extension_or_the_first_type() -> None:
    assert recognise(make.page([])) == "openhub"
    assert recognise(make.page([make.offer()], epoch=None)) == "openhub"
    assert recognise(make.page([make.deleted(make.offer()), make.offer()], epoch=None)) == "openhub"
    foreign = make.event(**{"@context": ["https://openactive.io/", "https://openactive.io/ns-beta"]})
    assert recognise(make.page([foreign], epoch=None)) == "openactive"


def test_what_is_written_is_read_again() -> None:
    raw = b'{ "type":"Group", "id":"https://club.example/items/1", "price":5.0 }'
    body = openhub.write(
        [
            {"state": "updated", "kind": "Group", "id": "https://club.example/items/1", "modified": 4, "data": raw},
            {"state": "deleted", "kind": "Group", "id": "https://club.example/items/2", "modified": 5},
        ],
        next_address="https://hub.example/feed?afterChangeNumber=5",
        licence=make.LICENCE,
        epoch="e",
        horizon=3,
    )
    page = openhub.read(body, make.reading())
    kept, gone = page.records
    assert kept.raw == raw
    assert (kept.data, kept.modified, gone.deleted, gone.modified) == (json.loads(raw), 4, True, 5)
    assert (page.next, page.licence, page.epoch, page.horizon) == (
        "https://hub.example/feed?afterChangeNumber=5", make.LICENCE, "e", 3,
    )  # fmt: skip
