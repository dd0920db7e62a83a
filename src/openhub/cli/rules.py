"""`openhub rules`: lists everything that `openhub validate` can report."""

import json

import click


@click.command("rules")
@click.option("--json", "as_json", is_flag=True, help="Everything about each, for programs.")
def COMMAND(as_json: bool) -> None:
    """List the codes that validation can report."""
    from openhub.formats import faults
    from openhub.validate.explained import explained

    entries = explained(faults())
    if as_json:
        click.echo(json.dumps(entries, indent=2, ensure_ascii=False))
        return
    width = max(len(entry["code"]) for entry in entries)
    for entry in entries:
        click.echo(f"{entry['code']:{width}}  {entry['severity']:7}  {entry['about']}")
    click.echo("\nMore about one of them: openhub explain CODE", err=True)
