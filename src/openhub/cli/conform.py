"""`openhub conform`: tests a running publisher over HTTP, and says which level it keeps and what the next one needs."""

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from openhub.cli._conform import lines
from openhub.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from openhub.config import Settings
    from openhub.conform.live.exchange import Asks
    from openhub.conform.live.report import Report

PAUSE_SECONDS = 1.1
WRITES_SECONDS = 600.0
FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("conform")
@click.argument("url", required=False, metavar="[URL]")
@click.option(
    "--level",
    type=click.IntRange(0, 3),
    metavar="N",
    help="The level that has to be kept; that of the description if left out.",
)
@click.option(
    "--owns", multiple=True, metavar="HOST", help="A host whose ids belong to this publisher. May be given again."
)
@click.option(
    "--writes", metavar="COMMAND", help="A command that makes the publisher write; the feed is read while it runs."
)
@click.option(
    "--report", type=FILE, metavar="FILE", help="Write the report as JSON into this file; - is standard output."
)
@click.option("--junit", type=FILE, metavar="FILE", help="Write the report as JUnit XML into this file.")
@click.option("--record", type=FILE, metavar="FILE", help="Keep all that is asked and answered in this file.")
@click.option("--replay", type=FILE, metavar="FILE", help="Test what was recorded in this file, without a network.")
@click.option(
    "--pause",
    type=click.FloatRange(0),
    default=PAUSE_SECONDS,
    metavar="SECONDS",
    help=f"How long to wait before a page is asked for again; {PAUSE_SECONDS:g} if left out.",
)
@click.option(
    "--writes-limit",
    type=click.FloatRange(0.1),
    default=WRITES_SECONDS,
    metavar="SECONDS",
    help=f"How long that command may run; {WRITES_SECONDS:g} if left out.",
)
@click.pass_context
def COMMAND(
    context: click.Context,
    url: str | None,
    level: int | None,
    owns: tuple[str, ...],
    writes: str | None,
    report: Path | None,
    junit: Path | None,
    record: Path | None,
    replay: Path | None,
    pause: float,
    writes_limit: float,
) -> None:
    """Test a running publisher over HTTP.

    URL is the address of its site, its description, or its feed. Reads the whole feed, asks for much else, and says which level
    the publisher keeps and what the next one needs. It changes nothing there.

    \b
    openhub conform https://goodgym.example/
    openhub conform https://goodgym.example/feed --level 2 --junit conform.xml
    openhub conform http://localhost:8080/ --writes "python3 make_changes.py"

    Ends with 0 when the level is kept, 1 when it is not or --writes failed, 2 when used wrongly, 3 when nothing could be
    read or the server stopped answering.
    """
    settings = _settings()
    if (url is None) == (replay is None):
        raise click.UsageError("Give either the address of a publisher, or --replay with a recorded file.")
    if replay and (record or writes):
        raise click.UsageError("--replay asks nobody, so there is nothing to record and nobody to write.")
    if replay:
        found = _replayed(replay, settings, level, owns)
    else:
        options = {"writes": writes or "", "pause": pause, "limit": writes_limit}
        found = _asked(str(url), settings, level, owns, options, record)
    _write(found, report, junit)
    context.exit(0 if found.is_enough else 1)


def _settings() -> "Settings":
    from openhub import config

    try:
        return config.load(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from error


def _asked(
    url: str,
    settings: "Settings",
    level: int | None,
    owns: tuple[str, ...],
    options: dict[str, Any],
    record: Path | None,
) -> "Report":
    """Who names an address may name their own machine's too, and only that, as with `openhub validate`."""
    from openhub.conform.live.cassette import Recorder
    from openhub.conform.live.wire import Wire
    from openhub.fetch.door import Door
    from openhub.fetch.lookup import addresses_of

    kept = {
        "url": url,
        "level": level,
        "owns": list(owns),
        "writes": bool(options["writes"]),
        "now": settings.clock().isoformat(),
        "pages": settings.harvest_max_pages,
        "zone": settings.time_zone,
    }
    named = addresses_of(url if "://" in url else f"https://{url}", settings.fetch_connect_seconds)
    with Door(replace(settings, allow_addresses=(*settings.allow_addresses, *named))) as door:
        wire = Wire(door, pause_seconds=options["pause"], writes=options["writes"], writes_seconds=options["limit"])
        recorder = Recorder(wire)
        try:
            return _run(recorder if record else wire, kept)
        finally:
            wire.close()
            if record:
                _put(record, recorder.written(kept))


def _replayed(file: Path, settings: "Settings", level: int | None, owns: tuple[str, ...]) -> "Report":
    from openhub.conform.live.cassette import Player

    player = Player(file)
    again = player.run | ({"level": level} if level is not None else {})
    return _run(player, {**again, "owns": [*again.get("owns", ()), *owns]})


def _run(asks: "Asks", kept: dict[str, Any]) -> "Report":
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from openhub.conform.live.run import run
    from openhub.conform.live.site import Wishes

    try:
        wishes = Wishes(
            now=datetime.fromisoformat(kept["now"]),
            home=ZoneInfo(kept["zone"]),
            most_pages=kept["pages"],
            owns=frozenset(host.lower() for host in kept["owns"]),
            writes=kept["writes"],
        )
        url, level = kept["url"], kept["level"]
    except KeyError as error:
        raise UsageError(f"The cassette lacks {error}. Record it again.") from error
    return run(asks, url, wishes, level)


def _write(found: "Report", report: Path | None, junit: Path | None) -> None:
    from openhub.conform.live.junit import written
    from openhub.conform.live.report import as_json

    text = json.dumps(as_json(found), indent=2, ensure_ascii=False) + "\n"
    if report == Path("-"):
        click.echo(text, nl=False)
    else:
        for line in lines(found):
            click.echo(line, color=False if os.environ.get("NO_COLOR") else None)
        if report:
            _put(report, text)
    if junit:
        _put(junit, written(found))


def _put(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise click.UsageError(f"{file} cannot be written: {error.strerror}.") from error
