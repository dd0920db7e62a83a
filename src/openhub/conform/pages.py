"""Holds one page of a feed against what spec/2-feed.md requires of it, whatever stands on the other pages."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

import orjson

from openhub.conform.outcome import Failure, shown
from openhub.conform.program import Message, member, short
from openhub.model.digest import digest
from openhub.model.fault import MAX_INTEGER

NO_DIGEST = "none"
LAST_PAGE_SECONDS = 8
PAGE_SECONDS = 3600
REASONS = ("ended", "withdrawn", "error", "urgent")
MEDIA_TYPE = re.compile(r"application/([\w.+-]+\+)?json\s*(;.*)?", re.IGNORECASE)
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the publisher answered; the names of headers are in lower case."""

    url: str
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a page; the digest is that of its data, "" for a tombstone. `reason` is that of a tombstone, "" for none."""

    kind: str
    id: str
    modified: int
    digest: str
    reason: str

    @property
    def name(self) -> tuple[str, str]:
        return self.kind, self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a reader takes from a page. The members after `next` are "" and 0 where the page has none that can be used."""

    url: str
    entries: tuple[Entry, ...]
    next: str
    licence: str
    epoch: str
    horizon: int
    count: int | None
    root: str | None


def answered(url: str, message: Message) -> Answer:
    """The answer to a `get`. Raises Broke when it is none."""
    headers = member(message, "headers", dict)
    return Answer(
        url=url,
        status=member(message, "status", int),
        headers={str(name).lower(): str(value) for name, value in headers.items()},
        body=member(message, "body", str),
    )


def breach(requirement: str, where: str, came: str, remedy: str, *, advice: bool = False) -> Failure:
    """A failure to keep one requirement of the specification."""
    return Failure(requirements=(requirement,), where=where, came=came, remedy=remedy, advice=advice)


def wrong_status(requirement: str, answer: Answer, expected: int) -> Failure:
    """What to say when an address of the feed was answered with another status."""
    return Failure(
        requirements=(requirement,),
        where=answer.url,
        expected=f"status {expected} to GET {answer.url}",
        came=f"status {answer.status}: {short(answer.body) or 'and nothing else'}",
        remedy=f"Answer this address with status {expected}. Ask for it yourself to see what your feed says.",
    )


def number(url: str) -> int:
    """The change number in an address, 0 when there is none."""
    return _digits(parse_qs(urlsplit(url).query).get("afterChangeNumber", [""])[0]) or 0


def _digits(text: str) -> int | None:
    """The whole number that a text is, MAX_INTEGER for any above; None for what is none."""
    if not (text.isascii() and text.isdecimal()):
        return None
    digits = text.lstrip("0") or "0"
    return min(int(digits), MAX_INTEGER) if len(digits) <= len(str(MAX_INTEGER)) else MAX_INTEGER


def read(answer: Answer) -> tuple[Page | None, list[Failure]]:
    """The page, and all that is wrong with it. There is no page when nothing can be taken from it."""
    document, found = _document(answer)
    if document is None:
        return None, found
    found += [f for check in _CHECKS for f in check(answer, document)]
    if any(f.requirements == ("feed-page",) for f in found) or not all(map(_numbered, document["items"])):
        return None, found
    more = document.get("openhub") if isinstance(document.get("openhub"), dict) else {}
    assert isinstance(more, dict)
    page = Page(
        url=answer.url,
        entries=tuple(map(_entry, document["items"])),
        next=document["next"],
        licence=document["license"] if isinstance(document.get("license"), str) else "",
        epoch=more["epoch"] if isinstance(more.get("epoch"), str) else "",
        horizon=more["horizon"] if _whole(more.get("horizon")) else 0,
        count=more.get("count"),
        root=more.get("root"),
    )
    return page, found


