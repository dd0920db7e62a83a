"""Within an epoch the horizon does not go back from page to page."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site

CHECK = Check(
    group="continuity",
    rung="2",
    anchor="feed-horizon",
    remedy="Raise `horizon` in the transaction that removes tombstones, to the highest number that was removed.",
)


def check(site: Site) -> Iterator[Breach]:
    site.numbered()
    last = site.stated()
    before = 0
    for page in site.pages():
        horizon = page.whole("horizon") or 0
        if page.state.get("epoch") == last.state.get("epoch") and horizon < before:
            yield Breach(came=f"`horizon` is {horizon}, and was {before} on an earlier page", where=page.url)
        before = max(before, horizon)
