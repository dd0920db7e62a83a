"""The command `openhub`: gathers the commands of this folder, and turns exceptions into messages and exit codes."""

import sys
import traceback

import click

from openhub import __version__, registry
from openhub.errors import OpenHubError, UsageError


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="openhub")
def openhub() -> None:
    """Publish, check and bring together the community activities of a place.

    \b
    A publisher begins with:  openhub validate feed.json
    A council begins with:    openhub hub init

    Exit codes: 0 all is well, 1 errors in the data, 2 used wrongly, 3 an address could not be read,
    4 a fault of our own, 5 a baseline is stale, 130 interrupted.
    """


for module in registry.modules("openhub.cli", "COMMAND"):
    openhub.add_command(module.COMMAND)


def main() -> None:
    """Runs the command line; the only place that decides on exit codes."""
    try:
        sys.exit(openhub(standalone_mode=False) or 0)  # click gives back what ctx.exit was called with
    except click.exceptions.Abort:
        _stop("Interrupted.", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except OpenHubError as error:
        _stop(str(error), error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        _stop(f"{where}{error.strerror or error}.", UsageError.exit_code)
    except Exception as error:
        traceback.print_exc()
        _stop(
            f"This is a fault in OpenHub, not in what you did: {error!r}. Report it with the lines above.",
            OpenHubError.exit_code,
        )


def _stop(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)