def _document(answer: Answer) -> tuple[dict[str, Any] | None, list[Failure]]:
    where = answer.url
    if answer.status != 200:
        return None, [wrong_status("feed-media-type", answer, 200)]
    try:
        document = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        return None, [breach("feed-page", where, f"no JSON ({error}): {short(answer.body)}", "Answer with JSON.")]
    if (
        not isinstance(document, dict)
        or not isinstance(document.get("items"), list)
        or not isinstance(document.get("next"), str)
    ):
        came = short(answer.body)
        return None, [breach("feed-page", where, came, "Give an object with the list `items` and the text `next`.")]
    return document, []


def _media_type(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    given = answer.headers.get("content-type", "")
    if not MEDIA_TYPE.fullmatch(given.strip()):
        came = f"the media type {given!r}"
        yield breach("feed-media-type", answer.url, came, "Say Content-Type: application/json, or RPDE's own type.")


def _licence(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    if not isinstance(document.get("license"), str) or not document["license"]:
        came = f"`license` is {shown(document.get('license'))}"
        yield breach("feed-licence", answer.url, came, "Put the address of the licence into every page.")


def _entries(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    for index, entry in enumerate(document["items"]):
        where = f"{answer.url} at /items/{index}"
        came = shown(entry)
        if not isinstance(entry, dict) or entry.get("state") not in ("updated", "deleted"):
            yield breach("feed-page", where, came, "Give each entry the `state` updated or deleted.")
        elif not all(isinstance(entry.get(name), str) and entry[name] for name in ("kind", "id")):
            yield breach("feed-page", where, came, "Give each entry its `kind` and `id` as text.")
        elif "modified" not in entry:
            yield breach("feed-page", where, came, "Give each entry its change number as `modified`.")
        elif entry["state"] == "deleted":
            yield from _tombstone(where, entry)
        elif not isinstance(entry.get("data"), dict):
            yield breach("feed-page", where, came, "Give each updated entry the item as `data`.")
        elif entry["kind"] != entry["data"].get("type") or not (
            _relayed(entry) or entry["id"] == entry["data"].get("id")
        ):
            yield breach("feed-page", where, came, "Let `kind` be the item's `type` and `id` the item's `id`.")


def _relayed(entry: dict[str, Any]) -> bool:
    """Whether a hub passes it on, so that its id is the hub's own (federate-entry-id)."""
    return isinstance(entry.get("openhub"), dict) and "origin" in entry["openhub"]


def _tombstone(where: str, entry: dict[str, Any]) -> Iterator[Failure]:
    if "data" in entry:
        yield breach("feed-tombstone", where, f"{shown(entry)} has `data`", "Leave `data` out of a tombstone.")
    more = entry.get("openhub", {})
    if not isinstance(more, dict) or more.get("reason", REASONS[0]) not in REASONS:
        yield breach("feed-reason", where, shown(more), f"Give one of {', '.join(REASONS)} as the reason, or none.")


def _order(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    entries = [entry for entry in document["items"] if isinstance(entry, dict) and "modified" in entry]
    numbers = [entry["modified"] for entry in entries]
    for entry in entries:
        if not _numbered(entry):
            came = f"{entry.get('id')} has the number {shown(entry['modified'])}"
            yield breach("feed-order", answer.url, came, f"Give whole numbers from 1 to {MAX_INTEGER}, not as text.")
            return
    if numbers and numbers[0] <= number(answer.url):
        came = f"the number {numbers[0]} is not above {number(answer.url)}"
        yield breach(
            "feed-order", answer.url, came, "Give only the entries with a number above that which was asked for."
        )
    if any(after <= before for before, after in pairwise(numbers)):
        came = f"the numbers {', '.join(map(str, numbers))}"
        yield breach(
            "feed-order", answer.url, came, "Sort the entries of a page by their numbers; no two are the same."
        )


def _next(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    following, items = document["next"], document["items"]
    if not items:
        if following != answer.url:
            remedy = "Give back the very address that was asked for, byte for byte."
            yield breach("feed-last", answer.url, f"`next` is {following}", remedy)
    elif (_place(following) or ()) != _place(answer.url):
        came = f"`next` is {following}"
        yield breach(
            "feed-next", answer.url, came, "Keep scheme, host, port and path of the address that was asked for."
        )
    elif _numbered(items[-1]) and number(following) != items[-1]["modified"]:
        came = f"`next` is {following}, and the last entry has the number {items[-1]['modified']}"
        yield breach("feed-next", answer.url, came, "Put the number of the last entry into `afterChangeNumber`.")


def _caching(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    given = answer.headers.get("cache-control", "")
    seconds = kept_seconds(given)
    if document["items"] and (seconds is None or seconds < PAGE_SECONDS):
        remedy = f"Let pages with entries be kept: Cache-Control: public, max-age={PAGE_SECONDS}."
        yield breach("feed-caching", answer.url, f"Cache-Control: {given or 'none'}", remedy, advice=True)
    if not document["items"] and (seconds is None or seconds > LAST_PAGE_SECONDS):
        remedy = f"Answer the last page with Cache-Control: public, max-age={LAST_PAGE_SECONDS}."
        yield breach("feed-caching", answer.url, f"Cache-Control: {given or 'none'}", remedy)


def kept_seconds(cache_control: str) -> int | None:
    """How long a shared cache may keep an answer by its Cache-Control; None when that is not said."""
    parts = dict(part.strip().lower().partition("=")[::2] for part in cache_control.split(","))
    if parts.keys() & {"no-store", "no-cache"}:
        return 0
    given = parts.get("s-maxage") or parts.get("max-age") or ""
    return _digits(given.strip('"'))


def _state(answer: Answer, document: dict[str, Any]) -> Iterator[Failure]:
    more = document.get("openhub")
    if not isinstance(more, dict):
        remedy = "Give every page `openhub` with version, epoch and horizon."
        yield breach("feed-state", answer.url, f"`openhub` is {shown(more)}", remedy)
        return
    where = f"{answer.url} at /openhub"
    if not isinstance(more.get("version"), str) or not re.fullmatch(r"[0-9]+\.[0-9]+", more["version"]):
        yield breach("feed-state", where, f"`version` is {shown(more.get('version'))}", 'Say "version": "1.0".')
    if not isinstance(more.get("epoch"), str) or not 1 <= len(more["epoch"]) <= 64:
        remedy = "Give a text of 1 to 64 characters that changes only when continuity is lost."
        yield breach("feed-epoch", where, f"`epoch` is {shown(more.get('epoch'))}", remedy)
    if not _whole(more.get("horizon")):
        remedy = "Give the highest number of a tombstone that is no longer kept, or 0."
        yield breach("feed-horizon", where, f"`horizon` is {shown(more.get('horizon'))}", remedy)
    if not document["items"] and not (_whole(more.get("count")) and isinstance(more.get("root"), str)):
        remedy = "Give the last page `count` and `root`."
        yield breach("feed-count", where, f"the last page has {shown(more)}", remedy)


_CHECKS: tuple[Callable[[Answer, dict[str, Any]], Iterator[Failure]], ...] = (
    _media_type,
    _entries,
    _order,
    _next,
    _licence,
    _caching,
    _state,
)


def _entry(entry: dict[str, Any]) -> Entry:
    gone = entry["state"] == "deleted"
    return Entry(
        kind=entry["kind"],
        id=entry["id"],
        modified=entry["modified"],
        digest="" if gone else digest_of(entry["data"]),
        reason=_reason(entry) if gone else "",
    )


def _reason(entry: dict[str, Any]) -> str:
    more = entry.get("openhub")
    return str(more.get("reason", "")) if isinstance(more, dict) else ""


def digest_of(data: dict[str, Any]) -> str:
    """The digest of an item, NO_DIGEST when it has no canonical form."""
    try:
        return digest(data)
    except ValueError:
        return NO_DIGEST


def _numbered(entry: Any) -> bool:
    return isinstance(entry, dict) and _whole(entry.get("modified")) and 1 <= entry["modified"] <= MAX_INTEGER


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _place(url: str) -> tuple[str, str, int | None, str] | None:
    """Scheme, host, port and path; None of what is no absolute address."""
    try:
        parts: SplitResult = urlsplit(url)
        return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme), parts.path
    except ValueError:
        return None
