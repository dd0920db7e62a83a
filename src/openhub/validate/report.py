"""What a check found, placed in the files that it stands in, and the whole of it as one value that is made into each output."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openhub import spec
from openhub.model.finding import Finding, Severity
from openhub.validate.edits import Edit

HELP = f"{spec.NAMESPACE}rules#"
"""Before a code: the address of the page about it."""

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}

MOST_LETTERS = 120
_ITEM = re.compile(r"/items/[0-9]+/data|/items/[0-9]+|/[0-9]+")
_INDEX = re.compile(r"/[0-9]+(?=/|$)")
_BESIDE = ("missing-property", "duplicate-member")  # their pointer is the object's; which member it is, the values say


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands in a spreadsheet: the row, from 1, the heading of the column, and what the cell says.

    Without a heading it is the row as a whole.
    """

    row: int
    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding with where it stands; its pointer counts from the top of the file, `mark` within what is shown of the line.

    `edit` is its suggestion as a change of the file's text, where that is known, and `cell` where it is in a spreadsheet.
    """

    finding: Finding
    file: str
    line: int
    column: int
    source: str
    mark: int
    edit: Edit | None = None
    cell: Cell | None = None


@dataclass(slots=True)
class Tally:
    """What was checked and found so far."""

    items: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    unread: list[dict[str, str]] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.items += other.items
        self.error += other.error
        self.warning += other.warning
        self.info += other.info
        self.unread += other.unread


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A finding as outputs show it. `value` is the start of what stands there; `suggestion` an operation of JSON Patch on the file,
    and `edit` the same as a change of its text.
    """

    code: str
    severity: Severity
    file: str
    line: int
    column: int
    pointer: str
    item: str
    value: str
    message: str
    remedy: str
    fingerprint: str
    source: str
    mark: int
    suggestion: Mapping[str, Any] | None = None
    edit: Edit | None = None
    cell: Cell | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All findings of one code and severity: how many they are, in how many items, and the first few."""

    code: str
    severity: Severity
    family: str
    about: str
    count: int
    items: int
    samples: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Input:
    """A file or a page of a feed that was read."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Lasting:
    """Findings that a baseline knows: what one entry of it says."""

    fingerprint: str
    code: str
    item: str
    pointer: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One run, whole. It has no time but `as_of`, so the same input gives the same report.

    `counts` and `groups` are of what is new; `known` counts what the baseline has, `stale` is what it has in vain.
    `misshapen` counts the items of which the schema refused something, so that rules which read it were not run.
    `worst` are the findings that are kept for outputs that list them, the worst first.
    """

    version: str
    rules: str
    as_of: str
    fail_on: Severity | None
    items: int
    counts: Mapping[Severity, int]
    groups: tuple[Group, ...]
    worst: tuple[Placed, ...] = ()
    inputs: tuple[Input, ...] = ()
    unread: tuple[Mapping[str, str], ...] = ()
    rules_run: tuple[str, ...] = ()
    rules_skipped: Mapping[str, str] = field(default_factory=dict)
    profile: Mapping[str, str] | None = None
    complete: bool = True
    baseline: str = ""
    known: int = 0
    known_errors: int = 0
    misshapen: int = 0
    stale: tuple[Lasting, ...] = ()
    quality: Mapping[str, Any] | None = None

    @property
    def conforms(self) -> bool:
        """Whether all was read, and nothing in it is an error, known or not."""
        return not (self.counts["error"] or self.unread or self.known_errors)

    def fails(self, severity: Severity) -> bool:
        """Whether a finding of this severity makes the run fail."""
        return self.fail_on is not None and RANK[severity] <= RANK[self.fail_on]

    def exit_code(self, *, fail_on_stale: bool = False) -> int:
        """3 when something could not be read, 1 for findings, 5 for a stale baseline, else 0."""
        if self.unread:
            return 3
        if any(count and self.fails(severity) for severity, count in self.counts.items()):
            return 1
        return 5 if fail_on_stale and self.stale else 0


def placed(shown: Shown, severity: Severity) -> Placed:
    """The finding as outputs show it, with the severity that was chosen."""
    found = shown.finding
    return Placed(
        code=found.code,
        severity=severity,
        file=shown.file,
        line=shown.line,
        column=shown.column,
        pointer=found.pointer,
        item=found.item,
        value=_cut(shown.cell.text) if shown.cell else _value(shown.source[shown.mark :]),
        message=found.message,
        remedy=found.remedy,
        fingerprint=_fingerprint(shown),
        source=shown.source,
        mark=shown.mark,
        suggestion=found.suggestion.patch(found.pointer) if found.suggestion else None,
        edit=shown.edit,
        cell=shown.cell,
    )


def within_item(pointer: str) -> str:
    """The pointer from the top of its item, without the numbers of entries, so that it lasts when the order changes."""
    start = _ITEM.match(pointer)
    return _INDEX.sub("", pointer[start.end() :] if start else pointer)


def top_of(pointer: str) -> str:
    """The pointer of the item that a pointer leads into."""
    start = _ITEM.match(pointer)
    return start[0] if start else ""


def _fingerprint(shown: Shown) -> str:
    """The same as long as the code, the item (or else the file) and the place in it are. It tells nothing of the order."""
    found = shown.finding
    where = within_item(found.pointer)
    if found.code in _BESIDE:
        where += f"/{found.values.get('property') or found.values.get('name') or ''}"
    return hashlib.sha256(
        "\n".join((found.code, found.item or shown.file, where)).encode("utf-8", "replace")
    ).hexdigest()


def _value(text: str) -> str:
    """The text, number or word that the text begins with, at most 120 letters of it; "" for objects and lists."""
    if not text or text[0] in "{[":
        return ""
    try:
        value, end = json.JSONDecoder().raw_decode(text)
        whole = text[:end] if not isinstance(value, str) else value
    except ValueError:
        whole = text if text[0] == '"' else ""
    return _cut(whole)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"
