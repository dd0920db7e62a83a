"""The file is a JSON object with the list `items`, or a list alone."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import json_of
from openhub.conform.live.site import Site

CHECK = Check(
    group="file",
    rung="0",
    anchor="feed-file",
    remedy="Write an object with `items` and `license`.",
    on=("file",),
)


def check(site: Site) -> Iterator[Breach]:
    document = json_of(site.found.first)
    items = document.get("items") if isinstance(document, dict) else document
    if not isinstance(items, list):
        yield Breach(came=f"{site.found.first.said}, and no list of items", where=site.feed)
