"""The last page has `count` and `root`."""

import re
from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.outcome import shown

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-count",
    remedy="Give the `openhub` of the last page the number of live items as `count`, and their `root`.",
)


def check(site: Site) -> Iterator[Breach]:
    last = site.last()
    if last.whole("count") is None:
        yield Breach(came=f"`openhub.count` is {shown(last.state.get('count'))}", where=last.url)
    if not isinstance(last.state.get("root"), str) or not re.fullmatch("[0-9a-f]{64}", last.state["root"]):
        yield Breach(came=f"`openhub.root` is {shown(last.state.get('root'))}", where=last.url)
