"""Every finding as a line of JSON, as soon as it is found, and the report without its samples as the last line."""

from openhub.validate.report import Placed, Report
from openhub.validate.reports import json
from openhub.validate.reports._output import Output


def _line(found: Placed) -> str:
    return json.dumped({"type": "Finding", "code": found.code, "severity": found.severity, **json.sample(found)}) + "\n"


def _last(report: Report) -> str:
    document = json.document(report)
    groups = [{name: value for name, value in group.items() if name != "samples"} for group in document["findings"]]
    return json.dumped({**document, "findings": groups}) + "\n"


OUTPUT = Output(about="every finding as a line of JSON, then a line with the counts", each=_line, end=_last)
