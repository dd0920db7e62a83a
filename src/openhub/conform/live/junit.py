"""JUnit XML: each check is a test that passed, failed, or was skipped with its reason."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from openhub.conform.live.report import Report, Result, by_rung, named


def written(report: Report) -> str:
    """One suite for each level. What is missing on a level above the wanted one is told, and fails nothing."""
    suites = [(rung, found) for rung, found in by_rung(report)]
    top = Element(
        "testsuites", {"name": "openhub conform", **_counts(report, [r for _, found in suites for r in found])}
    )
    for rung, found in suites:
        suite = SubElement(top, "testsuite", {"name": named(rung), **_counts(report, found)})
        for result in found:
            _case(suite, report, result)
    if report.writes:
        _command(top, report.writes)
    indent(top)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(top, encoding="unicode")}\n'


def _command(top: Element, wrong: str) -> None:
    """A suite of its own for the command of --writes when it failed."""
    suite = SubElement(
        top, "testsuite", {"name": "--writes", "tests": "1", "failures": "0", "errors": "1", "skipped": "0"}
    )
    case = SubElement(suite, "testcase", {"classname": "openhub.conform.writes", "name": "command", "time": "0"})
    SubElement(case, "error", {"message": _text(f"The command of --writes {wrong}.")})
    top.set("tests", str(int(top.get("tests", "0")) + 1))
    top.set("errors", "1")


def _counts(report: Report, found: list[Result]) -> dict[str, str]:
    failures = sum(_fails(report, result) for result in found)
    skipped = sum(result.verdict == "not run" for result in found)
    return {"tests": str(len(found)), "failures": str(failures), "errors": "0", "skipped": str(skipped)}


def _fails(report: Report, result: Result) -> bool:
    """Whether a result makes the run fail: it is of a level that has to be kept."""
    if result.verdict != "failed":
        return False
    if report.wanted is None or not result.rung.isdecimal():
        return True
    return int(result.rung) <= report.wanted


def _case(suite: Element, report: Report, result: Result) -> None:
    facts = {"classname": f"openhub.conform.{result.check.group}", "name": result.code, "time": "0"}
    case = SubElement(suite, "testcase", facts)
    words = _text("\n".join(f"{b.where}: {b.came} {b.remedy or result.check.remedy}" for b in result.breaches))
    if _fails(report, result):
        SubElement(case, "failure", {"message": _text(result.about), "type": result.place}).text = words
    elif result.verdict == "not run":
        SubElement(case, "skipped", {"message": _text(result.reason)})
    elif words:
        SubElement(case, "system-out").text = words


def _text(text: str) -> str:
    """The text without what XML cannot hold."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "\ufffd" for letter in text)
