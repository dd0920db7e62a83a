"""`openhub hub migrate`: brings the tables of a hub's database up to date, or says what would be done."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from openhub.cli._folder import folder_option, settings_of

if TYPE_CHECKING:
    from openhub.stores.revisions import Plan


@click.command("migrate")
@folder_option
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--backup/--no-backup", default=True, show_default=True, help="Make a backup first.")
@click.option(
    "--backup-to",
    type=click.Path(path_type=Path, exists=True, file_okay=False, writable=True),
    help="The folder for the backup; if left out, that of the SQLite file, or for PostgreSQL the hub's folder.",
)
def migrate(folder: Path, dry_run: bool, backup: bool, backup_to: Path | None) -> None:
    """Bring the hub's database up to date after OpenHub was upgraded.

    A small SQLite file is brought up to date by itself when it is first used; a large one, and PostgreSQL, wait for this
    command. A backup is made first. All is done, or nothing. Stop the hub before, and start it again afterwards.
    """
    from openhub.stores import choice

    database = settings_of(folder).database
    plan = choice.look(database, folder, backup_to)
    if not plan.waiting:
        click.echo(f"{plan.place} is up to date (version {plan.version} of the tables). Nothing was done.")
    elif dry_run:
        click.echo("\n".join(_told(plan, backup=backup)))
    else:
        click.echo(_what(plan), err=True)
        made = choice.migrate(database, folder, backup=backup, backup_to=backup_to)
        click.echo(f"{plan.place} is up to date.")
        if made:
            click.echo(f"The backup is {made}. Remove it when all is well.")


def _what(plan: "Plan") -> str:
    from openhub.stores.revisions import megabytes, minutes

    names = ", ".join(revision.name for revision in plan.waiting)
    return f"{plan.place} ({megabytes(plan.size_bytes)}) is brought up to date: {names}. This may take up to {minutes(plan.seconds)} …"


def _told(plan: "Plan", *, backup: bool) -> list[str]:
    from openhub.stores.revisions import megabytes, minutes

    room = f"up to {megabytes(plan.needed_bytes(backup=backup))} on the disk meanwhile"
    free = "" if plan.free_bytes is None else f"; {megabytes(plan.free_bytes)} are free"
    return [
        f"{plan.place} ({megabytes(plan.size_bytes)}) has version {plan.version} of the tables.",
        *(f"\n-- {revision.name}\n{revision.script.strip()}" for revision in plan.waiting),
        f"\nThese {len(plan.waiting)} would be done in one transaction. They may take up to {minutes(plan.seconds)}, and {room}{free}.",
        f"A backup would be made first: {plan.backup}" if backup else "No backup would be made.",
        "Nothing was changed.",
    ]
