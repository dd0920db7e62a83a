"""`openhub hub`: makes a hub and runs it."""

import json
import os
import sys
from contextlib import nullcontext
from pathlib import Path
from socketserver import BaseRequestHandler, TCPServer

import click

from openhub.cli._folder import ENVIRONMENT, folder_option, next_command, setting_option, settings_of, store_of
from openhub.cli._migrate import migrate
from openhub.cli._watcher import Watcher
from openhub.config import FILE_NAME
from openhub.errors import UsageError

STOP_SECONDS = 3  # what a web process has to end its requests in; then it is killed


@click.group("hub")
def COMMAND() -> None:
    """Make a hub and run it."""


COMMAND.add_command(migrate)


@COMMAND.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
@click.option("--name", default="Open hub", show_default=True, help="What the hub is called.")
@click.option("--area", default="", help="The area it serves, such as Camden.")
@click.option("--operator", default="", help="Who runs it, such as Camden Council.")
@click.option("--contact", default="", help="An e-mail address for problems; publishers see it in our requests.")
@click.option(
    "--database",
    default="",
    help="Its PostgreSQL database: postgresql://USER@HOST/DATABASE, the password in ~/.pgpass. A SQLite file if left out.",
)
def init(folder: Path, name: str, area: str, operator: str, contact: str, database: str) -> None:
    """Make a hub in FOLDER: its settings and its database.

    FOLDER is this one if left out. A database that is empty is made a hub's; one with a hub in it is left as it is.
    """
    file = folder / FILE_NAME
    if file.exists():
        raise UsageError(f"There is a hub in {folder.resolve()} already. Change its settings in {file}.")
    said = {"name": name, "area": area, "operator": operator, "contact": contact}
    if database:
        said["database"] = database
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in said.items()]
    head = "# The settings of this hub; all of them are in docs/reference/settings.md.\n"
    file.write_text(head + "".join(lines), "utf-8")
    try:
        store_of(folder, settings_of(folder)).close()
    except BaseException:
        file.unlink()  # so that it can be tried again
        raise
    click.echo(f"Made a hub in {folder.resolve()}.")
    click.echo("Next: name a feed to bring in, by the address of a platform's site or by its own, such as")
    click.echo(f"  {next_command('source add https://goodgym.example/', folder)}")
    click.echo(f"Then: {next_command('hub run', folder)}")


@COMMAND.command("run")
@folder_option
@setting_option(
    "--read-store", "read_database", "A database that follows the hub's, from which visitors read: postgresql://…"
)
@click.option("--port", type=int, default=None, help="Another port than the setting's.")
@click.option(
    "--harvest/--no-harvest", default=True, show_default=True, help="Also harvest all sources, again and again."
)
def run(folder: Path, port: int | None, harvest: bool) -> None:
    """Serve the hub, and harvest its sources.

    It serves pages, API and feed. Ctrl-C stops both.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    settings = settings_of(folder, **({} if port is None else {"port": port}))
    os.environ[ENVIRONMENT] = str(folder.resolve())
    _check_free(settings.host, settings.port)
    store_of(
        folder, settings, visited=True
    ).close()  # brought up to date once, before the processes open it, or said why not
    watching = [sys.executable, "-m", "openhub", "harvest", "--watch", "--beside", str(os.getpid())]
    click.echo(f"The hub is at http://{settings.host}:{settings.port}/ (Ctrl-C stops it)", err=True)
    with Watcher(watching, lambda text: click.echo(text, err=True)) if harvest else nullcontext():
        Granian(
            "openhub.cli._serving:app",
            factory=True,
            interface=Interfaces.WSGI,
            address=settings.host,
            port=settings.port,
            workers=settings.workers,
            blocking_threads=4,
            log_level=LogLevels.warning,
            websockets=False,
            workers_kill_timeout=STOP_SECONDS,
            respawn_failed_workers=True,
        ).serve()


class _Listener(TCPServer):
    allow_reuse_address = True  # connections that are still ending do not count


def _check_free(host: str, port: int) -> None:
    """Raises UsageError when the port is taken; web processes share theirs, so the system would not say so."""
    try:
        _Listener((host, port), BaseRequestHandler).server_close()
    except OSError as error:
        raise UsageError(f"{host}:{port} cannot be listened on ({error.strerror}). Try another with --port.") from error
