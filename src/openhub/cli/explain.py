"""`openhub explain`: what one code of `openhub validate` means, why it matters, and what to do."""

from typing import TYPE_CHECKING, Any

import click

from openhub.errors import UsageError
from openhub.model.fault import plainly

if TYPE_CHECKING:
    from openhub.model.fault import Fault
    from openhub.validate.examples import Example
    from openhub.validate.rule import Rule

NEEDS = {
    "hosts": "--owns HOST or a feed address",
    "whole": "all of a feed at once",
    "visit": "--allow-network",
    "activities": "--activities FILE",
    "postcodes": "--postcodes FILE",
}
MOST_LINES = 40


def reader_faults() -> "dict[str, Fault]":
    """What is reported while items are read and accepted, besides what the validator's own codes say."""
    from openhub.formats import faults
    from openhub.validate.engine import codes

    return {code: fault for code, fault in faults().items() if code not in codes()}


@click.command("explain")
@click.argument("code")
def COMMAND(code: str) -> None:
    """Explain a code that validation reported.

    CODE is one such as end-before-start. The name of a family lists its codes. The families are: access, capacity,
    completeness, eligibility, food, identity, licence, links, money, place, privacy, reading, safeguarding, shape, text,
    time.
    """
    import difflib

    from openhub.validate.engine import codes

    faults = reader_faults()
    if code in codes():
        _rule(code, codes()[code])
    elif code in faults:
        _fault(code, faults[code])
    elif family := _family(code):
        _listed(code, family)
    else:
        close = difflib.get_close_matches(code, [*codes(), *faults, *families()], n=1)
        hint = f"Did you mean {close[0]}?" if close else "See `openhub rules`."
        raise UsageError(f"There is no code or family {code}. {hint}")


def families() -> list[str]:
    """The families of codes, in order."""
    from openhub.formats import faults
    from openhub.validate.explained import explained

    return sorted({entry["family"] for entry in explained(faults())})


def _family(name: str) -> "list[dict[str, Any]]":
    from openhub.formats import faults
    from openhub.validate.explained import explained

    return [entry for entry in explained(faults()) if entry["family"] == name]


def _listed(name: str, entries: "list[dict[str, Any]]") -> None:
    """The codes of a family, each with its fault in a sentence."""
    click.echo(f"{click.style(name, bold=True)} is a family of {len(entries)} codes:\n")
    width = max(len(entry["code"]) for entry in entries)
    for entry in entries:
        click.echo(f"  {entry['code']:{width}}  {entry['severity']:7}  {entry['about']}")
    click.echo(
        f"\nMore about one: openhub explain {entries[0]['code']}. Only these: openhub validate FILE --select {name}"
    )


def _rule(code: str, rule: "Rule") -> None:
    from openhub.validate import examples
    from openhub.validate.engine import about

    click.echo(f"{click.style(code, bold=True)} ({rule.severity}, {rule.family})\n")
    click.echo(f"{about(code)}\n")
    click.echo(f"Why it matters: {rule.why}\n")
    click.echo(f"What to do: {rule.remedy}\n")
    if code == "unknown-code":
        click.echo("All lists of codes: docs/reference/codes.md\n")
    _example("Reported", examples.bad(code))
    _example("Not reported", examples.good(code))
    click.echo(f"Applies to: {', '.join(rule.types) or 'all types'}")
    if rule.needs:
        click.echo(f"Runs only with: {' and '.join(NEEDS.get(need, need) for need in rule.needs)}")
    click.echo(f"Requirement: {rule.anchor}; since {rule.since}")


def _example(word: str, example: "Example | None") -> None:
    """The case in a sentence, and the part of the document that it is about."""
    if example is None:
        return
    places = " and ".join(pointer or "the item as a whole" for pointer in example.pointers)
    click.echo(f"{word}{f' at {places}' if places else ''}: {example.description}")
    lines = example.text().splitlines()
    for line in lines[:MOST_LINES]:
        click.echo(f"    {line}")
    if len(lines) > MOST_LINES:
        click.echo(f"    … and {len(lines) - MOST_LINES} more lines")
    click.echo()


def _fault(code: str, fault: "Fault") -> None:
    click.echo(f"{click.style(code, bold=True)} ({fault.severity})\n")
    click.echo(f"It says: {plainly(fault.message)}\n")
    click.echo(f"What to do: {fault.remedy}\n")
    click.echo("Found while a feed is read, or when a hub accepts an item.")
