"""Every page has `openhub` with `version`, an `epoch` of 1 to 64 characters, and `horizon`."""

import re
from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.site import Site
from openhub.conform.outcome import shown

CHECK = Check(
    group="continuity",
    rung="2",
    anchor="feed-state",
    remedy='Give every page "openhub": {"version": "1.0", "epoch": "…", "horizon": 0}.',
)


def check(site: Site) -> Iterator[Breach]:
    for page in site.pages():
        version, epoch = page.state.get("version"), page.state.get("epoch")
        if not page.state:
            yield Breach(came="no member `openhub`", where=page.url)
        elif not isinstance(version, str) or not re.fullmatch(r"[0-9]+\.[0-9]+", version):
            yield Breach(came=f"`version` is {shown(version)}", where=page.url)
        elif not isinstance(epoch, str) or not 1 <= len(epoch) <= 64:
            yield Breach(came=f"`epoch` is {shown(epoch)}", where=page.url)
        elif page.whole("horizon") is None:
            yield Breach(came=f"`horizon` is {shown(page.state.get('horizon'))}", where=page.url)
