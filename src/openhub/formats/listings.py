"""Listings in a spreadsheet, saved as CSV: one row is one item, and columns are called like members or in plain words."""

import difflib
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import orjson

from openhub import spec
from openhub.formats.format import Format, Reading
from openhub.formats.listings_cells import Unclear
from openhub.formats.listings_cells import read as read_cell
from openhub.formats.listings_column import Column
from openhub.formats.listings_columns import COLUMNS, columns_of, known_names, plain
from openhub.formats.listings_map import document, identity
from openhub.formats.listings_table import Row, Table, row_of, sniffs, spot, table
from openhub.formats.strict_json import faults
from openhub.model.fault import Fault, found
from openhub.model.finding import Finding, escaped
from openhub.model.record import Page, Record

MOST_SHOWN = 60

# Why a row is not taken: by code.
NOT_MAPPED = {
    "listing-date": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} is no day that can be read for certain.{why}",
        "Write 2026-11-24 or 24 November 2026; 24/11/2026 is read with the day first.",
    ),
    "listing-time": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} is no time of day that can be read for certain.{why}",
        "Write 19:00 or 7pm.",
    ),
    "listing-days": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} names no days of the week.{why}",
        "Write Monday; Thursday, or Monday to Friday.",
    ),
    "listing-repeat": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} does not say how often.{why}",
        "Write day, week, 2 weeks or month.",
    ),
    "listing-number": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} is no number.{why}",
        "Write it in digits alone, such as 12 or 51.5519.",
    ),
    "listing-price": Fault(
        "error",
        "Row {row}, column `{column}`: {text!r} is not one amount.{why}",
        "Write one number, such as 4.50 or £4.50, and all else, such as concessions, in the column `priceNote`.",
    ),
    "listing-yes-no": Fault(
        "error", "Row {row}, column `{column}`: {text!r} is neither yes nor no.{why}", "Write yes or no."
    ),
    "listing-cells": Fault(
        "error",
        "Row {row} has {cells} cells, but the first row names only {columns} columns.",
        "Write a text that has the delimiter in it between quotation marks, as a spreadsheet does by itself.",
    ),
    "listing-without-id": Fault(
        "error",
        "Row {row} has neither `id` nor `url`, so it cannot be told from the others.",
        "Give it a number or a word of its own in the column `id`, and never change it.",
    ),
    "listing-same-url": Fault(
        "error",
        "Rows {rows} have the same `url` and no `id`, so they cannot be told apart.",
        "Give each a number or a word of its own in the column `id`, and never change it.",
    ),
}
# What was left out, or looks as if it were not meant: by code.
FALL_BACKS = {
    "listing-unknown-column": Fault(
        "warning",
        "No column is called `{column}`, so it was left out.{hint}",
        "Give it a name that is known; `openhub convert --template Event` shows them.",
    ),
    "listing-column-twice": Fault(
        "warning",
        "Column `{column}` stands for `{name}`, which another column before it is already, so it was left out.",
        "Keep one of them.",
    ),
    "listing-unused-cell": Fault(
        "warning",
        "Row {row}, column `{column}`: this is not for the type {kind}, so it was left out.",
        "Empty the cell, or put another type into the column `type`.",
    ),
    "listing-formula": Fault(
        "warning",
        "Row {row}, column `{column}`: this is a formula, which is taken as the text that it is.",
        "Save the sheet with values in the place of formulas.",
    ),
}


