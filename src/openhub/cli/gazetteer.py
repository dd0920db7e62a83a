"""`openhub gazetteer`: where postcodes are, from lists that others publish."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._folder import folder_option, open_hub

if TYPE_CHECKING:
    from openhub.hub.gazetteer import Tally
    from openhub.model.place import Spot

EVERY = 100_000  # places between two words of progress


@click.group("gazetteer")
def COMMAND() -> None:
    """Tell the hub where postcodes are.

    From lists that others publish.
    """


@COMMAND.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@folder_option
def import_(files: tuple[Path, ...], folder: Path) -> None:
    """Read all postcodes in FILES.

    They are OS Code-Point Open or the ONS Postcode Directory, CSV or the zip it comes in. What an earlier import of the same
    list brought is replaced once all of it has been read, so name all files of a list at once. Postcodes that are no
    longer in use are left out. Sectors and outward codes, such as NW5 2 and NW5, are put where their postcodes are on
    average. Code-Point Open needs `pip install 'openhub-protocol[gazetteer]'`.
    """
    from openhub.hub import gazetteer

    with open_hub(folder) as hub:
        kind = gazetteer.kind_of(files)
        tally = gazetteer.Tally()
        held = hub.store.write_gazetteer(kind, _told(gazetteer.places(files, tally), tally))
    click.echo(
        f"{kind}: {tally.kept:,} postcodes of {tally.read:,} rows; {held:,} places with sectors and outward codes."
    )
    for reason, times in tally.skipped.most_common():
        click.echo(f"Passed over: {times:,} rows ({reason}; the first is {tally.first[reason]}).")
    for name in tally.files_skipped:
        click.echo(f"Passed over: {name} (no list of postcodes).")


@COMMAND.command("list")
@folder_option
def list_(folder: Path) -> None:
    """Say which lists the hub has, and how large they are."""
    with open_hub(folder) as hub:
        held = hub.store.gazetteers()
    for name, places in held.items():
        click.echo(f"{name}: {places:,} places")
    if not held:
        click.echo("None. The hub knows the places of its own list, and those that items teach.")


def _told(places: Iterable[tuple[str, "Spot"]], tally: "Tally") -> Iterator[tuple[str, "Spot"]]:
    """The same places, with a word of progress where somebody looks on."""
    for number, place in enumerate(places, start=1):
        if number % EVERY == 0 and sys.stderr.isatty():
            click.echo(f"{tally.kept:,} postcodes …", err=True)
        yield place
