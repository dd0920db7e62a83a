"""The file has `license`, or every item names its own."""

from collections.abc import Iterator

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.find import json_of
from openhub.conform.live.site import Site

CHECK = Check(
    group="file",
    rung="0",
    anchor="feed-file",
    remedy="Put `license` beside `items`, with the address of the licence.",
    on=("file",),
)


def check(site: Site) -> Iterator[Breach]:
    document = json_of(site.found.first)
    if isinstance(document, dict) and isinstance(document.get("license"), str) and document["license"]:
        return
    items = document.get("items") if isinstance(document, dict) else document
    listed = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    if without := [item.get("id") for item in listed if not item.get("license")]:
        yield Breach(came=f"no `license`, and none in {without[0]}", where=site.feed)
