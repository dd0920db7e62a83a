"""The checkpoint is valid by its schema."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.validate.documents import faults

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-checkpoint",
    remedy="Compare it with the example in spec/2-feed.md.",
)


def check(site: Site) -> Iterator[Breach]:
    for pointer, message in faults("checkpoint", site.checkpoint()):
        yield Breach(came=message, where=f"{site.checkpoint_answer().url} at {pointer or 'the top'}")
