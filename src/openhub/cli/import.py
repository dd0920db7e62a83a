"""`openhub import`: makes a hub again from a file that `openhub export` wrote."""

from pathlib import Path

import click

from openhub.cli._folder import folder_option, open_new_hub
from openhub.cli._moving import counted
from openhub.errors import UsageError


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@folder_option
@click.option("--replace", is_flag=True, help="Forget what the hub has, and take the file's instead.")
@click.option(
    "--restored",
    is_flag=True,
    help="FILE is a backup, and the hub has published changes since: all who follow its feed read it again.",
)
def COMMAND(file: Path, folder: Path, replace: bool, restored: bool) -> None:
    """Bring an exported hub into this one.

    FILE is what `openhub export` wrote, and this hub has to be new. It keeps its sources and where their harvest stands, its
    items, change numbers and root: whoever follows its feed does not notice. All is brought in, or nothing. Stop the hub
    before.
    """
    from openhub.stores import exported, moving

    with open_new_hub(folder) as hub, exported.reading(file, hub.now() if restored else None) as reader:
        if not replace and (hub.store.sources() or hub.store.changes(0, 1).head):
            raise UsageError(
                f"This hub has sources or items already. Make a new one with `openhub hub init`, or use --replace to forget"
                f" all that it has and take {file} instead."
            )
        with hub.store.moving_in() as writer:
            counts = moving.move(reader, writer, moved=counted)
    click.echo(f"Brought in {file}: {counts['item']:,} items and tombstones, {counts['source']:,} sources.")
