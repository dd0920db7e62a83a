"""`openhub conformance`: runs the conformance vectors against any program, and says which requirements it does not keep."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._report import clean
from openhub.errors import UsageError

if TYPE_CHECKING:
    from openhub.conform.outcome import Case, Failure, Result
    from openhub.conform.runner import Sum

MOST_SHOWN = 20
MOST_NAMED = 4
NOT_TRIED = (
    "the description of the dataset (discovery-well-known, discovery-shape), the items themselves (`openhub validate`), "
    "and a running server"
)
TIMEOUT_SECONDS = 10.0


@click.command("conformance")
@click.option("--program", metavar="COMMAND", help="The command that starts the program, such as 'python3 mine.py'.")
@click.option("--group", "groups", multiple=True, metavar="GROUP", help="Only these vectors. May be given again.")
@click.option(
    "--level",
    "highest",
    type=click.IntRange(1, 3),
    default=3,
    metavar="LEVEL",
    help="The highest level of a publisher to try, 1 to 3.",
)
@click.option("--only", default="", metavar="TEXT", help="Only what has this in its file, name or requirements.")
@click.option(
    "--vectors",
    "folder",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="FOLDER",
    help="Other vectors than OpenHub's own, in a folder like spec/conformance/.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1),
    default=TIMEOUT_SECONDS,
    metavar="SECONDS",
    help=f"How long the program has for each line that it owes; {TIMEOUT_SECONDS:g} when left out.",
)
@click.option("--json", "as_json", is_flag=True, help="Everything, for programs.")
@click.option("--convention", is_flag=True, help="Show how a program is asked and has to answer, and end.")
@click.pass_context
def COMMAND(
    context: click.Context,
    program: str | None,
    groups: tuple[str, ...],
    highest: int,
    only: str,
    folder: Path | None,
    timeout: float,
    as_json: bool,
    convention: bool,
) -> None:
    """Try an implementation of OpenHub with the vectors.

    It may be in any language. A program stands between the vectors and the implementation: a few dozen lines that you write.
    It reads requests from standard input, one JSON object a line, and answers each with one line: {"do": "digest", "text":
    "{}"} is answered with {"canonical": "{}", "digest": "44136fa3…"}. To what it cannot do it answers {"unsupported": true};
    that is then not tried. All requests are in spec/conformance/README.md, which --convention shows.

    \b
    The groups, and who is tried by them:
      documents, rules, texts  a validator
      digests                  a publisher of Level 3, a harvester
      discovery, harvests      a harvester
      projections              a hub
      publishing               a publisher, level by level

    \b
    Examples:
      openhub conformance --program "python3 examples/openhub_program.py"
      openhub conformance --program ./mine --group publishing --level 1
      openhub conformance --program ./mine --only feed-root

    Ends with 0 when all that was tried passed, 1 when something failed, 2 when nothing was tried.
    """
    from openhub import spec
    from openhub.conform.program import Program
    from openhub.conform.runner import run

    if convention:
        click.echo((spec.standard() / "conformance" / "README.md").read_text("utf-8"), nl=False)
        return
    if program is None:
        raise click.UsageError(
            "Give --program with the command that starts yours, or --convention to see what it has to do."
        )
    chosen = _chosen(groups, folder, highest, only)
    asked = Program(program, timeout, heard=lambda line: click.echo(f"| {clean(line)}", err=True))
    results: list[Result] = []
    try:
        for cases in chosen.values():
            found = _told(run(asked, cases), quiet=as_json)
            results += found
    finally:
        asked.kill()
    whole = not only
    if as_json:
        _json(program, results, whole)
    else:
        _summary(results, program, whole)
    context.exit(_exit_code(results))


def _chosen(groups: tuple[str, ...], folder: Path | None, highest: int, only: str) -> "dict[str, list[Case]]":
    """The cases to try, by group. Raises UsageError when there are none."""
    from openhub import spec
    from openhub.conform.runner import GROUPS
    from openhub.conform.vectors import cases

    if unknown := [group for group in groups if group not in GROUPS]:
        raise UsageError(f"There is no group {unknown[0]}. The groups are: {', '.join(GROUPS)}.")
    there = spec.groups(folder)
    found = {group: list(cases(group, folder)) for group in GROUPS if group in there and group in (groups or GROUPS)}
    chosen = {
        group: [case for case in some if case.level <= highest and _is_meant(case, only)]
        for group, some in found.items()
    }
    if not any(chosen.values()):
        where = folder or "spec/conformance"
        raise UsageError(
            f"No vector has {only!r} in its file, name or requirements."
            if any(found.values())
            else f"{where} has no vectors of {', '.join(groups or GROUPS)}. They stand in folders of these names, as files *.json."
        )
    return {group: some for group, some in chosen.items() if some}


def _is_meant(case: "Case", only: str) -> bool:
    return any(only in text for text in (f"{case.group}/{case.file}", case.name, *case.requirements))


def _told(results: "Iterable[Result]", *, quiet: bool) -> "list[Result]":
    """Shows failures as they come, and then the numbers of the group."""
    from openhub.conform.runner import Sum

    found: list[Result] = []
    total = Sum()
    same: dict[object, list[Result]] = {}
    for result in results:
        found.append(result)
        total = total.with_(result)
        if result.verdict == "failed" and not quiet:
            same.setdefault(_fault(result), []).append(result)
            if same.get(_fault(result)) == [result] and len(same) <= MOST_SHOWN:
                click.echo(_block(result))
    if not quiet:
        _tell_rest(list(same.values()))
        click.echo(f"{found[0].case.group}: {_numbers(total)}")
    return found


def _fault(result: "Result") -> object:
    """What is the same when one fault makes several cases fail: all but where it was and what exactly came."""
    return tuple((f.requirements, f.expected, f.remedy) for f in result.failures if not f.advice)


def _tell_rest(faults: "list[list[Result]]") -> None:
    """The failures that were not shown: those by a fault that was, and those beyond what is shown."""
    for first, *more in faults[:MOST_SHOWN]:
        if more:
            names = dict.fromkeys(f"{r.case.group}/{r.case.file}" for r in more)
            rest = [f"{len(names) - MOST_NAMED} other files"] if len(names) > MOST_NAMED else []
            same = f"{first.case.group}/{first.case.file}"
            where = "" if list(names) == [same] else ": " + ", ".join([*list(names)[:MOST_NAMED], *rest])
            click.echo(f"… and {len(more)} more like {same}{where}\n")
    if hidden := sum(map(len, faults[MOST_SHOWN:])):
        click.echo(f"{hidden} more failures of this group are not shown: see --json, or narrow with --only.\n")


def _block(result: "Result") -> str:
    """A failure in a few lines: which case, which requirement, what was expected, what came, what to do."""
    case = result.case
    level = f" (Level {case.level})" if case.level else ""
    head = click.style("FAILED", fg="red", bold=True)
    lines = [f"{head} {case.group}/{case.file}{level}: {clean(case.name)}"]
    for failure in result.failures:
        if not failure.advice:
            lines += _lines(failure)
    return "\n".join([*lines, ""])


def _lines(failure: "Failure") -> Iterator[str]:
    yield from _part("requirement", "\n".join(map(_requirement, failure.requirements)))
    if len(failure.requirements) == 1:
        yield from _part("it says", _text(failure.requirements[0]))
    yield from _part("where", failure.where)
    yield from _part("expected", failure.expected)
    yield from _part("came", failure.came)
    yield from _part("next", failure.remedy)


def _part(name: str, text: str) -> Iterator[str]:
    for index, line in enumerate(text.splitlines()):
        yield f"  {'' if index else name:11}  {clean(line)}"


def _requirement(name: str) -> str:
    from openhub.validate.requirements import requirements

    known = requirements().get(name)
    return f"{name} ({known.place})" if known else name


def _text(name: str) -> str:
    from openhub.validate.requirements import requirements

    known = requirements().get(name)
    return known.text if known else ""


def _numbers(total: "Sum") -> str:
    reasons = f": {'; '.join(total.reasons)}" if total.reasons else ""
    parts = {
        f"{total.passed} passed": total.passed,
        click.style(f"{total.failed} failed", fg="red"): total.failed,
        f"{total.not_tried} not tried{reasons}": total.not_tried,
    }
    return ", ".join(words for words, number in parts.items() if number)


def _summary(results: "list[Result]", program: str, whole: bool) -> None:
    from openhub.conform.runner import level, sums

    found = sums(results)
    width = max(map(len, found))
    click.echo()
    for who, total in found.items():
        click.echo(f"{who:{width}}  {_numbers(total)}")
    for advice in {f.requirements: f for result in results for f in result.failures if f.advice}.values():
        click.echo(
            f"Advice: {clean(advice.remedy)} Now it is {clean(advice.came)} ({_requirement(advice.requirements[0])})."
        )
    reached = level(results) if whole else None
    if reached is not None:
        kept = f"The feed keeps Level {reached}; not tried here: {NOT_TRIED}."
        click.echo(kept if reached else "The feed does not keep Level 1.")
    if failed := next((r for r in results if r.verdict == "failed"), None):
        again = f'openhub conformance --program "{program}" --only {failed.case.group}/{failed.case.file}'
        click.echo(f"To try one vector alone: {clean(again)}")
    if _exit_code(results) == 2:
        click.echo("Nothing was tried: the program supports none of this.", err=True)


def _json(program: str, results: "list[Result]", whole: bool) -> None:
    from dataclasses import asdict

    from openhub import __version__
    from openhub.conform.runner import level, sums

    report = {
        "openhub": __version__,
        "program": program,
        "level": level(results) if whole else None,
        "sums": {who: asdict(total) for who, total in sums(results).items()},
        "results": [
            {
                **{name: getattr(result.case, name) for name in ("group", "file", "name", "level", "requirements")},
                "verdict": result.verdict,
                "reason": result.reason,
                "failures": [asdict(failure) for failure in result.failures],
            }
            for result in results
        ],
    }
    click.echo(json.dumps(report, indent=2))


def _exit_code(results: "list[Result]") -> int:
    verdicts = {result.verdict for result in results}
    return 1 if "failed" in verdicts else 0 if "passed" in verdicts else 2
