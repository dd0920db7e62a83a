"""Reads one page of any RPDE feed, however wrong it is, and keeps of it what the checks need."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from openhub.conform.live.exchange import Exchange
from openhub.conform.pages import NO_DIGEST, digest_of
from openhub.formats.strict_json import BOM

NUMBER, TIME, AFTER_ID = "afterChangeNumber", "afterTimestamp", "afterId"


@dataclass(frozen=True, slots=True)
class Entry:
    """The members of an entry as they stood; `digest` is that of live data, "" for a tombstone."""

    kind: Any
    id: Any
    modified: Any
    live: bool
    digest: str

    @property
    def name(self) -> str:
        """What it is told from others by."""
        return f"{self.kind} {self.id}"

    @property
    def number(self) -> int | None:
        """Its change number, if that is one."""
        whole = isinstance(self.modified, int) and not isinstance(self.modified, bool)
        return self.modified if whole and 1 <= self.modified < 2**53 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page without its items' data. `problem` says why nothing could be taken from it; `state` is its member `openhub`."""

    url: str
    status: int
    headers: dict[str, str]
    entries: tuple[Entry, ...] = ()
    next: str = ""
    licence: str = ""
    state: dict[str, Any] = field(default_factory=dict)
    body_digest: str = ""
    meaning: str = ""
    """A digest of what the page says of items, whatever its bytes."""
    size: int = 0
    problem: str = ""

    @property
    def is_last(self) -> bool:
        return not self.entries and not self.problem

    def whole(self, name: str) -> int | None:
        """A member of the state, if it is a whole number."""
        value = self.state.get(name)
        return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def text_of(body: bytes) -> str:
    """The text of a body; what is not UTF-8 is read all the same, so that the rest can be looked at."""
    try:
        return body.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("utf-16" if body[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1", "replace")


def document_of(exchange: Exchange) -> Any:
    """The JSON of an answer. Raises ValueError when it is none."""
    text = text_of(exchange.body)
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if "\\ud" not in text.lower():
            raise
        try:
            return json.loads(text)  # takes half of a surrogate pair, which is the validator's to report
        except (ValueError, RecursionError):
            raise error from None


def read(exchange: Exchange) -> tuple[Page, Any]:
    """The page, and its JSON: None when it is none."""
    about: dict[str, Any] = {"url": exchange.url, "status": exchange.status, "headers": dict(exchange.headers)}
    if exchange.status != 200:
        return Page(**about, problem=f"{exchange.said}, and not a page"), None
    try:
        document = document_of(exchange)
    except ValueError as error:
        return Page(**about, problem=f"no JSON ({error})"), None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return Page(**about, problem="no object with the list `items`"), document
    if not isinstance(document.get("next"), str):
        return Page(**about, problem="no text `next`"), document
    entries = tuple(map(_entry, document["items"]))
    licence, state = document.get("license"), document.get("openhub")
    page = Page(
        **about,
        entries=entries,
        next=document["next"],
        licence=licence if isinstance(licence, str) else "",
        state=state if isinstance(state, dict) else {},
        body_digest=hashlib.sha256(exchange.body).hexdigest(),
        meaning=hashlib.sha256(
            repr([(e.name, e.modified, e.digest) for e in entries]).encode(errors="replace")
        ).hexdigest(),
        size=len(exchange.body),
    )
    return page, document


def _entry(given: Any) -> Entry:
    entry = given if isinstance(given, dict) else {}
    live = entry.get("state") != "deleted"
    data = entry.get("data")
    digest = (digest_of(data) if isinstance(data, dict) else NO_DIGEST) if live else ""
    return Entry(entry.get("kind"), entry.get("id"), entry.get("modified"), live, digest)


def cursor(url: str) -> dict[str, str]:
    """The members of an address's query that say after what to go on."""
    try:
        query = parse_qs(urlsplit(url).query, keep_blank_values=True)
    except ValueError:
        return {}
    return {name: query[name][0] for name in (NUMBER, TIME, AFTER_ID) if name in query}


def after(url: str) -> int | None:
    """The change number after which an address goes on: 0 when it names none, None when it goes by time."""
    given = cursor(url)
    if TIME in given or AFTER_ID in given:
        return None
    text = given.get(NUMBER, "0")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 400 else None


def at_number(feed: str, number: object) -> str:
    """The address of a feed's page after a number; what else is in the query stays."""
    parts = urlsplit(feed)
    kept = [pair for pair in parts.query.split("&") if pair and pair.partition("=")[0] != NUMBER]
    return parts._replace(query="&".join([f"{NUMBER}={number}", *kept]), fragment="").geturl()
