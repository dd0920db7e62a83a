"""The hub's folder, as an option of every command that works on a hub, and what is opened from it."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from openhub.config import FILE_NAME, PREFIX, Settings, load, mistyped
from openhub.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from openhub.hub.hub import Hub
    from openhub.stores.contract import Store

ENVIRONMENT = "OPENHUB_FOLDER"


def folder_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--hub FOLDER` and `--store DATABASE`."""
    command = setting_option(
        "--store", "database", "Another database than the setting's: a SQLite file, or postgresql://…"
    )(command)
    return click.option(
        "--hub",
        "folder",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path(),
        envvar=ENVIRONMENT,
        show_default="this folder",
        help=f"The hub's folder, made by `openhub hub init`; also by {ENVIRONMENT}.",
    )(command)


def setting_option(option: str, name: str, about: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Adds an option that takes the place of a setting, also for the programs that the command starts."""

    def say(context: click.Context, _: click.Parameter, value: str | None) -> None:
        variable, before = PREFIX + name.upper(), os.environ.get(PREFIX + name.upper())
        if value is not None:
            os.environ[variable] = value
            context.call_on_close(
                lambda: os.environ.pop(variable) if before is None else os.environ.update({variable: before})
            )

    return click.option(option, metavar="DATABASE", expose_value=False, callback=say, help=about)


def settings_of(folder: Path, **overrides: Any) -> Settings:
    """The settings of the hub in a folder. Raises ConfigError when there is none."""
    if not (folder / FILE_NAME).exists():
        raise ConfigError(
            f"There is no hub in {folder.resolve()}. Make one with `openhub hub init {folder}`, or name its folder with --hub."
        )
    for variable, meant in mistyped().items():
        click.echo(f"{variable} is no setting and is passed over. Did you mean {meant}?", err=True)
    return load(folder, **overrides)


def store_of(folder: Path, settings: Settings, *, visited: bool = False) -> "Store":
    """The store of a hub; one that is `visited` also reads from where the setting read_database says."""
    from openhub.stores.choice import open_store

    return open_store(settings.database, folder, settings.read_database if visited else "")


@contextmanager
def held_lease(hub: "Hub", source_id: int) -> Iterator[None]:
    """The lease on a source, waited for with a word: while it is held, nobody harvests it."""

    def waiting() -> None:
        click.echo(f"Another harvest of source {source_id} is running; waiting for it …", err=True)

    with hub.store.lease(source_id, waiting=waiting):
        yield


def next_command(words: str, folder: Path) -> str:
    """A command to print as the next step, with the hub's folder where that is not this one."""
    return f"openhub {words}" if folder == Path() else f"openhub {words} --hub {folder}"


def host_of(text: str) -> str:
    """The host that an option names, also when it was given as an address. Raises UsageError when it is none."""
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host = (parts.hostname or "").lower()
    except ValueError:
        host = ""
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", host):
        raise UsageError(f"{text!r} is no host. Write it as goodgym.example.")
    return host


@contextmanager
def open_hub(folder: Path) -> "Iterator[Hub]":
    """The hub of a folder, its database opened and closed. Raises ConfigError when there is no database yet: making an empty
    one would hide that the hub is elsewhere."""
    from openhub.stores import choice

    settings = settings_of(folder)
    if not choice.is_made(settings.database, folder):
        raise ConfigError(
            f"There is no hub in {choice.place(settings.database, folder)} yet. If it is elsewhere, say where: by the setting"
            f" database in {folder.resolve() / FILE_NAME}, by {PREFIX}DATABASE or by --store. If it is to be there,"
            f" `{next_command('hub run', folder)}` makes it."
        )
    with open_new_hub(folder) as hub:
        yield hub


@contextmanager
def open_new_hub(folder: Path) -> "Iterator[Hub]":
    """The same, and its database is made when there is none yet."""
    from openhub.hub.hub import Hub

    settings = settings_of(folder)
    store = store_of(folder, settings)
    try:
        yield Hub(settings, store)
    finally:
        store.close()
