"""Annotations for GitHub's pages: at most ten of each severity, which is all it shows, and a summary with the counts."""

from itertools import islice

from openhub.validate.report import SEVERITIES, Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import skipped, summary, surely, told

MOST = 10
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def written(report: Report) -> str:
    """A line of GitHub's own for each finding that is annotated, then the counts as plain text."""
    shown = [
        found
        for severity in SEVERITIES
        for found in islice((f for f in _findings(report) if f.severity == severity), MOST)
    ]
    unread = [f"::error title=not read::{_data(one['name'])}: {_data(one['problem'])}" for one in report.unread[:MOST]]
    return "\n".join([*(_annotation(found) for found in shown), *unread, _data(summary(report))]) + "\n"


def _findings(report: Report) -> list[Placed]:
    """The first of each code, then the second of each, so that ten show as many different things as there are."""
    ranks = max((len(group.samples) for group in report.groups), default=0)
    return [group.samples[n] for n in range(ranks) for group in report.groups if n < len(group.samples)]


def _annotation(found: Placed) -> str:
    place = f"line={found.line},col={found.column},title={_property(found.code)}"
    file = "" if "://" in found.file or found.file == "-" else f"file={_property(found.file.removeprefix('./'))},"
    where = "" if file else f"{found.file}: "
    meant = f" Surely meant: {said}." if (said := surely(found)) else ""
    return f"::{_COMMANDS[found.severity]} {file}{place}::{_data(f'{where}{told(found)} {found.remedy}{meant}')}"


def _data(text: str) -> str:
    """A message as GitHub wants it: on one line."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in escaped)


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def page(report: Report) -> str:
    """The summary of the job, in Markdown."""
    rows = [
        f"| {group.severity} | `{group.code}` | {group.count:,} | {group.items:,} | {_cell(group.about)} |"
        for group in report.groups
    ]
    table = ["", "| severity | code | found | items | what |", "|---|---|---:|---:|---|", *rows] if rows else []
    unread = [f"- Not read: {_cell(one['name'])}: {_cell(one['problem'])}" for one in report.unread]
    missed = [f"- Rules not run ({_cell(reason)}): {', '.join(codes)}" for reason, codes in skipped(report).items()]
    known = [f"- In the baseline, not counted: {report.known:,}"] if report.known else []
    return "\n".join(["## OpenHub validation", "", summary(report), *table, "", *unread, *known, *missed]) + "\n"


def _cell(text: str) -> str:
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return "".join(f"\\{letter}" if letter in "\\`*_[]<>|#!" else letter for letter in plain)


OUTPUT = Output(about="annotations on GitHub, ten of each severity, and a summary", end=written, summary=page)
