"""Source: a feed that the hub harvests, and what it remembers of it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`hosts` are those whose ids belong to the origin; `outcome` is that of the last run.

    `address` is where the first page is read, `cursor` where the next run goes on ("" begins at the start).
    """

    id: int = 0
    name: str
    address: str
    origin: str
    format: str
    hosts: tuple[str, ...] = ()
    licence: str = ""
    publisher_url: str = ""
    about: str = ""
    themes: tuple[str, ...] = ()
    cursor: str = ""
    epoch: str = ""
    horizon: int = 0
    etag: str = ""
    baseline: int = 0
    outcome: str = ""
    problem: str = ""
    last_run: datetime | None = None
    last_success: datetime | None = None
    live: int = 0
    quarantined: int = 0
