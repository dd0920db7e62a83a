"""Each entry has `state`, `kind`, `id` and `modified`, and `data` when it is updated."""

from collections.abc import Iterator
from typing import Any

from openhub.conform.live.check import Breach, Check
from openhub.conform.live.exchange import Exchange
from openhub.conform.live.page import Page
from openhub.conform.live.site import Site
from openhub.conform.outcome import shown

CHECK = Check(
    group="pages",
    rung="RPDE",
    anchor="feed-page",
    remedy="Give each entry the `state` updated or deleted, its `kind`, `id` and `modified`, and when updated its `data`.",
)


def on_page(site: Site, page: Page, document: Any, exchange: Exchange) -> Iterator[Breach]:
    entries = document["items"] if not page.problem else []
    for number, entry in enumerate(entries):
        if wrong := _wrong(entry):
            yield Breach(came=wrong, where=f"{page.url} at /items/{number}")


def _wrong(entry: Any) -> str:
    if not isinstance(entry, dict):
        return "an entry that is no object"
    if entry.get("state") not in ("updated", "deleted"):
        return f"`state` is {shown(entry.get('state'))}"
    if not isinstance(entry.get("kind"), str) or not entry["kind"]:
        return f"`kind` is {shown(entry.get('kind'))}"
    for name in ("id", "modified"):
        if not isinstance(entry.get(name), str | int) or isinstance(entry[name], bool) or entry[name] == "":
            return f"`{name}` is {shown(entry.get(name))}"
    if entry["state"] == "updated" and not isinstance(entry.get("data"), dict):
        return f"an updated entry whose `data` is {shown(entry.get('data'))}"
    return ""
