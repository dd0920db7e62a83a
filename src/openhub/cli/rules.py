"""`openhub rules`: lists everything that `openhub validate` can report."""

import json

import click

from openhub.cli.explain import plainly, reader_faults


@click.command("rules")
@click.option("--json", "as_json", is_flag=True, help="Everything about each, for programs.")
def COMMAND(as_json: bool) -> None:
    """List the codes that validation can report."""
    from dataclasses import asdict

    from openhub.validate.engine import about, codes

    faults = reader_faults()
    if as_json:
        entries = [{"code": code, "about": about(code), **asdict(rule)} for code, rule in codes().items()]
        entries += [{"code": code, "family": "reading", **asdict(fault)} for code, fault in faults.items()]
        click.echo(json.dumps(entries, indent=2))
        return
    lines = [(code, rule.severity, about(code)) for code, rule in codes().items()]
    lines += [(code, fault.severity, plainly(fault.message)) for code, fault in faults.items()]
    width = max(len(code) for code, _, _ in lines)
    for code, severity, says in lines:
        click.echo(f"{code:{width}}  {severity:7}  {says}")
    click.echo("\nMore about one of them: openhub explain CODE", err=True)
