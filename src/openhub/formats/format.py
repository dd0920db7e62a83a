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
    """`recognises` is given the parsed JSON of a first page; `read` the bytes of any page."""

    name: str
    about: str
    recognises: Callable[[Any], bool]
    read: Callable[[bytes, Reading], Page]
