"""Finds what is to be tested behind an address: a paged feed or a file of items, and the description that leads to it."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from openhub.conform.live.exchange import Asks, Exchange, followed, joined
from openhub.conform.live.page import document_of, text_of
from openhub.errors import FetchFailed, UsageError

WELL_KNOWN = "/.well-known/openhub"
ACCEPT = "application/ld+json, application/json"
READ = ("openhub", "openactive", "openhub-static")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`form` is feed or file, `first` what the address answers. `others` are feeds of the description that are not tested."""

    address: str
    form: str
    first: Exchange
    description: Exchange | None = None
    described: dict[str, Any] | None = None
    others: tuple[str, ...] = ()


def find(asks: Asks, given: str) -> Found:
    """What an address leads to. Raises FetchFailed when there is nothing to test, UsageError when it is no address."""
    address = _complete(given)
    path = urlsplit(address).path
    if path in ("", "/", WELL_KNOWN):
        exchange = followed(asks, urljoin(address, WELL_KNOWN), ACCEPT)
        if described := as_description(exchange):
            return _by(asks, exchange, described)
    if path == WELL_KNOWN:
        raise _nothing(address, f"{exchange.said}, and no description of a dataset")
    first = followed(asks, address, ACCEPT)
    document = json_of(first)
    if (described := as_description(first)) and "items" not in described:
        return _by(asks, first, described)
    if linked := _linked(asks, first):
        return _by(asks, *linked)
    return _direct(asks, first, document)


def _direct(asks: Asks, first: Exchange, document: Any) -> Found:
    """A feed or a file, with the description of its host."""
    around = asks.ask(urljoin(first.url, WELL_KNOWN), headers={"Accept": ACCEPT})
    described = as_description(around)
    form = form_of(document)
    if described and not form:
        formats = {_bare(address): name for address, name in distributions(around.url, described)}
        name = formats.get(_bare(first.url), "")
        form = "" if name not in READ else "file" if name == "openhub-static" else "feed"
    if not form:
        raise _nothing(first.url, f"{first.said}, and neither a page (`items` and `next`) nor a file of items")
    if form == "file" and described is None and isinstance(document, dict) and (own := as_description(first)):
        around, described = first, own
    return Found(address=first.url, form=form, first=first, description=around, described=described)


def _by(asks: Asks, exchange: Exchange, described: dict[str, Any]) -> Found:
    """What a description leads to: its first feed, else its first file."""
    listed = [pair for name in READ for pair in distributions(exchange.url, described) if pair[1] == name]
    if not listed:
        raise _nothing(exchange.url, f"a description that lists none of the formats {', '.join(READ)}")
    address, name = listed[0]
    first = followed(asks, address)
    form = form_of(json_of(first)) or ("file" if name == "openhub-static" else "feed")
    others = tuple(dict.fromkeys(other for other, _ in listed if _bare(other) != _bare(address)))
    return Found(address=first.url, form=form, first=first, description=exchange, described=described, others=others)


def json_of(exchange: Exchange) -> Any:
    """The JSON of a good answer, None when there is none."""
    if exchange.status != 200:
        return None
    try:
        return document_of(exchange)
    except ValueError:
        return None


def as_description(exchange: Exchange) -> dict[str, Any] | None:
    """The description that an answer is (discovery-refuse), or None."""
    document = json_of(exchange)
    if not isinstance(document, dict) or document.get("type") != "Dataset":
        return None
    return document if isinstance(document.get("id"), str) and document["id"] else None


def distributions(base: str, described: dict[str, Any]) -> list[tuple[str, str]]:
    """The addresses and formats of a description's distributions, whatever else is wrong in it."""
    listed = described.get("distribution")
    found = []
    for one in listed if isinstance(listed, list) else []:
        if isinstance(one, dict) and isinstance(one.get("accessURL"), str):
            try:
                found.append((joined(base, one["accessURL"]), str(one.get("format", ""))))
            except ValueError:
                continue
    return found


def form_of(document: Any) -> str:
    """Whether JSON is a page of a feed or a file of items; "" for neither. What has no `next` is a file."""
    if isinstance(document, list):
        return "file"
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return ""
    return "feed" if "next" in document else "file"


def host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:
        return ""


def _bare(address: str) -> str:
    return address.partition("#")[0].partition("?")[0]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "link" and given.get("rel") == "describedby" and given.get("type") == "application/ld+json":
            self.found = self.found or given.get("href") or ""


def _linked(asks: Asks, first: Exchange) -> tuple[Exchange, dict[str, Any]] | None:
    """The description to which a web page links (discovery-link)."""
    if "html" not in first.header("content-type"):
        return None
    links = _Links()
    links.feed(text_of(first.body))
    if not links.found:
        return None
    exchange = followed(asks, joined(first.url, links.found), ACCEPT)
    described = as_description(exchange)
    return (exchange, described) if described else None


def _complete(address: str) -> str:
    address = address.strip()
    address = address if "://" in address else f"https://{address}"
    if not address.startswith(("http://", "https://")) or not host(address):
        raise UsageError(
            f"{address} is not a web address. Write it as https://goodgym.example/ or as a feed's address."
        )
    return address


def _nothing(address: str, came: str) -> FetchFailed:
    message = (
        f"There is nothing to test at {address}: it answered with {came}. Give the address of a site or of a feed."
    )
    return FetchFailed(message, kind="nothing", url=address, status=0, retry_after=None)
