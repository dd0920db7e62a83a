"""The description leads to a checkpoint that can be read."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import json_of
from openhub.conform.live.site import Site

CHECK = Check(
    group="proof",
    rung="3",
    anchor="feed-checkpoint",
    remedy="Answer a checkpoint, and list it in the description with the format openhub-checkpoint.",
)


def check(site: Site) -> Iterator[Breach]:
    address = site.listed("openhub-checkpoint")
    if not address:
        yield Breach(came="no distribution has the format openhub-checkpoint", where=site.description_url)
        return
    answer = site.checkpoint_answer()
    if not isinstance(json_of(answer), dict):
        yield Breach(came=f"{answer.said}, and no JSON object", where=address)
