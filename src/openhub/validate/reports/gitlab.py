"""GitLab's report on code quality, which it shows beside a merge request; at most 5,000 findings, the worst first."""

import hashlib
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from openhub.validate.report import Placed, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import told
from openhub.validate.reports.json import dumped

MOST = 5_000
_LEVELS = {"error": "major", "warning": "minor", "info": "info"}


def document(report: Report) -> list[dict[str, Any]]:
    """The findings. Of those that are alike each has its number in its fingerprint, for no two may have the same."""
    seen = Counter[str]()
    entries = []
    for found in report.worst:
        entries.append(_entry(found, seen[found.fingerprint]))
        seen[found.fingerprint] += 1
    return entries


def _entry(found: Placed, number: int) -> dict[str, Any]:
    mark = found.fingerprint if not number else hashlib.sha256(f"{found.fingerprint} {number}".encode()).hexdigest()
    return {
        "description": f"{told(found)} {found.remedy}",
        "check_name": found.code,
        "fingerprint": mark,
        "severity": _LEVELS[found.severity],
        "location": {"path": _path(found.file), "lines": {"begin": max(1, found.line)}},
    }


def _path(file: str) -> str:
    """A path as it is within the project; of an address its host and path."""
    if "://" in file:
        parts = urlsplit(file)
        return f"{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}"
    return file.replace("\\", "/").removeprefix("./")


OUTPUT = Output(about="GitLab code quality, the worst 5,000", end=lambda r: dumped(document(r), 1) + "\n", keep=MOST)
