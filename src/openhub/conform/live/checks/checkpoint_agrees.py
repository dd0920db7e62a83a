"""Checkpoint and last page say the same of the feed."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import json_of
from openhub.conform.live.page import after
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-one-root",
    remedy="Make both from one state of the database, and keep no checkpoint longer than a minute.",
)


SAID = ("epoch", "horizon", "count", "root")


def check(site: Site) -> Iterator[Breach]:
    site.checkpoint()
    site.proven()
    last, answer = site.settled(site.checkpoint_answer().url)
    document = json_of(answer)
    checkpoint = document if isinstance(document, dict) else {}
    for name in SAID:
        if name in checkpoint and checkpoint[name] != last.state.get(name):
            came = f"`{name}` is {checkpoint[name]}, and {last.state.get(name)} on the last page"
            yield Breach(came=came, where=answer.url)
    head, highest = checkpoint.get("head"), after(last.url) if after(last.url) is not None else site.walk.highest
    if isinstance(head, int) and highest is not None and head < highest:
        yield Breach(came=f"`head` is {head}, and the feed has the number {highest}", where=answer.url)
