"""One fault for each check, each such that this check alone sees it."""

import gzip
import json
import re
from typing import Any

from tests.conform.server import Asked, Fault, Said, Server, number_of, packed_dump

EARLY: dict[str, Fault] = {}
"""Faults by the code of the check that sees them, in what is to be said."""

LATE: dict[str, Fault] = {}
"""Faults in the answer as it goes out."""


def early(code: str) -> Any:
    return lambda fault: EARLY.setdefault(code, fault)


def late(code: str) -> Any:
    return lambda fault: LATE.setdefault(code, fault)


def is_page(asked: Asked, said: Said) -> bool:
    return asked.path == "/feed" and said.status == 200 and isinstance(said.document, dict)


def is_full(asked: Asked, said: Said) -> bool:
    return is_page(asked, said) and bool(said.document["items"])


def is_last(asked: Asked, said: Said) -> bool:
    return is_page(asked, said) and not said.document["items"]


def changed(page: dict[str, Any], state: str, /, **changes: Any) -> None:
    """The entries of a page that are in this state, updated or deleted, with other members."""
    page["items"] = [{**entry, **changes} if entry["state"] == state else entry for entry in page["items"]]


def about(asked: Asked, said: Said) -> dict[str, Any]:
    """The description, or something that is thrown away."""
    return said.document if asked.path == "/.well-known/openhub" else {"distribution": []}


def point(asked: Asked, said: Said) -> dict[str, Any]:
    """The checkpoint, or something that is thrown away."""
    return said.document if asked.path == "/checkpoint" else {}


# RPDE


@early("page-readable")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/feed" and asked.query == "afterChangeNumber=6":
        said.status, said.document, said.body = 500, None, b"it broke"


@late("utf-8")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/feed" and said.status == 200 and not said.headers.get("Content-Encoding"):
        said.body = b"\xef\xbb\xbf" + said.body
    elif asked.path == "/feed" and said.status == 200:
        said.body = gzip.compress(b"\xef\xbb\xbf" + gzip.decompress(said.body), mtime=0)


@early("media-type")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said):
        said.headers["Content-Type"] = "text/html"


@early("entry-shape")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        changed(said.document, "deleted", kind="")


@early("tombstone-data")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        for entry in said.document["items"]:
            if entry["state"] == "deleted":
                entry_data = {"type": "Event", "id": entry["id"]}
                said.document["items"] = [
                    {**e, "data": entry_data} if e is entry else e for e in said.document["items"]
                ]


@early("next-place")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        said.document["next"] = said.document["next"].replace("/feed?", "/other?")


@early("next-number")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        last = said.document["items"][-1]["modified"]
        if last < 14:
            said.document["next"] = f"{server.base}/feed?afterChangeNumber={last - 1}"


@early("endless-feed")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said) and said.document["items"][-1]["modified"] == 14:
        said.document["next"] = f"{server.base}/feed?afterChangeNumber=6"


@early("last-next")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_last(asked, said):
        said.document["next"] = said.document["next"].replace("=", "=0")


@early("order")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said) and len(said.document["items"]) > 2:
        first, second, *rest = said.document["items"]
        said.document["items"] = [second, first, *rest]


# Level 1


@early("repeated-item")
def _(server: Server, asked: Asked, said: Said) -> None:
    """The tombstone before is kept when an item comes back."""


@early("change-numbers")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        for entry in said.document["items"]:
            if entry["modified"] == 3:
                said.document["items"] = [{**e, "modified": "3"} if e is entry else e for e in said.document["items"]]


@early("entry-identity")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        said.document["items"] = [e if "data" in e else e | {"id": e["modified"]} for e in said.document["items"]]


@early("page-licence")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said):
        del said.document["license"]


@early("tombstone-reason")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        changed(said.document, "deleted", openhub={"reason": "privacy"})


@early("cursor-past")
def _(server: Server, asked: Asked, said: Said) -> None:
    """Passes over one entry, unless it is asked for after a number at which its own pages end."""
    if is_full(asked, said) and number_of(asked) not in (0, 6, 10):
        said.document["items"] = said.document["items"][1:]
        if not said.document["items"]:
            said.document["next"] = f"{server.base}/feed?{asked.query}"


@early("cursor-future")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said) and number_of(asked) > server.highest:
        said.status, said.document, said.body = 404, None, b"not found"


@early("cursor-bad")
def _(server: Server, asked: Asked, said: Said) -> None:
    if said.status == 400:
        said.status = 422


@early("cursor-spelling")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said) and re.search("=0[0-9]", asked.query):
        said.status, said.document, said.body = 400, None, b"noughts"


@early("caching-last")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_last(asked, said):
        said.headers["Cache-Control"] = "public, max-age=3600"


@early("caching-pages")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        said.headers["Cache-Control"] = "no-store"


@early("items-valid")
def _(server: Server, asked: Asked, said: Said) -> None:
    """An item without a name, from the start."""


@early("description-there")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/.well-known/openhub":
        said.headers["Content-Type"] = "text/plain"


@early("description-origin")
def _(server: Server, asked: Asked, said: Said) -> None:
    """Another host is named, which knows nothing of the dataset."""
    if asked.headers["host"].startswith("localhost"):
        said.status, said.document, said.body = 404, None, b"not here"
    elif asked.path in ("/.well-known/openhub", "/checkpoint"):
        name = "origin" if asked.path == "/checkpoint" else "id"
        said.document[name] = f"{server.base.replace('127.0.0.1', 'localhost')}/#dataset"


