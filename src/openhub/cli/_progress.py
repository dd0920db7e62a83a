"""Says on a terminal how many items were read, while that takes long; in a file or a log it says nothing."""

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from openhub.cli._sheets import Sheet
    from openhub.validate.report import Tally

FIRST_SECONDS = 2.0
EVERY_SECONDS = 0.2
_CLEAR = "\r\x1b[K"


class Progress:
    """One line on standard error, written over and over; it is gone at the end, and before anything else is said there."""

    def __init__(self, *, shown: bool, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds."""
        self._shown, self._clock = shown, clock
        self._next = clock() + FIRST_SECONDS
        self._there = False

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()

    def follow(self, sheets: "Iterable[Sheet]", tally: "Tally") -> "Iterator[Sheet]":
        """The same sheets; after each is told how many items were checked."""
        for sheet in sheets:
            yield sheet
            self.tell(tally.items)

    def tell(self, items: int) -> None:
        if self._shown and (now := self._clock()) >= self._next:
            click.echo(f"{_CLEAR}{items:,} items read…", err=True, nl=False, color=True)
            self._next, self._there = now + EVERY_SECONDS, True

    def say(self, text: str) -> None:
        """Says something else on standard error."""
        self.clear()
        click.echo(text, err=True)

    def clear(self) -> None:
        if self._there:
            click.echo(_CLEAR, err=True, nl=False, color=True)
            self._there = False


def is_watched(*, busy: bool) -> bool:
    """Whether somebody sits at a terminal, on which nothing else is written meanwhile: `busy` says that standard output is written to."""
    if os.environ.get("CI") or os.environ.get("TERM") == "dumb":
        return False
    return sys.stderr.isatty() and not (busy and sys.stdout.isatty())
