"""Source: a feed that the hub harvests, and what it remembers of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

State = Literal["", "verified", "complete", "held", "inconsistent", "failed"]
"""What a run leaves a feed in (spec/2-feed.md, The state after a run); "" before the first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """`hosts` are those whose ids belong to the origin; `outcome` is that of the last run, `state` what it proved.

    `address` is where the first page is read, `cursor` where the next run goes on ("" begins at the start). `baseline`
    counts the walks that began at the start: positive while one is under way, negative once it has ended; `began` is
    when the latest did, `horizon` how far the feed was known to reach then: what was deleted up to that number is not shown
    by it. It is -1 when a later deletion may have been lost (harvest-horizon). `paged` says that it has answered with a
    page, so that it is no file; `proved` that its last page had a root. `has_items` says that the hub has any of it, and
    `quarantined` how many it put aside.
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
    began: datetime | None = None
    paged: bool = False
    proved: bool = False
    checkpoint: str = ""
    state: State = ""
    verified_at: datetime | None = None
    outcome: str = ""
    problem: str = ""
    last_run: datetime | None = None
    last_success: datetime | None = None
    has_items: bool = False
    quarantined: int = 0
