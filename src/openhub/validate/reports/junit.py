"""JUnit XML: each rule is a test that passed, failed or did not run."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from openhub.validate.report import Group, Report
from openhub.validate.reports._output import Output
from openhub.validate.reports._words import MOST_LISTED, clean, listed, more, told


def written(report: Report) -> str:
    """One suite; a rule whose findings do not make the run fail has passed, and says in its output what it found."""
    failed = [group for group in report.groups if report.fails(group.severity)]
    passed = {group.code: group for group in report.groups if not report.fails(group.severity)}
    quiet = sorted({*report.rules_run, *passed} - {group.code for group in failed})
    counts = {
        "tests": len(failed) + len(quiet) + len(report.rules_skipped) + len(report.unread),
        "failures": len(failed),
        "errors": len(report.unread),
        "skipped": len(report.rules_skipped),
    }
    facts = {name: str(count) for name, count in counts.items()}
    top = Element("testsuites", {"name": "openhub validate", **facts})
    suite = SubElement(top, "testsuite", {"name": "openhub validate", **facts})
    for one in report.unread:
        case = _case(suite, "input", one["name"])
        SubElement(case, "error", {"message": _text(one["problem"]), "type": "unread"})
    for group in failed:
        case = _case(suite, group.family, group.code)
        SubElement(case, "failure", {"message": _text(_head(group)), "type": group.severity}).text = _text(
            _body(report, group)
        )
    for code in quiet:
        case = _case(suite, passed[code].family if code in passed else "rules", code)
        if code in passed:
            SubElement(case, "system-out").text = _text(f"{_head(passed[code])}\n{_body(report, passed[code])}")
    for code, reason in report.rules_skipped.items():
        SubElement(_case(suite, "rules", code), "skipped", {"message": _text(reason)})
    indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top, encoding="unicode")}\n'


def _case(suite: Element, family: str, name: str) -> Element:
    return SubElement(suite, "testcase", {"classname": f"openhub.{family}", "name": _text(name), "time": "0"})


def _head(group: Group) -> str:
    return f"{group.about} ({group.severity}; {group.count:,} found in {group.items:,} items)"


def _body(report: Report, group: Group) -> str:
    shown = listed(report, group)
    lines = [
        f"{found.file}:{found.line}:{found.column}: {told(found)} {found.remedy} [{found.pointer}]" for found in shown
    ]
    return "\n".join(filter(None, [*lines, more(group, shown)]))


def _text(text: str) -> str:
    """The text without what XML cannot hold."""
    return "\n".join(map(clean, text.split("\n")))


OUTPUT = Output(about="JUnit XML: each rule is a test", end=written, keep=MOST_LISTED)
