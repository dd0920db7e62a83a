"""`openhub rules`: lists everything that `openhub validate` can report."""

import json

import click


@click.command("rules")
@click.option("--json", "as_json", is_flag=True, help="Everything about each, for programs.")
def COMMAND(as_json: bool) -> None:
    """List the codes that validation can report."""
    from dataclasses import asdict

    from openhub.validate.engine import about, codes

    if as_json:
        click.echo(
            json.dumps(
                [{"code": code, "about": about(code), **asdict(rule)} for code, rule in codes().items()], indent=2
            )
        )
        return
    width = max(map(len, codes()))
    for code, rule in codes().items():
        click.echo(f"{code:{width}}  {rule.severity:7}  {about(code)}")
    click.echo("\nMore about one of them: openhub explain CODE", err=True)
