"""The `origin` of the checkpoint is the `id` of the dataset."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-checkpoint",
    remedy="Give the checkpoint the `id` of the description as its `origin`.",
)


def check(site: Site) -> Iterator[Breach]:
    given = site.checkpoint().get("origin")
    if isinstance(given, str) and given != site.origin:
        yield Breach(
            came=f"`origin` is {given}, and the `id` of the dataset {site.origin}", where=site.checkpoint_answer().url
        )
