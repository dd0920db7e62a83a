"""The epoch stays as long as the numbers go on."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.live.walk import Walk, walk

CHECK = Check(
    group="continuity",
    rung="2",
    anchor="feed-epoch",
    remedy="Keep one epoch in the database, and give it a new name only when continuity is lost.",
)


def check(site: Site) -> Iterator[Breach]:
    site.stated()
    epochs = _epochs(site.walk)
    if len(epochs) > 1 and len(again := _epochs(walk(site.asks, site.feed, site.wishes.most_pages))) > 1:
        came = f"the epochs {', '.join(again)} in one reading"
        yield Breach(came=came, where=site.feed)


def _epochs(found: Walk) -> list[str]:
    named = [page.state.get("epoch") for page in found.pages]
    return list(dict.fromkeys(epoch for epoch in named if isinstance(epoch, str)))
