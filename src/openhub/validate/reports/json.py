"""The report as JSON, by `schemas/report.schema.json`."""

import json
import re
from dataclasses import asdict
from typing import Any

from openhub import spec
from openhub.validate.report import HELP, Group, Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import members, place_in_sheet

_UNSEEN = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def document(report: Report) -> dict[str, Any]:
    """The report as a JSON object."""
    return {
        "type": "Report",
        "tool": {"name": "openhub", "version": report.version, "rules": report.rules, "protocol": spec.VERSION},
        **members({"profile": report.profile, "baseline": report.baseline}),
        "asOf": report.as_of,
        "conforms": report.conforms,
        "complete": report.complete,
        "inputs": [asdict(one) for one in report.inputs],
        "unread": [dict(one) for one in report.unread],
        "items": report.items,
        "misshapen": report.misshapen,
        "counts": dict(report.counts),
        "known": report.known,
        "stale": [asdict(one) for one in report.stale],
        "rulesRun": list(report.rules_run),
        "rulesSkipped": [{"code": code, "reason": reason} for code, reason in report.rules_skipped.items()],
        "findings": [_group(group) for group in report.groups],
        **members({"quality": report.quality}),
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "code": group.code,
        "severity": group.severity,
        "family": group.family,
        "about": group.about,
        "help": f"{HELP}{group.code}",
        "count": group.count,
        "items": group.items,
        "samples": [sample(found) for found in group.samples],
    }


def sample(found: Placed) -> dict[str, Any]:
    """One finding: where it stands, what is wrong, and what to do."""
    return {
        "file": found.file,
        "line": found.line,
        "column": found.column,
        "pointer": found.pointer,
        **members({"cell": place_in_sheet(found)}),
        **members({"item": found.item, "value": found.value}),
        "message": found.message,
        "remedy": found.remedy,
        **members({"suggestion": found.suggestion}),
        "fingerprint": found.fingerprint,
    }


def dumped(value: Any, indent: int | None = None) -> str:
    """The value as JSON that is always valid UTF-8, with nothing in it that a terminal takes for a command."""
    text = json.dumps(value, ensure_ascii=False, indent=indent, default=str)
    return _UNSEEN.sub(lambda letter: f"\\u{ord(letter[0]):04x}", text).encode("utf-8", "replace").decode("utf-8")


OUTPUT = Output(
    about="all of it for programs, with the first findings of each code", end=lambda r: dumped(document(r), 2) + "\n"
)
