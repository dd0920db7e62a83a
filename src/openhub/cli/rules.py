"""`openhub rules`: lists everything that `openhub validate` can report."""

import json
from typing import TYPE_CHECKING, Any

import click

from openhub.cli.explain import plainly, reader_faults

if TYPE_CHECKING:
    from openhub.validate.examples import Example


@click.command("rules")
@click.option("--json", "as_json", is_flag=True, help="Everything about each, for programs.")
def COMMAND(as_json: bool) -> None:
    """List the codes that validation can report."""
    from dataclasses import asdict

    from openhub.validate import examples
    from openhub.validate.engine import about, codes
    from openhub.validate.report import HELP

    faults = reader_faults()
    if as_json:
        entries: list[dict[str, Any]] = [
            {
                "code": code,
                "about": about(code),
                "help": f"{HELP}{code}",
                **asdict(rule),
                "bad": _shown(examples.bad(code)),
                "good": _shown(examples.good(code)),
            }
            for code, rule in codes().items()
        ]
        entries += [{"code": code, "family": "reading", **asdict(fault)} for code, fault in faults.items()]
        click.echo(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    lines = [(code, rule.severity, about(code)) for code, rule in codes().items()]
    lines += [(code, fault.severity, plainly(fault.message)) for code, fault in faults.items()]
    width = max(len(code) for code, _, _ in lines)
    for code, severity, says in lines:
        click.echo(f"{code:{width}}  {severity:7}  {says}")
    click.echo("\nMore about one of them: openhub explain CODE", err=True)


def _shown(example: "Example | None") -> dict[str, Any] | None:
    """What the example is of, the part of the document, and where it is reported."""
    if example is None:
        return None
    return {"description": example.description, "document": example.shown, "pointers": list(example.pointers)}
