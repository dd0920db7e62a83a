"""`openhub export`: writes a whole hub into one file that people can read, and from which it can be made again."""

from pathlib import Path

import click

from openhub.cli._folder import folder_option, open_hub
from openhub.cli._moving import counted


@click.command("export")
@click.option(
    "--sqlite",
    "file",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The SQLite file to write; it must not be there yet.",
)
@folder_option
def COMMAND(file: Path, folder: Path) -> None:
    """Write the whole hub into one SQLite file.

    It opens in Datasette or any tool for SQLite. It has tables to read (items, occurrences, sources, findings), with an
    index of words and one of places, and all that `openhub import` needs to make the hub again, on SQLite or PostgreSQL. The
    hub may go on running meanwhile. The settings in openhub.toml are not in it. Items that were put aside are: look at the
    table put_aside before you publish the file.
    """
    from openhub.hub.described import described
    from openhub.stores import exported, moving

    with (
        open_hub(folder) as hub,
        exported.writing(file, described, hub.now()) as writer,
        hub.store.moving_out() as reader,
    ):
        counts = moving.move(reader, writer, moved=counted)
    click.echo(f"Wrote {file}: {counts['item']:,} items and tombstones, {counts['source']:,} sources.")
    if aside := counts["quarantine"]:
        click.echo(f"{aside:,} items that were put aside are in it too: do not publish the table put_aside.", err=True)
