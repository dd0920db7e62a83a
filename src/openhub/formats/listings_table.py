"""The rows of a spreadsheet saved as CSV, each with where it stands: the encoding and the delimiter are recognised."""

import csv
import io
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from openhub.errors import UnreadableDocument
from openhub.formats.listings_columns import known_names, plain
from openhub.formats.strict_json import BOM, not_text

DELIMITERS = (",", ";", "\t")
ENOUGH = 2
"""So many names of columns that are known make a listing of what nobody says is one."""

_SAYS = re.compile(r"sep=([,;\t|])\r?\n?")  # the first line that Excel takes as a word about the delimiter
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is that of the spreadsheet, from 1; it starts on a line, from 1, and so many bytes after any mark."""

    number: int
    line: int
    offset: int
    raw: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The header and the rows below it that are not blank."""

    header: Row
    rows: tuple[Row, ...]
    delimiter: str
    encoding: str


def sniffs(data: bytes) -> bool:
    """Whether bytes begin with names of columns, enough of which are known. What begins as JSON is JSON, if broken."""
    head = data[:_HEAD].removeprefix(BOM)
    if not_text(data) or head.lstrip()[:1] in (b"{", b"["):
        return False
    text = head.decode("utf-8", "replace")
    try:
        first = next(_rows(text, _delimiter(text), "utf-8"), None)
    except csv.Error:
        return False
    return first is not None and len(_known(first.cells)) >= ENOUGH


@lru_cache(maxsize=1)  # whoever asks where the cells of a listing are asks often
def table(data: bytes) -> Table:
    """Raises UnreadableDocument for what is no text, has a quote without end, or names no column that is known."""
    if problem := not_text(data):
        raise UnreadableDocument(problem.replace("JSON", "a listing"), line=1, column=1)
    text, encoding = _decoded(data.removeprefix(BOM))
    delimiter = _delimiter(text)
    rows: list[Row] = []
    try:
        rows.extend(_rows(text, delimiter, encoding))
    except csv.Error as error:
        line = rows[-1].line + rows[-1].raw.count("\n") if rows else 1
        raise UnreadableDocument(
            f'A quotation mark (") in or after line {line} has no end, or text stands behind it. A spreadsheet writes a text '
            'that has one as "the ""Crown"" inn".',
            line=line,
            column=1,
        ) from error
    if not rows or not _known(rows[0].cells):
        raise UnreadableDocument(
            "The first row names no column that is known. It should be like: name, url, startDate, place, themes. "
            "For a whole one: openhub convert --template Event.",
            line=rows[0].line if rows else 1,
            column=1,
        )
    return Table(rows[0], tuple(rows[1:]), delimiter, encoding)


def spot(data: bytes, number: int, index: int | None) -> tuple[int, int, int]:
    """Line and column, both from 1, and offset of a cell, by the number of its row and its index; of None the row's."""
    whole = table(data)
    row = row_of(whole, number)
    start = 0 if index is None else _start(row.raw, index, whole.delimiter)
    before = row.raw[:start]
    lines = before.count("\n")
    column = start - (before.rfind("\n") + 1)
    mark = len(BOM) if data.startswith(BOM) else 0
    return row.line + lines, column + 1, mark + row.offset + len(before.encode(whole.encoding, "replace"))


def row_of(whole: Table, number: int) -> Row:
    """The row of that number; the header when there is none."""
    at = bisect_left(whole.rows, number, key=lambda row: row.number)
    return whole.rows[at] if at < len(whole.rows) and whole.rows[at].number == number else whole.header


def _decoded(data: bytes) -> tuple[str, str]:
    """The text, and the encoding that it is in: UTF-8, else the one that Windows programs save in."""
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
    raise UnreadableDocument("This is neither UTF-8 nor Windows-1252. Save it as CSV in UTF-8.", line=line, column=1)


def _delimiter(text: str) -> str:
    """That by which the header falls into most names that are known; what the file says of it goes first."""
    if said := _SAYS.match(text):
        return said[1]
    return max(DELIMITERS, key=lambda one: _in_header(text, one))


def _in_header(text: str, delimiter: str) -> tuple[int, int]:
    try:
        first = next(_rows(text, delimiter, "utf-8"), None)
    except csv.Error:
        return 0, 0
    return (len(_known(first.cells)), len(first.cells)) if first else (0, 0)


def _known(cells: tuple[str, ...]) -> set[str]:
    return {known_names()[plain(cell)] for cell in cells if plain(cell) in known_names()}


def _rows(text: str, delimiter: str, encoding: str) -> Iterator[Row]:
    """All rows that are not blank."""
    read: list[str] = []
    lines = io.StringIO(text, newline="")
    reader = csv.reader(_noted(lines, read), delimiter=delimiter, strict=True)
    line, offset, number = 1, 0, 0
    while (cells := next(reader, None)) is not None:
        raw = "".join(read)
        read.clear()
        number += 1
        if any(cell.strip() for cell in cells) and not (number == 1 and _SAYS.fullmatch(raw)):
            yield Row(number, line, offset, raw, tuple(cell.strip() for cell in cells))
        line += raw.count("\n")
        offset += len(raw.encode(encoding, "surrogatepass" if encoding == "utf-8" else "strict"))


def _noted(lines: io.StringIO, read: list[str]) -> Iterator[str]:
    for line in lines:
        read.append(line)
        yield line


def _start(raw: str, index: int, delimiter: str) -> int:
    """Where a cell begins in its row."""
    cell = re.compile(rf'"(?:[^"]|"")*"|[^{re.escape(delimiter)}\r\n]*')
    position = 0
    for _ in range(index):
        end = cell.match(raw, position)
        if end is None or end.end() >= len(raw.rstrip("\r\n")):
            return position
        position = end.end() + 1
    return position
