"""The `kind` of an entry is its item's `type`, and its `id` a text and its item's `id`."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site
from openhub.conform.outcome import shown

CHECK = Check(
    group="order",
    rung="1",
    anchor="feed-page",
    remedy="Take `kind` and `id` from the item. Only a hub has ids of its own, beside `openhub.origin`.",
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    entries = document["items"] if not page.problem else []
    for number, entry in enumerate(entries):
        if isinstance(entry, dict) and (wrong := _wrong(entry)):
            yield Breach(came=wrong, where=f"{page.url} at /items/{number}")


def _wrong(entry: dict[str, Any]) -> str:
    if not isinstance(entry.get("id"), str):
        return f"`id` is {shown(entry.get('id'))}, which is no text"
    data, more = entry.get("data"), entry.get("openhub")
    if not isinstance(data, dict):
        return ""
    if entry.get("kind") != data.get("type"):
        return f"`kind` is {shown(entry.get('kind'))}, and the `type` of the item {shown(data.get('type'))}"
    relayed = isinstance(more, dict) and "origin" in more
    if not relayed and entry["id"] != data.get("id"):
        return f"`id` is {shown(entry['id'])}, and that of the item {shown(data.get('id'))}"
    return ""
