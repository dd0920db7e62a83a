"""Finds the line and column of what `openhub validate` found in a sheet, and what can be shown of the line."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from openhub.cli._sheets import Sheet
from openhub.validate.report import Cell, Shown

if TYPE_CHECKING:
    from openhub.model.finding import Finding
    from openhub.model.record import Record
    from openhub.validate.edits import Edit
    from openhub.validate.locate import Place

Locate = Callable[[bytes, str], tuple[int, int, int]]
InCell = Callable[[bytes, str], tuple[int, str, str]]
Found = tuple["Record | None", "Finding"]

_MARK = 3  # bytes of the sign that says UTF-8, which readers leave out of a record's offset


def placed(sheet: Sheet, found: list[Found]) -> list[Shown]:
    """Each finding with its place, in the order given. Of an item that was mapped only the item is placed, because it has
    other members than its source.
    """
    from openhub.formats import formats

    if (form := formats().get(sheet.form)) and form.locate:
        return [_told(sheet, record, finding, form.locate, form.cell) for record, finding in found]
    follow = "openhub" in sheet.form
    slow = [_pointer(record, finding, follow) for record, finding in found if not _starts(sheet, record, follow)]
    places = _by_pointer(sheet, slow) if slow else {}
    repeated: dict[int, dict[str, list[Place]]] = {}
    every: list[Shown] = []
    for record, finding in found:
        place = places.get(_pointer(record, finding, follow)) or _within(sheet, record, finding)
        if finding.code == "duplicate-member":  # no pointer can tell the second from the first
            place = _again(sheet, finding, place, repeated)
        suggestion = finding.suggestion if follow else None  # what was mapped has no such member to change
        whole = replace(finding, pointer=f"{_top(record)}{finding.pointer}", suggestion=suggestion)
        one = shown(sheet, whole, _moved(sheet, place), place.offset)
        every.append(replace(one, edit=_edit(sheet, whole, place)) if suggestion else one)
    return every


def _told(
    sheet: Sheet, record: "Record | None", finding: "Finding", locate: Locate, cell: "InCell | None" = None
) -> Shown:
    """A finding in what is no JSON, whose format says where that is."""
    from openhub.validate.locate import Place

    whole = replace(finding, pointer=f"{_top(record)}{finding.pointer}", suggestion=None)
    one = shown(sheet, whole, Place(*locate(sheet.data, whole.pointer)))
    return replace(one, cell=Cell(*cell(sheet.data, whole.pointer))) if cell else one


def shown(sheet: Sheet, finding: "Finding", place: "Place", offset: int | None = None) -> Shown:
    """A finding at its place in the file; the offset in the sheet, if it is another, tells which line can be shown."""
    from openhub.formats import not_text
    from openhub.validate.locate import around

    where = place.offset if offset is None else offset
    source, mark = ("", 0) if not_text(sheet.data) else around(sheet.data, where)
    return Shown(finding=finding, file=sheet.name, line=place.line, column=place.column, source=source, mark=mark)


def _edit(sheet: Sheet, finding: "Finding", place: "Place") -> "Edit | None":
    """The change that is suggested, in the text of the file."""
    from openhub.validate.edits import edit

    made = edit(sheet.data, place, finding.pointer, finding.suggestion) if finding.suggestion else None
    return made and replace(made, start=_moved(sheet, made.start), end=_moved(sheet, made.end))


def _pointer(record: "Record | None", finding: "Finding", follow: bool) -> str:
    return f"{_top(record)}{finding.pointer}" if follow else _top(record)


def _top(record: "Record | None") -> str:
    return record.pointer if record else ""


def _starts(sheet: Sheet, record: "Record | None", follow: bool) -> int:
    """One more than the offset at which the record's bytes stand in the sheet; 0 when that is not known."""
    if record is None or not record.raw or not follow:
        return 0
    for offset in (record.offset, record.offset + _MARK):
        if sheet.data.startswith(record.raw, offset):
            return offset + 1
    return 0


def _within(sheet: Sheet, record: "Record | None", finding: "Finding") -> "Place":
    """The place in the sheet, looked for in the record's own bytes."""
    from openhub.validate.locate import locate, place_of

    offset = _starts(sheet, record, follow=True) - 1
    return _added(place_of(sheet.data, offset), locate(record.raw if record else b"", finding.pointer))


def _added(outer: "Place", inner: "Place") -> "Place":
    """A place that was found in bytes which begin at another."""
    column = inner.column + (outer.column - 1 if inner.line == 1 else 0)
    return replace(outer, line=outer.line + inner.line - 1, column=column, offset=outer.offset + inner.offset)


def _by_pointer(sheet: Sheet, pointers: list[str]) -> "dict[str, Place]":
    from openhub.validate.locate import locate_all, place_of

    if sheet.file is None:
        return locate_all(sheet.data, pointers)
    return {
        pointer: _astray(sheet, pointer, place_of(sheet.data, sheet.strays.get(pointer, 0))) for pointer in pointers
    }


def _astray(sheet: Sheet, pointer: str, item: "Place") -> "Place":
    """The place of an item that could not be read, or, in a feed page, of its data."""
    from openhub.validate.locate import locate

    inner = locate(sheet.data[item.offset :], "/data" if pointer.endswith("/data") else "")
    return _added(item, inner)


def _again(sheet: Sheet, finding: "Finding", place: "Place", repeated: "dict[int, dict[str, list[Place]]]") -> "Place":
    """Where the member stands for the second time, and the third for the next finding."""
    from openhub.validate.locate import repeats

    if place.offset not in repeated:
        repeated[place.offset] = repeats(sheet.data, place.offset)
    again = repeated[place.offset].get(finding.values["name"])
    return again.pop(0) if again else place


def _moved(sheet: Sheet, place: "Place") -> "Place":
    """The place in the file."""
    if sheet.file is None:
        return place
    column = place.column + (sheet.column - 1 if place.line == 1 else 0)
    return replace(place, line=place.line + sheet.line - 1, column=column)