@early("description-valid")
def _(server: Server, asked: Asked, said: Said) -> None:
    about(asked, said).pop("contact", None)


@early("description-feed")
def _(server: Server, asked: Asked, said: Said) -> None:
    for one in about(asked, said)["distribution"]:
        if one["format"] == "openhub":
            one["format"] = "openactive"


@early("version-declared")
def _(server: Server, asked: Asked, said: Said) -> None:
    about(asked, said)["conformsTo"] = ["https://w3id.org/openhub/v0"]


@early("licence-open")
def _(server: Server, asked: Asked, said: Said) -> None:
    about(asked, said)["license"] = "https://creativecommons.org/licenses/by-nc/4.0/"


# Level 2


@early("state")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said):
        said.document["openhub"]["version"] = 1


@early("epoch")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        said.document["openhub"]["epoch"] = f"page after {asked.query}"


@early("horizon")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_full(asked, said):
        said.document["openhub"]["horizon"] = 3


@early("stable-pages")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_page(asked, said):
        said.document["made"] = server.requests


# Level 3


@early("count-there")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_last(asked, said):
        del said.document["openhub"]["count"]


@early("count-right")
def _(server: Server, asked: Asked, said: Said) -> None:
    if is_last(asked, said):
        said.document["openhub"]["count"] = 99
    if asked.path == "/checkpoint":
        said.document["count"] = 99
    if asked.path == "/dump":
        _redump(said, count=99)


@early("root-right")
def _(server: Server, asked: Asked, said: Said) -> None:
    wrong = "ab" * 32
    if is_last(asked, said):
        said.document["openhub"]["root"] = wrong
    if asked.path == "/checkpoint":
        said.document["root"] = wrong
        del said.document["buckets"]
    if asked.path == "/dump":
        _redump(said, root=wrong)


def _lines(said: Said) -> list[Any]:
    return [json.loads(line) for line in gzip.decompress(said.body).splitlines()]


def _redump(said: Said, **head: Any) -> None:
    first, *rest = _lines(said)
    made = packed_dump([first | head, *rest])
    said.headers, said.body = made.headers, made.body


@early("checkpoint-there")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/checkpoint":
        said.status, said.document, said.body = 404, None, b"not here"


@early("checkpoint-valid")
def _(server: Server, asked: Asked, said: Said) -> None:
    point(asked, said).pop("contact", None)


@early("checkpoint-caching")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/checkpoint":
        said.headers["Cache-Control"] = "max-age=3600"


@early("checkpoint-origin")
def _(server: Server, asked: Asked, said: Said) -> None:
    point(asked, said)["origin"] = "https://other.example/#dataset"


@early("checkpoint-expires")
def _(server: Server, asked: Asked, said: Said) -> None:
    point(asked, said).update(time="2026-01-01T09:00:00+00:00", expires="2026-01-01T10:00:00+00:00")


@early("checkpoint-agrees")
def _(server: Server, asked: Asked, said: Said) -> None:
    point(asked, said)["head"] = 5


@early("checkpoint-buckets")
def _(server: Server, asked: Asked, said: Said) -> None:
    point(asked, said)["buckets"] = ["ab" * 32] * 256


@early("dump-there")
def _(server: Server, asked: Asked, said: Said) -> None:
    listed = about(asked, said)["distribution"]
    listed[:] = [one for one in listed if one["format"] != "openhub-dump"]


@early("dump-form")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/dump":
        said.headers["Content-Type"] = "application/json"


@early("dump-agrees")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.path == "/dump":
        made = packed_dump(_lines(said)[:-1])
        said.headers, said.body = made.headers, made.body


@early("dump-digest")
def _(server: Server, asked: Asked, said: Said) -> None:
    said.headers.pop("Content-Digest", None)


# Beside the levels


@late("conditional")
def _(server: Server, asked: Asked, said: Said) -> None:
    said.headers.pop("ETag", None)
    asked.headers.pop("if-none-match", None)


@late("compression")
def _(server: Server, asked: Asked, said: Said) -> None:
    said.headers.pop("Vary", None)


@late("cors")
def _(server: Server, asked: Asked, said: Said) -> None:
    del said.headers["Access-Control-Allow-Origin"]


@late("head")
def _(server: Server, asked: Asked, said: Said) -> None:
    if asked.method == "HEAD":
        said.status, said.body = 405, b""


@late("cookies")
def _(server: Server, asked: Asked, said: Said) -> None:
    said.headers["Set-Cookie"] = "seen=1"


@early("level-declared")
def _(server: Server, asked: Asked, said: Said) -> None:
    about(asked, said)["level"] = 1


# Faults that are there from the start


def prepare(server: Server, code: str) -> None:
    """What some faults need to be in the feed already."""
    if code == "repeated-item":
        first = server.entries[0]
        server.entries.append(server.tombstone(2, "3") | {"id": first["id"]})
    if code == "items-valid":
        server.entries[0] = server.entry(3, name="3", startDate="2027-03-04T17:00:00+00:00")


# Files


def _file(asked: Asked) -> bool:
    return asked.path == "/items.json"


@early("file-shape")
def _(server: Server, asked: Asked, said: Said) -> None:
    if _file(asked):
        said.document["activities"] = said.document.pop("items")


@early("file-licence")
def _(server: Server, asked: Asked, said: Said) -> None:
    if _file(asked):
        del said.document["license"]
