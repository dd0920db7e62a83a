"""What a format module declares, and what it is told when it reads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from openhub.model.record import Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader may know of where the bytes are from: `hosts` are the origin's own, if known."""

    origin: str
    zone: ZoneInfo
    themes: tuple[str, ...] = ()
    hosts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """`recognises` is given the parsed JSON of a first page; `read` the bytes of any page.

    A format that is no JSON has `sniffs`, which is given the bytes, and `locate`, which says at which line, column and offset
    (the first two from 1) of a page's bytes the pointer of a record or finding leads. One that is a spreadsheet has `cell`, which
    says to which row, from 1, under which heading, and what the cell says; the last two are "" for the row as a whole.
    """

    name: str
    about: str
    recognises: Callable[[Any], bool]
    read: Callable[[bytes, Reading], Page]
    sniffs: Callable[[bytes], bool] | None = None
    locate: Callable[[bytes, str], tuple[int, int, int]] | None = None
    cell: Callable[[bytes, str], tuple[int, str, str]] | None = None
