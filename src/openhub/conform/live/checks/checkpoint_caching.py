"""Caches keep the checkpoint for at most a minute."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.pages import kept_seconds

CHECK = Check(
    group="caching",
    rung="3",
    anchor="feed-checkpoint",
    remedy="Answer it with Cache-Control: max-age=60, or less.",
)


MOST_SECONDS = 60


def check(site: Site) -> Iterator[Breach]:
    site.checkpoint()
    answer = site.checkpoint_answer()
    given = answer.header("cache-control")
    seconds = kept_seconds(given)
    if seconds is None or seconds > MOST_SECONDS:
        yield Breach(came=f"Cache-Control: {given or 'none'}", where=answer.url)
