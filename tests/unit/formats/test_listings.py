"""Listings in a spreadsheet: what people write is read where it is plain, and told with its row and column where it is not."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from openhub import spec
from openhub.errors import UnreadableDocument
from openhub.formats import formats, read, recognise
from openhub.formats.listings import FALL_BACKS, NOT_MAPPED, locate
from openhub.formats.listings_cells import ABOUT, READERS, Moment, Price, Unclear
from openhub.formats.listings_cells import read as read_cell
from openhub.formats.listings_column import Column
from openhub.formats.listings_columns import COLUMNS, columns_of
from openhub.formats.listings_templates import template
from openhub.model.record import Page
from openhub.validate.engine import Validator
from openhub.validate.members import known
from openhub.validate.surroundings import At
from tests import make

VALIDATOR = Validator()
AT = At(now=datetime(2026, 11, 24, tzinfo=UTC), home=make.LONDON, hosts=frozenset({make.HOST}))
ROW = {
    "id": "1",
    "name": "Soup",
    "url": "https://club.example/soup",
    "themes": "cooking",
    "organizer": "Us",
    "startDate": "2026-12-05",
    "place": "The hall",
}


def listing(*rows: dict[str, str], delimiter: str = ",") -> bytes:
    """A listing whose columns are those of its first row."""
    written = io.StringIO()
    table = csv.DictWriter(written, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    table.writeheader()
    table.writerows(rows)
    return written.getvalue().encode()


def page(*rows: dict[str, str]) -> Page:
    return read(listing(*rows), make.reading())[1]


def one(**changes: str) -> dict[str, Any]:
    """The document of a row that has no fault."""
    (record,) = page({**ROW, **changes}).records
    assert record.data is not None, record.findings
    return record.data


def codes(**changes: str) -> list[str]:
    """What is found wrong with a row."""
    (record,) = page({**ROW, **changes}).records
    return [f.code for f in record.findings]


# The table


def test_every_column_can_be_read_and_leads_to_a_member_that_there_is() -> None:
    for column in COLUMNS:
        assert column.kind in READERS
        assert column.kind in ABOUT
        assert not column.codes or column.codes in (*spec.code_lists(), "themes")
        member = known()
        for part in filter(None, column.at.split("/")):
            member = member if part == "0" else member.within[part]


def test_a_type_has_each_column_once() -> None:
    for kind in spec.TYPES:
        names = [c.name for c in COLUMNS if kind in c.types]
        assert len(names) == len(set(names))


@pytest.mark.parametrize("kind", spec.TYPES)
def test_a_template_has_what_is_needed_and_is_without_a_fault(kind: str) -> None:
    data = template(kind).encode()
    assert recognise(data) == "listings"
    _, found = read(data, make.reading())
    (record,) = found.records
    assert record.data is not None
    assert record.data["type"] == kind
    assert [*found.findings, *record.findings] == []
    assert [f for f in VALIDATOR.check(record.data, AT) if f.severity != "info"] == []
    header = template(kind).partition("\n")[0].split(",")
    assert {c.name for c in columns_of(kind).values() if kind in c.needed} <= set(header)


# Cells


def cell(kind: str, text: str, codes: str = "") -> Any:
    return read_cell(Column(name="x", about="", at="/x", kind=kind, codes=codes), text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        "24 November 2026",
        "24 Nov 2026",
        "24th of november 2026",
        "Tuesday 24 November 2026",
        "Tue, 24 Nov. 2026",
        "November 24, 2026",
        "24/11/2026",
        "24.11.2026",
        "24-11-2026",
        "2026-11-24 00:00:00",
    ],
)
def test_days_as_people_write_them(text: str) -> None:
    assert cell("date", text) == "2026-11-24"


def test_the_day_comes_first() -> None:
    assert cell("date", "03/04/2026") == "2026-04-03"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("11/24/2026", "before the month"),
        ("24/11/26", "four digits"),
        ("24 November 26", "four digits"),
        ("Monday 24 November 2026", "is a Tuesday"),
        ("31 November 2026", "no such day"),
        ("2026-13-01", "no such day"),
        ("46350", "spreadsheet"),
        ("2026-11-24 19:00", "without a time"),
        ("next Tuesday", ""),
        ("November 2026", ""),
        ("24 Ma 2026", ""),
        ("2026-11-24/2026-11-25", ""),
        ("T" * 90_000, ""),
    ],
)
def test_a_day_that_is_in_doubt_is_not_read(text: str, why: str) -> None:
    with pytest.raises(Unclear) as error:
        cell("date", text)
    assert error.value.code == "listing-date"
    assert why in error.value.why


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("24 November 2026 19:00", "19:00"),
        ("24 November 2026, 7pm", "19:00"),
        ("24/11/2026 at 7.30 pm", "19:30"),
        ("2026-11-24 19:00:00", "19:00"),
        ("2026-11-24T19:00", "19:00"),
        ("2026-11-24", None),
    ],
)
def test_a_day_with_its_time(text: str, time: str | None) -> None:
    moment = cell("moment", text)
    assert moment.day.isoformat() == "2026-11-24"
    assert (moment.at and moment.at.isoformat("minutes")) == time


def test_an_offset_is_kept() -> None:
    moment = cell("moment", "2026-06-24T19:00:00+0200")
    assert isinstance(moment, Moment)
    assert moment.offset == "+02:00"
    assert one(startDate="2026-06-24T19:00:00Z")["startDate"] == "2026-06-24T19:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("19:00", "19:00"),
        ("7pm", "19:00"),
        ("7.30 p.m.", "19:30"),
        ("12pm", "12:00"),
        ("noon", "12:00"),
        ("9am", "09:00"),
    ],
)
def test_times_as_people_write_them(text: str, time: str) -> None:
    assert cell("time", text) == time


@pytest.mark.parametrize("text", ["12am", "7", "25:00", "19:60", "evening", "7-9pm"])
def test_a_time_that_is_in_doubt_is_not_read(text: str) -> None:
    with pytest.raises(Unclear):
        cell("time", text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Monday", ["Monday"]),
        ("Mon, Weds & Fri", ["Monday", "Wednesday", "Friday"]),
        ("Monday to Wednesday", ["Monday", "Tuesday", "Wednesday"]),
        ("Sat-Mon", ["Saturday", "Sunday", "Monday"]),
        ("Tuesdays and Thursdays", ["Tuesday", "Thursday"]),
        ("tues; tue", ["Tuesday"]),
    ],
)
def test_days_of_the_week(text: str, days: list[str]) -> None:
    assert cell("days", text) == days


@pytest.mark.parametrize("text", ["T", "weekends", "Monday to Tuesday to Friday", "Mo"])
def test_days_of_the_week_in_doubt(text: str) -> None:
    with pytest.raises(Unclear):
        cell("days", text)


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("week", "P1W"),
        ("every 2 weeks", "P2W"),
        ("fortnightly", "P2W"),
        ("every other week", "P2W"),
        ("month", "P1M"),
        ("P1D", "P1D"),
        ("daily", "P1D"),
    ],
)
def test_how_often(text: str, duration: str) -> None:
    assert cell("repeat", text) == duration


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("free", Price(0)),
        ("0", Price(0)),
        ("£4.50", Price(4.5, "GBP")),
        ("4,50 €", Price(4.5, "EUR")),
        ("EUR 5", Price(5, "EUR")),
        ("1,250.00", Price(1250)),
    ],
)
def test_amounts(text: str, price: Price) -> None:
    assert cell("price", text) == price


@pytest.mark.parametrize("text", ["£5 / £3", "about 5", "5-10", "£", "1.234.567", "$5"])
def test_amounts_in_doubt(text: str) -> None:
    with pytest.raises(Unclear):
        cell("price", text)


def test_codes_are_known_by_their_labels_too() -> None:
    assert cell("codes", "Growing food, Yoga", "themes") == ["food-growing", "yoga"]
    assert cell("codes", "Sewing, knitting and textiles", "themes") == ["textiles"]
    assert cell("codes", "Yoga; yoga;coking", "themes") == ["yoga", "coking"]


# Rows


def test_a_time_has_the_offset_of_its_zone_that_day() -> None:
    made = one(startDate="2026-07-01", startTime="7pm", endTime="9pm")
    assert (made["startDate"], made["endDate"]) == ("2026-07-01T19:00:00+01:00", "2026-07-01T21:00:00+01:00")
    assert one(startTime="19:00", timeZone="Europe/Paris")["startDate"] == "2026-12-05T19:00:00+01:00"


def test_a_day_without_a_time_stays_a_day() -> None:
    made = one(endDate="2026-12-06")
    assert (made["startDate"], made["endDate"]) == ("2026-12-05", "2026-12-06")


def test_what_it_costs() -> None:
    assert one(price="0")["isAccessibleForFree"] is True
    paid = one(price="4.5", priceNote="£2 without work")
    assert paid["isAccessibleForFree"] is False
    assert paid["prices"] == [{"price": 4.5, "priceCurrency": "GBP", "note": "£2 without work"}]
    assert one(price="5", currency="EUR")["prices"][0]["priceCurrency"] == "EUR"


def test_an_id_of_ones_own_is_the_origins_and_an_address_is_itself() -> None:
    assert one(id="a b")["id"] == f"{make.FEED}#a%20b"
    assert one(id="https://club.example/7")["id"] == "https://club.example/7"
    assert one(id="")["id"] == ROW["url"]


def test_rows_that_cannot_be_told_apart_are_put_aside_and_the_others_are_not() -> None:
    found = page({**ROW, "id": ""}, {**ROW, "id": ""}, {**ROW, "id": "", "url": ""}, ROW)
    assert [[f.code for f in r.findings] for r in found.records] == [["listing-same-url"], ["listing-same-url"], []]
    assert [f.code for f in found.findings] == ["listing-without-id"]
    assert found.records[0].id == ROW["url"]
    assert found.records[1].id != ROW["url"]


def test_a_faulty_cell_keeps_its_row_out_and_no_other() -> None:
    found = page({**ROW, "startDate": "soon", "price": "?"}, {**ROW, "id": "2", "price": ""})
    assert [f.code for f in found.records[0].findings] == ["listing-date", "listing-price"]
    assert found.records[1].data
    assert codes(startDate="soon", price="?", latitude="north", free="perhaps") == [
        "listing-date",
        "listing-price",
        "listing-number",
        "listing-yes-no",
    ]


def test_a_formula_is_text() -> None:
    (record,) = page({**ROW, "name": '=HYPERLINK("https://a.example","x")'}).records
    assert record.data
    assert record.data["name"] == '=HYPERLINK("https://a.example","x")'
    assert [f.code for f in record.findings] == ["listing-formula"]


def test_a_cell_for_another_type_is_left_out_with_a_warning() -> None:
    (record,) = page({**ROW, "mode": "lend"}).records
    assert [(f.code, f.severity) for f in record.findings] == [("listing-unused-cell", "warning")]
    assert "mode" not in (record.data or {})


def test_an_unknown_type_is_the_validators_to_report() -> None:
    (record,) = page({**ROW, "type": "Evnt"}).records
    assert record.findings == ()
    assert [f.code for f in VALIDATOR.check(record.data, AT)] == ["unknown-type"]


def test_a_column_that_is_not_known_is_told_with_what_was_meant() -> None:
    found = page({**ROW, "pryce": "1", "Title": "again"})
    assert [f.code for f in found.findings] == ["listing-unknown-column", "listing-column-twice"]
    assert "Did you mean `price`?" in found.findings[0].message
    assert found.findings[0].pointer == "/1/pryce"


def test_everything_that_can_be_found_has_words() -> None:
    values = {
        "row": 1,
        "rows": "1",
        "column": "x",
        "text": "x",
        "why": "",
        "cells": 2,
        "columns": 1,
        "hint": "",
        "name": "x",
        "kind": "x",
    }
    for fault in (*NOT_MAPPED.values(), *FALL_BACKS.values()):
        assert fault.message.format_map(values).rstrip("?").endswith((".", "`"))


# Files


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_delimiters_and_encodings_are_recognised(delimiter: str, encoding: str) -> None:
    data = listing({**ROW, "name": "Café, soup; “bread”"}, delimiter=delimiter).decode().encode(encoding)
    name, found = read(data, make.reading())
    assert name == "listings"
    assert found.records[0].data
    assert found.records[0].data["name"] == "Café, soup; “bread”"
    line, column, offset = locate(data, "/2/startDate")
    assert line == 2
    assert data[offset:].startswith(b"2026-12-05")
    assert data.splitlines()[1].decode(encoding.removesuffix("-sig"))[column - 1 :].startswith("2026-12-05")


def test_a_place_is_that_of_the_cell_past_line_breaks_and_quotes() -> None:
    data = listing({**ROW, "name": 'Soup\nand "bread",\nboth'}, {**ROW, "id": "2"})
    assert locate(data, "/2")[0] == 2
    assert locate(data, "/2/url")[:2] == (4, 7)
    assert locate(data, "/3/themes/0")[0] == 5
    assert locate(data, "/3/location/address")[:2] == locate(data, "/3/place")[:2]
    assert locate(data, "/9/none") == (1, 1, 0)


def test_blank_rows_count_and_are_passed_over() -> None:
    head, row = listing(ROW).decode().splitlines()
    data = f"\n{head}\n,,,\n\n{row}\n".encode()
    (record,) = read(data, make.reading())[1].records
    assert record.pointer == "/5"
    assert locate(data, record.pointer)[0] == 5


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "no column that is known"),
        (b"a,b\n1,2\n", "openhub convert --template"),
        (b'name,url\n"Soup,https://a.example\n', "has no end"),
        (b'name,url\n"Soup" x,https://a.example\n', "text stands behind it"),
        (b"\xff\xfen\0a\0", "UTF-16"),
        (b"PK\x03\x04", "zip"),
        (b"name,url\n\x81\xff,x\n", "Windows-1252"),
    ],
)
def test_what_is_no_listing_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument, match=words):
        formats()["listings"].read(data, make.reading())


def test_json_is_never_a_listing_nor_a_listing_json() -> None:
    assert recognise(json.dumps([make.event()]).encode()) == "openhub-static"
    with pytest.raises(UnreadableDocument, match="not JSON"):
        recognise(b"name\nSoup\n")


@pytest.mark.parametrize("data", [b'[{"type": "Event", "name": "Soup", "url": ', b'\n{"items": [name, url, startDate'])
def test_broken_json_is_no_listing(data: bytes) -> None:
    """Its commas look like columns, and nothing in it would be an error."""
    with pytest.raises(UnreadableDocument):
        recognise(data)
    with pytest.raises(UnreadableDocument):
        recognise(data + b"\nname,url,startDate\n")
