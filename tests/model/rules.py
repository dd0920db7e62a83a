"""The requirements that can be switched off, and the faults that follow."""

from dataclasses import dataclass
from typing import Literal

# The first value is the one that the specification asks for.

Numbering = Literal["at commit", "in the transaction", "by the clock"]
"""When a change gets its number. By the clock, changes are put in order by time and then by id, as RPDE has it too."""

NewEpoch = Literal["never used before", "one more than now", "off"]
"""What the epoch becomes when continuity is lost. One more than now comes again when the same backup is restored twice."""

Repeats = Literal["since the baseline", "in the epoch", "equal ones too", "off"]
"""Which records are ignored: those with a lower number than the one applied last since the latest baseline began; or in the epoch,
which is longer; or in the epoch also those with the same number."""

Saving = Literal["together", "without the marks", "without the gap", "cursor first", "data first"]
"""What is written in one transaction. The marks are what a baseline has seen so far; the gap is that of harvest-horizon."""

Horizon = Literal["at the end", "at once", "without the cursor", "at every run", "not in a baseline", "off"]
"""When a horizon above the cursor begins a baseline: at the end of the run, if it is above the reach of the latest baseline; or
at once, the page left unused; or at the end, where the reach is nothing but the horizon of the baseline's first page; or after every
run outside a baseline, whatever the reach; or as the first, but never within a baseline."""

Freshness = Literal["baselines", "baselines and ends", "off"]
"""What is asked for past the caches: every baseline but the first, and perhaps the last page of every run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Which requirements are kept: each member is an id of spec/2-feed.md with "_" for "-", and by default as written there."""

    feed_visibility: Numbering = "at commit"
    feed_snapshot: bool = True
    feed_epoch: NewEpoch = "never used before"
    feed_renumber: bool = True
    feed_reissue: bool = True
    feed_horizon: bool = True
    feed_count: bool = True  # the last page has a root
    feed_leaf: bool = True  # the leaf has the digest
    harvest_repeat: Repeats = "since the baseline"
    harvest_atomic: Saving = "together"
    harvest_epoch: bool = True
    harvest_horizon: Horizon = "at the end"
    harvest_fresh: Freshness = "baselines"
    harvest_third: bool = True
    harvest_head: bool = True
    harvest_sweep: bool = True
    harvest_second: bool = True
    harvest_root: bool = True
    harvest_progress: bool = True
    harvest_limits: bool = True
    harvest_failure: bool = True


FAULTS = {
    "F1": "A change with a lower number is committed after a higher one was read.",
    "F2": "Two changes have the same time, and the one with the lower id comes later.",
    "F3": "One item is changed twice at the same time: the second version has the number of the first.",
    "F4": "A clock goes back: new numbers lie behind the cursor.",
    "F5": "An item changes, but not its number.",
    "F6": "A tombstone was removed before the harvester came.",
    "F7": "Items leave the feed without a tombstone.",
    "F8": "The database is restored or imported anew, and numbers begin again: the cursor lies in the future.",
    "F9": "`next` leads back, or on for ever.",
    "F12": "A cache gives an old page between new ones.",
    "F14": "The entries and `next` of a page come from two states of the database.",
    "F15": "The cursor is saved, what it stands for is not.",
    "F16": "An answer that failed is taken for an empty page.",
}
"""The known ways to lose something. F10, F11 and F13 are about addresses and numbers in JSON, which the model does not have."""

Kind = Literal["lost item", "zombie item", "lost version", "gone back", "never ends", "starts over"]


class Fault(AssertionError):
    """The harvester says that it has everything, and has not; or it never says so; or it does far too much for it."""

    def __init__(self, kind: Kind, found: object) -> None:
        super().__init__(f"{kind}: {found}")
        self.kind = kind
