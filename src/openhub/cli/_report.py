"""How `openhub validate` shows what it found: for people, and as JSON for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from openhub.model.finding import Finding
    from openhub.validate.surroundings import At

NEEDS = {"hosts": "--owns HOST or a feed address"}
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A finding with where it stands; its pointer counts from the top of the file, `mark` within what is shown of the line."""

    finding: "Finding"
    file: str
    line: int
    column: int
    source: str
    mark: int


@dataclass(slots=True)
class Tally:
    """What was checked and found so far."""

    items: int = 0
    error: int = 0
    warning: int = 0
    info: int = 0
    unread: list[dict[str, str]] = field(default_factory=list)

    def exit_code(self) -> int:
        return 3 if self.unread else 1 if self.error else 0


def _human(shown: Iterable[Shown], tally: Tally, not_run: dict[str, tuple[str, ...]], at: "At") -> None:
    for one in shown:
        if one.finding.severity != "info":
            click.echo(_block(one))
    click.echo(_summary(tally, not_run))


def _block(one: Shown) -> str:
    """The finding as five lines or so: where and what, the message, the line with a mark under the place, the remedy."""
    found = one.finding
    kind = click.style(f"{found.severity} {found.code}", fg=_COLOURS[found.severity], bold=True)
    lines = [
        f"{clean(one.file)}:{one.line}:{one.column}: {kind}  {clean(found.pointer)}",
        f"  {clean(found.message)}",
    ]
    if one.source.strip():
        lines += [f"    {clean(one.source)}", f"    {' ' * one.mark}^"]
    return "\n".join([*lines, f"  Fix: {clean(found.remedy)}", ""])


def clean(text: str) -> str:
    """The text without what a terminal would take for a command."""
    return "".join(letter if letter.isprintable() else " " if letter.isspace() else "\ufffd" for letter in text)


def _summary(tally: Tally, not_run: dict[str, tuple[str, ...]]) -> str:
    counts = f"{_count(tally.error, 'error')}, {_count(tally.warning, 'warning')}"
    lines = [f"{_count(tally.items, 'item')} checked: {counts}."]
    if tally.info:
        lines.append(f"{_count(tally.info, 'remark')} not shown: see --format json.")
    if tally.unread:
        lines.append(f"{_count(len(tally.unread), 'source')} could not be read.")
    if not_run:
        rules = (
            f"{code} (needs {' and '.join(NEEDS.get(n, n) for n in needs)})" for code, needs in sorted(not_run.items())
        )
        lines.append(f"Rules not run: {', '.join(rules)}.")
    return "\n".join(lines)


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def _json(shown: Iterable[Shown], tally: Tally, not_run: dict[str, tuple[str, ...]], at: "At") -> None:
    from openhub import __version__

    findings = [{"file": one.file, "line": one.line, "column": one.column, **_members(one.finding)} for one in shown]
    report = {
        "openhub": __version__,
        "asOf": at.now.isoformat(),
        **asdict(tally),
        "rulesNotRun": {code: list(needs) for code, needs in sorted(not_run.items())},
        "findings": findings,
    }
    click.echo(json.dumps(report, indent=2, default=str))


def _members(finding: "Finding") -> dict[str, Any]:
    members = asdict(finding)
    del members["values"]
    return members


WRITERS = {"human": _human, "json": _json}
