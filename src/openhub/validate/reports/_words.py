"""Words and small forms that several outputs share."""

import json
from collections.abc import Mapping
from typing import Any

from openhub import spec
from openhub.validate.report import Group, Placed, Report

MOST_LISTED = 1_000
"""Of what makes a run fail so many findings are listed one by one in all, however few samples were asked for."""


def clean(text: str) -> str:
    """The text without what a terminal would take for a command."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text)


def counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def many(number: int) -> str:
    return "once" if number == 1 else "twice" if number == 2 else f"{number:,} times"


def change(suggestion: Mapping[str, Any]) -> str:
    """The change in words."""
    if suggestion["op"] == "move":
        name = suggestion["path"].rpartition("/")[2].replace("~1", "/").replace("~0", "~")
        return f"rename it to `{name}`"
    if suggestion["op"] == "remove":
        return "take it out"
    return f"write {json.dumps(suggestion['value'], ensure_ascii=False)}"


def told(found: Placed) -> str:
    """What is wrong, in a spreadsheet with the row and the column in front unless the message names them itself."""
    if not found.cell or found.message.startswith(("Row ", "Rows ", "Column ", "No column ")):
        return found.message
    column = f", column `{found.cell.heading}`" if found.cell.heading else ""
    return f"Row {found.cell.row}{column}: {found.message}"


def surely(found: Placed) -> str:
    """The change in words, unless what is said of the finding says it already."""
    if not found.suggestion or "Did you mean" in found.message:
        return ""
    said, op = f"{found.message} {found.remedy}", found.suggestion["op"]
    same = (
        any(words in found.remedy for words in ("Leave it out", "Take it out", "Remove it"))
        if op == "remove"
        else op == "replace" and f": {json.dumps(found.suggestion['value'], ensure_ascii=False)}." in said
    )
    return "" if same else change(found.suggestion)


def summary(report: Report) -> str:
    """The counts in one sentence."""
    counts = f"{counted(report.counts['error'], 'error')}, {counted(report.counts['warning'], 'warning')}"
    remarks = f", {counted(report.counts['info'], 'remark')}" if report.counts["info"] else ""
    return f"{counted(report.items, 'item')} checked: {counts}{remarks}."


def shown_well(quality: Mapping[str, Any]) -> list[str]:
    """Whether a hub can show the items well and, when not all of them, what is most often missing."""
    shown, first = quality["shown"], [ask["what"] for ask in spec.quality()["shown"]["asks"]]
    said = f"{', '.join(first[:-1])} and {first[-1]}, as far as that fits the type"
    well = f"A hub can show {shown['well']:,} of {counted(shown['of'], 'item')} well: with {said}."
    lacks = [f"{lack['what']} ({lack['lacking']:,} of {counted(lack['of'], 'item')})" for lack in shown["missing"]]
    return [well, *([f"Most often missing: {', '.join(lacks)}."] if lacks else [])]


def skipped(report: Report) -> dict[str, list[str]]:
    """The rules that did not run, by the reason."""
    found: dict[str, list[str]] = {}
    for code, reason in report.rules_skipped.items():
        found.setdefault(reason, []).append(code)
    return dict(sorted(found.items()))


def members(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same without what is empty."""
    return {name: value for name, value in values.items() if value not in ("", None, (), [], {})}


def place_in_sheet(found: Placed) -> dict[str, Any]:
    """The row and the heading; empty of what is in no spreadsheet."""
    return {"row": found.cell.row, **members({"heading": found.cell.heading})} if found.cell else {}


def listed(report: Report, group: Group) -> tuple[Placed, ...]:
    """The findings of a group to list: of what is an error or makes the run fail all that were kept, of all else the samples."""
    if group.severity != "error" and not report.fails(group.severity):
        return group.samples
    kept = (f for f in report.worst[:MOST_LISTED] if (f.code, f.severity) == (group.code, group.severity))
    return max(group.samples, tuple(kept), key=len)


def more(group: Group, listed: tuple[Placed, ...]) -> str:
    """That there are more of a group than are listed; "" when there are not."""
    left = group.count - len(listed)
    return f"… and {left:,} more like this." if left else ""
