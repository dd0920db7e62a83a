"""Every finding as a row of a table, for spreadsheets."""

import csv
import io
from collections.abc import Iterable

from openhub.validate.report import HELP, Placed
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import change, clean

HEAD = (
    "severity",
    "code",
    "file",
    "line",
    "column",
    "row",
    "heading",
    "item",
    "pointer",
    "value",
    "message",
    "fix",
    "change",
    "help",
    "fingerprint",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def _row(cells: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([_harmless(cell) for cell in cells])
    return text.getvalue()


def _harmless(cell: object) -> object:
    """The cell so that no spreadsheet takes it for a formula: one that could be begins with an apostrophe."""
    if not isinstance(cell, str):
        return cell
    return f"'{clean(cell)}" if cell.lstrip(" ").startswith(_FORMULA) else clean(cell)


def _finding(found: Placed) -> str:
    return _row(
        (
            found.severity,
            found.code,
            found.file,
            found.line,
            found.column,
            found.cell.row if found.cell else "",
            found.cell.heading if found.cell else "",
            found.item,
            found.pointer,
            found.value,
            found.message,
            found.remedy,
            change(found.suggestion) if found.suggestion else "",
            f"{HELP}{found.code}",
            found.fingerprint,
        )
    )


OUTPUT = Output(
    about="every finding as a row for a spreadsheet",
    begin=_row(HEAD),
    each=_finding,
    end=lambda report: "",
    encoding="utf-8-sig",  # or the spreadsheet of a council shows CafÃ©
)
