"""`openhub explain`: what one code of `openhub validate` means, why it matters, and what to do."""

import click

from openhub.errors import UsageError


@click.command("explain")
@click.argument("code")
def COMMAND(code: str) -> None:
    """Explain a code that validation reported, such as end-before-start."""
    import difflib

    from openhub.validate.engine import about, codes

    if code not in codes():
        close = difflib.get_close_matches(code, codes(), n=1)
        hint = f"Did you mean {close[0]}?" if close else "See `openhub rules`."
        raise UsageError(f"There is no code {code}. {hint}")
    rule = codes()[code]
    click.echo(f"{click.style(code, bold=True)} ({rule.severity})\n")
    click.echo(f"{about(code)}\n")
    click.echo(f"Why it matters: {rule.why}\n")
    click.echo(f"What to do: {rule.remedy}\n")
    click.echo(f"Applies to: {', '.join(rule.types) or 'all types'}")
    click.echo(f"Requirement: {rule.anchor}; since {rule.since}")