@dataclass(frozen=True, slots=True)
class _Headed:
    """The names of the columns by their place in the header, and how the header writes them."""

    names: dict[int, str]
    written: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A row with what its cells say, and what was found wrong with it."""

    row: Row
    kind: str
    cells: dict[str, Any]
    findings: tuple[Finding, ...]


def read(data: bytes, reading: Reading) -> Page:
    """Raises UnreadableDocument when the bytes are no table, or name no column that is known."""
    whole = table(data)
    headed = _headed(whole)
    taken = [_take(row, headed) for row in whole.rows]
    records, loose = [], _strange(whole, headed)
    shared = _shared(taken)
    for one in taken:
        record = _record(one, reading, shared.get(str(one.cells.get("url") or ""), ()))
        if record.id:
            records.append(record)
        else:
            loose += record.findings
    return Page(records=tuple(records), findings=tuple(loose), last=True, whole=True)


def locate(data: bytes, pointer: str) -> tuple[int, int, int]:
    """Line, column and offset of what a pointer of a record or finding leads to: a row, or the cell a member was read from."""
    row, inner = _row(pointer)
    return spot(data, row, _cell(inner, _headed(table(data))))


def cell(data: bytes, pointer: str) -> tuple[int, str, str]:
    """The row, from 1, of the cell that `locate` finds, its heading and its text; the last two are "" for the row as a whole."""
    number, inner = _row(pointer)
    whole = table(data)
    headed, row = _headed(whole), row_of(whole, number)
    index = _cell(inner, headed)
    if index is None:
        return row.number, "", ""
    return row.number, headed.written[index], row.cells[index] if index < len(row.cells) else ""


def _row(pointer: str) -> tuple[int, str]:
    """The row that a pointer begins with, 0 when with none, and the pointer within it."""
    _, number, *path = [*pointer.split("/"), ""]
    return int(number) if number.isdecimal() else 0, "/".join(["", *filter(None, path)])


def _cell(pointer: str, headed: _Headed) -> int | None:
    """The column that a pointer within an item is about: by its own name, or the nearest that goes to what is there or around it."""
    name = pointer.removeprefix("/")
    if name in map(escaped, headed.written):
        return [escaped(one) for one in headed.written].index(name)
    places = {name: place for place, name in headed.names.items()}
    while pointer:
        for column in COLUMNS:
            inside = column.at == pointer or column.at.startswith(f"{pointer}/")
            if inside and column.name in places:
                return places[column.name]
        pointer = pointer.rpartition("/")[0]
    return None


def _headed(whole: Table) -> _Headed:
    names: dict[int, str] = {}
    for place, written in enumerate(whole.header.cells):
        name = known_names().get(plain(written))
        if name is not None and name not in names.values():
            names[place] = name
    return _Headed(names, whole.header.cells)


def _strange(whole: Table, headed: _Headed) -> list[Finding]:
    """What is wrong with the names of columns that are not read."""
    findings = []
    for place, written in enumerate(whole.header.cells):
        if place in headed.names or not written:
            continue
        name = known_names().get(plain(written))
        at = f"/{whole.header.number}/{escaped(written)}"
        if name is None:
            findings.append(_fault("listing-unknown-column", at, column=_short(written), hint=_hint(written)))
        else:
            findings.append(_fault("listing-column-twice", at, column=_short(written), name=name))
    return findings


def _hint(written: str) -> str:
    close = difflib.get_close_matches(plain(written)[:MOST_SHOWN], known_names(), n=1, cutoff=0.7)
    return f" Did you mean `{known_names()[close[0]]}`?" if close else ""


def _take(row: Row, headed: _Headed) -> _Taken:
    """Reads each cell; all that cannot be read is found at once."""
    texts = {
        name: row.cells[place] for place, name in headed.names.items() if place < len(row.cells) and row.cells[place]
    }
    kind = str(read_cell(columns_of("Event")["type"], texts["type"])) if "type" in texts else "Event"
    cells: dict[str, Any] = {"type": kind}
    findings: list[Finding] = []
    if any(row.cells[len(headed.written) :]):
        counts: dict[str, Any] = {"cells": len(row.cells), "columns": len(headed.written)}
        return _Taken(row, kind, texts, (_fault("listing-cells", row=row.number, **counts),))
    for name, text in texts.items():
        where = {"row": row.number, "column": _as_written(name, headed)}
        at = f"/{escaped(where['column'])}"
        column = columns_of(kind).get(name)
        if column is None and kind not in spec.TYPES:  # which the validator reports
            continue
        if column is None:
            findings.append(_fault("listing-unused-cell", at, kind=_short(kind), **where))
            continue
        if text.startswith("="):
            findings.append(_fault("listing-formula", at, **where))
        cells[name], wrong = _read(column, text, at, where)
        findings += wrong
    return _Taken(row, kind, cells, tuple(findings))


def _read(column: Column, text: str, at: str, where: dict[str, Any]) -> tuple[Any, list[Finding]]:
    try:
        return read_cell(column, text), []
    except Unclear as error:
        why = f" {error.why}." if error.why else ""
        return None, [_fault(error.code, at, text=_short(text), why=why, **where)]


def _as_written(name: str, headed: _Headed) -> str:
    return next(headed.written[place] for place, known in headed.names.items() if known == name)


def _shared(taken: list[_Taken]) -> dict[str, tuple[int, ...]]:
    """The numbers of the rows without an id, by the `url` that several of them have."""
    nameless = [one for one in taken if not one.cells.get("id") and one.cells.get("url")]
    counts = Counter(str(one.cells["url"]) for one in nameless)
    rows: dict[str, tuple[int, ...]] = {}
    for one in nameless:
        url = str(one.cells["url"])
        if counts[url] > 1:
            rows[url] = (*rows.get(url, ()), one.row.number)
    return rows


def _record(one: _Taken, reading: Reading, shared: tuple[int, ...]) -> Record:
    """The record of a row; without an id it only carries the finding that says so."""
    findings = list(one.findings)
    own = identity(one.cells, reading)
    at = f"/{one.row.number}"
    if not own:
        findings.append(_fault("listing-without-id", row=one.row.number))
    elif one.row.number in shared:
        listed = ", ".join(map(str, shared[:5])) + (" …" if len(shared) > 5 else "")
        findings.append(_fault("listing-same-url", rows=listed))
        if one.row.number != shared[0]:  # the first may be what was taken before there were several
            own = f"{own}#row-{one.row.number}"
    made: dict[str, Any] | None = None
    if not any(f.severity == "error" for f in findings):
        made = document(one.kind, one.cells, reading)
        findings += faults(made, orjson.dumps(made), own)
    if own and made and not any(f.severity == "error" for f in findings):
        raw = orjson.dumps(made)
    else:
        made, raw = None, orjson.dumps(dict(enumerate(one.row.cells, 1)), option=orjson.OPT_NON_STR_KEYS)
    if not own:
        placed = tuple(replace(f, pointer=f"{at}{f.pointer}") for f in findings)
        return Record(id="", kind=one.kind, modified=0, data=None, pointer=at, findings=placed)
    named = tuple(replace(f, item=own) for f in findings)
    return Record(id=own, kind=one.kind, modified=0, data=made, raw=raw, pointer=at, findings=named)


def _fault(code: str, pointer: str = "", **values: Any) -> Finding:
    return found(code, pointer, among=NOT_MAPPED if code in NOT_MAPPED else FALL_BACKS, **values)


def _short(text: str) -> str:
    """What is shown of a text that may be long."""
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _recognises(document: Any) -> bool:
    """What is JSON is no listing."""
    return False


FORMAT = Format(
    name="listings",
    about="A spreadsheet saved as CSV, one row an item (see docs/spreadsheets.md), mapped to OpenHub items.",
    recognises=_recognises,
    read=read,
    sniffs=sniffs,
    locate=locate,
    cell=cell,
)
