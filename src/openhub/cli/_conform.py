"""How `openhub conform` shows a report to people: grouped by level, and with what the next level needs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from openhub.cli._report import clean

if TYPE_CHECKING:
    from openhub.conform.live.report import Report, Result

MARKS = {"passed": ("✓", "green"), "failed": ("✗", "red"), "advice": ("!", "yellow"), "not run": ("–", None)}
MOST_NAMED = 8


def lines(report: "Report") -> Iterator[str]:
    """The report as lines."""
    from openhub.conform.live.report import by_rung, heading

    yield from _head(report)
    for rung, results in by_rung(report):
        yield ""
        yield click.style(heading(rung), bold=True)
        for result in results:
            yield from _result(result)
    yield ""
    yield from _end(report)


def _head(report: "Report") -> Iterator[str]:
    yield clean(report.address)
    if report.description:
        yield f"described at {clean(report.description)}"
    counts = [_many(report.items, "item"), _many(report.tombstones, "tombstone")]
    yield f"{_many(report.pages, 'page')}, {', '.join(counts)}" if report.form == "feed" else f"one file, {counts[0]}"
    for other in report.others:
        yield f"Not tested: {clean(other)}, which the description lists too. Give its own address to test it."


def _many(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _result(result: "Result") -> Iterator[str]:
    mark, colour = MARKS[result.verdict]
    yield f"  {click.style(mark, fg=colour)} {result.code}: {clean(result.about)}"
    if result.verdict == "not run":
        yield f"      Not run: {clean(result.reason)}."
    for breach in result.breaches:
        yield f"      {clean(breach.where)}"
        yield f"        came  {clean(breach.came)}"
        yield f"        next  {clean(breach.remedy or result.check.remedy)}"
    if result.count > len(result.breaches):
        yield f"      … and {result.count - len(result.breaches):,} more"
    if result.breaches and result.place:
        yield f"      by {result.place}"


def _end(report: "Report") -> Iterator[str]:
    from openhub.conform.live.report import named

    advice, not_run = report.of("advice"), report.of("not run")
    kept = named(report.reached) if report.reached else "no level"
    yield click.style(f"It keeps {kept}.", bold=True) + (
        f" {_many(len(not_run), 'check')} could not run." if not_run else ""
    )
    for remark in report.remarks:
        yield clean(remark)
    if report.following:
        codes = [result.code for result in report.needed]
        more = f" and {len(codes) - MOST_NAMED} more" if len(codes) > MOST_NAMED else ""
        yield f"{named(report.following)} needs: {', '.join(codes[:MOST_NAMED])}{more}."
    if advice:
        yield f"Advice, which holds no level back: {', '.join(result.code for result in advice)}."
    if not report.is_kept and report.wanted is not None:
        whose = "was asked for" if report.asked is not None else "is declared by its description"
        yield f"Level {report.wanted} {whose}, and is not kept."
