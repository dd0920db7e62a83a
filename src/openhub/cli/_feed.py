"""Checks what only a whole feed shows, over all of its pages, or over all parts of a long file."""

import tempfile
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from openhub.cli._sheets import Sheet
from openhub.model.fault import found
from openhub.validate.report import Shown

if TYPE_CHECKING:
    from openhub.cli._placing import Found
    from openhub.model.finding import Finding
    from openhub.model.record import Page, Record
    from openhub.validate.engine import Validator


@dataclass(frozen=True, slots=True)
class _Kept:
    """A sheet without its bytes, and where those are."""

    sheet: Sheet
    file: Any
    start: int
    size: int
    first: int
    prefix: str
    suffix: str


class Feed:
    """Remembers of each item where it stood, in a few bytes, and of its sheets where their bytes can be read again."""

    def __init__(self, name: str, validator: "Validator", form: str) -> None:
        """Items that were mapped from another format are in no sheet as they are checked, so more of them is kept."""
        self.name = name
        self._check = validator.feed(self._document if name and "openhub" in form else None)
        self._sheets: list[_Kept] = []
        self._offsets, self._sizes, self._numbers = array("q"), array("q"), array("q")
        self._held: tuple[_Kept | None, bytes] = (None, b"")
        self._bytes: IO[bytes] | None = None
        self._whole = False
        self._first: Sheet | None = None
        self._unclear = False

    def begin(self, sheet: Sheet) -> None:
        """The records that are collected next are in this sheet."""
        self._whole = sheet.whole
        self._first = None if self._offsets else self._first or sheet
        self._unclear = self._unclear or not sheet.page or any(f.severity == "error" for f in sheet.page.findings)
        if not self.name:
            return
        record = next(iter(sheet.page.records), None) if sheet.page else None
        prefix, _, suffix = _parted(record.pointer) if record else ("", "", "")
        file, start = sheet.file or self._written(sheet.data), sheet.start
        if not sheet.file:
            start = file.tell() - len(sheet.data)
        bare = replace(sheet, data=b"", page=None, strays={})
        self._sheets.append(_Kept(bare, file, start, len(sheet.data), len(self._offsets), prefix, suffix))

    def collect(self, record: "Record") -> None:
        """Takes note of the next record of the sheet."""
        if record.data is not None:
            self._check.collect(record.data, len(self._offsets))
        self._offsets.append(record.offset)
        if self.name:
            self._sizes.append(len(record.raw))
            self._numbers.append(int(record.pointer.removesuffix("/data").rpartition("/")[2] or 0))

    def alone(self, page: "Page") -> "list[Found]":
        """What is wrong between the records of a page that is a feed by itself."""
        if empty := self._empty():
            return [(None, empty)]
        return [(page.records[index], finding) for index, finding in self._check.findings(whole=self._whole)]

    def close(self) -> Iterator[Shown]:
        """What is wrong between all that was collected."""
        from openhub.cli._placing import placed

        if self._first and (empty := self._empty()):
            yield from placed(self._first, [(None, empty)])
        for index, finding in self._check.findings(whole=self._whole):
            sheet, record = self._again(index)
            yield from placed(sheet, [(replace(record, id=finding.item), finding)])
        if self._bytes:
            self._bytes.close()

    def break_off(self) -> None:
        """Some of it could not be read, so nobody knows whether there is nothing in it."""
        self._unclear = True

    def _empty(self) -> "Finding | None":
        """That there is nothing in it: of a file a mistake for certain, of a feed in pages hardly."""
        if self._offsets or self._unclear or not self._first:
            return None
        paged = bool(self._first.page and self._first.page.next)
        return found("empty-feed" if paged else "nothing-to-check")

    def _document(self, index: int) -> Any:
        """An item that was collected, read again."""
        import orjson

        return orjson.loads(self._again(index)[1].raw)

    def _again(self, index: int) -> "tuple[Sheet, Record]":
        """The sheet and the record of an item, read again."""
        from openhub.model.record import Record

        kept = self._sheets[bisect_right(self._sheets, index, key=lambda kept: kept.first) - 1]
        if self._held[0] is not kept:
            kept.file.seek(kept.start)
            self._held = kept, kept.file.read(kept.size)
        data = self._held[1]
        offset, size = self._offsets[index], self._sizes[index]
        pointer = f"{kept.prefix}{self._numbers[index]}{kept.suffix}"
        raw = data[offset : offset + size]
        record = Record(id="", kind="", modified=0, data=None, raw=raw, pointer=pointer, offset=offset)
        return replace(kept.sheet, data=data), record

    def _written(self, data: bytes) -> IO[bytes]:
        """A page's bytes are put aside on disk, because asking for it again may give another."""
        if self._bytes is None:
            self._bytes = tempfile.TemporaryFile()  # noqa: SIM115  # it goes when it is closed
        self._bytes.seek(0, 2)
        self._bytes.write(data)
        return self._bytes


def _parted(pointer: str) -> tuple[str, str, str]:
    """What stands before the number of an item in its pointer, the number, and what stands after it."""
    before, slash, after = pointer.partition("/data") if pointer.endswith("/data") else (pointer, "", "")
    prefix, _, number = before.rpartition("/")
    return f"{prefix}/", number, f"{slash}{after}"
