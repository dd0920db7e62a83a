"""SARIF 2.1.0, the form in which code hosts take findings; at most 5,000 of them, the worst first."""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from openhub import spec
from openhub.validate.engine import about, codes
from openhub.validate.report import HELP, Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import change, members, place_in_sheet, surely, told
from openhub.validate.reports.json import dumped

MOST = 5_000
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def document(report: Report) -> dict[str, Any]:
    """The log, with one run."""
    rules = [_rule(code) for code in _codes(report)]
    places = {rule["id"]: place for place, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "openhub",
                "version": report.version,
                "informationUri": spec.NAMESPACE,
                "properties": {"ruleSet": report.rules, "protocol": spec.VERSION},
                "rules": rules,
            }
        },
        "invocations": [_invocation(report)],
        "artifacts": [
            {"location": {"uri": address(one.name)}, "length": one.bytes, "hashes": {"sha-256": one.sha256}}
            for one in report.inputs
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, places[found.code]) for found in report.worst],
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _codes(report: Report) -> list[str]:
    """The codes that were looked for, and those of findings that no rule made."""
    return sorted({*report.rules_run, *(group.code for group in report.groups)})


def _rule(code: str) -> dict[str, Any]:
    rule = codes().get(code)
    facts = {"family": rule.family, "requirement": rule.anchor, "since": rule.since} if rule else {"family": "reading"}
    return {
        "id": code,
        **({"shortDescription": {"text": about(code)}} if rule else {}),
        **({"fullDescription": {"text": rule.why}, "help": {"text": rule.remedy}} if rule else {}),
        "helpUri": f"{HELP}{code}",
        **({"defaultConfiguration": {"level": _LEVELS[rule.severity]}} if rule else {}),
        "properties": facts,
    }


def _invocation(report: Report) -> dict[str, Any]:
    """How the run went: what could not be read, and which rules did not run."""
    notes = [{"level": "error", "message": {"text": f"{one['name']}: {one['problem']}"}} for one in report.unread]
    missed = [
        {"level": "note", "message": {"text": f"Not run: {reason}."}, "associatedRule": {"id": code}}
        for code, reason in report.rules_skipped.items()
    ]
    facts = {
        "asOf": report.as_of,
        "items": report.items,
        "counts": dict(report.counts),
        "known": report.known,
        "complete": report.complete,
        **members({"profile": report.profile}),
    }
    return {
        "executionSuccessful": not report.unread,
        "toolExecutionNotifications": notes,
        "toolConfigurationNotifications": missed,
        "properties": facts,
    }


def _result(found: Placed, place: int) -> dict[str, Any]:
    region: dict[str, Any] = {"startLine": max(1, found.line), "startColumn": max(1, found.column)}
    if found.source.strip():
        region["snippet"] = {"text": found.source}
    meant = f" Surely meant: {said}." if (said := surely(found)) else ""
    return {
        "ruleId": found.code,
        "ruleIndex": place,
        "level": _LEVELS[found.severity],
        "message": {"text": f"{told(found)} {found.remedy}{meant}"},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": {"uri": address(found.file)}, "region": region},
                "logicalLocations": [members({"fullyQualifiedName": found.pointer or "/", "name": found.item})],
            }
        ],
        "partialFingerprints": {"openhub/v1": found.fingerprint},
        **members({"fixes": _fixes(found)}),
        **members({"properties": _properties(found)}),
    }


def _properties(found: Placed) -> dict[str, Any]:
    """What SARIF has no members for."""
    return members({"suggestion": dict(found.suggestion or {}), "cell": place_in_sheet(found)})


def _fixes(found: Placed) -> list[dict[str, Any]]:
    """The suggestion as a change of the file's text; none where the text that was read is not the file itself."""
    if not (found.edit and found.suggestion) or found.file == "-" or found.file.endswith(".gz"):
        return []
    start, end = found.edit.start, found.edit.end
    region = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    inserted = members({"text": found.edit.text})
    replacement = {"deletedRegion": region, **members({"insertedContent": inserted})}
    words = change(found.suggestion)
    return [
        {
            "description": {"text": f"{words[0].upper()}{words[1:]}."},
            "artifactChanges": [{"artifactLocation": {"uri": address(found.file)}, "replacements": [replacement]}],
        }
    ]


def address(file: str) -> str:
    """What a report calls a file: a web address as it is, a path as part of one."""
    if "://" in file:
        return quote(file, safe=":/?#[]@!$&'()*+,;=%-._~")
    if file == "-":
        return "stdin"
    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix().removeprefix("./"))


OUTPUT = Output(
    about="SARIF 2.1.0 for code hosts, the worst 5,000",
    end=lambda report: dumped(document(report), 1) + "\n",
    keep=MOST,
)
