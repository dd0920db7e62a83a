"""What `openhub validate` is given from outside the items: lists in files, and leave to visit pages."""

import io
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

if TYPE_CHECKING:
    from openhub.config import Settings


@contextmanager
def outside(options: dict[str, Any], settings: "Settings", needed: Collection[str]) -> Iterator[dict[str, Any]]:
    """The members of At that the options give, as far as a rule needs them. What came of the visits is said at the end.

    Raises UsageError for a file that cannot be read.
    """
    known = {name: read(options[name]) for name, read in _FILES.items() if options[name] and name in needed}
    if not options["allow_network"] or "visit" not in needed:
        yield known
        return
    from openhub.cli._visits import Visits

    with Visits(settings) as visits:
        yield known | {"visit": visits.visit}
        for remark in visits.remarks():
            click.echo(remark, err=True)


def _activities(file: str) -> frozenset[str]:
    from openhub.validate.activities import read

    with _opened(file) as opened:
        return read(opened.read(), file)


def _postcodes(file: str) -> Callable[[str], Any]:
    from openhub.validate.postcodes import read

    with _opened(file) as opened, io.TextIOWrapper(opened, encoding="utf-8-sig", newline="") as lines:
        return read(lines, file).find


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    try:
        with Path(file).open("rb") as opened:
            yield opened
    except OSError as error:
        raise click.UsageError(f"{file} could not be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{file} is not text in UTF-8. Unpack it first if it is packed.") from error


_FILES: dict[str, Callable[[str], Any]] = {"activities": _activities, "postcodes": _postcodes}
