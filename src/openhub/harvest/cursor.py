"""Where a page's `next` leads, and how far along the feed an address is."""

from urllib.parse import parse_qs, urlsplit

from openhub.model.record import Page

_STANDS = "`next` leads back to a page that was read already, so the feed never ends"


def number(address: str) -> int:
    """The change number of a cursor; 0 when it has none (harvest-horizon, harvest-head)."""
    found = _query(address).get("afterChangeNumber", [""])[0]
    return int(found) if found.isascii() and found.isdigit() and len(found) < 20 else 0


def wrong_next(address: str, page: Page, seen: set[str]) -> str:
    """What is wrong with where the page at an address leads, in words, or "" (harvest-progress)."""
    if page.whole or (page.last and page.next == address):
        return ""
    if _parts(address) != _parts(page.next):
        return f"{address}: `next` leads to {page.next or 'nowhere'}; it must keep scheme, host, port and path."
    if page.last:
        return ""
    if page.next == address or page.next in seen:
        return f"{address}: {_STANDS}."
    if not _rises(_query(address), _query(page.next)):
        return f"{address}: `next` goes back, or stands still, at {page.next}; it must rise."
    return ""


def _rises(before: dict[str, list[str]], after: dict[str, list[str]]) -> bool:
    """Whether a `next` goes on, in either of RPDE's orders (harvest-rpde). Of other queries nothing is known."""
    if "afterChangeNumber" in before or "afterChangeNumber" in after:
        return _order(before, "afterChangeNumber") < _order(after, "afterChangeNumber")
    if "afterTimestamp" not in before:
        return True
    earlier, later = _order(before, "afterTimestamp"), _order(after, "afterTimestamp")
    if earlier != later:
        return earlier < later
    ids = before.get("afterId", [""])[0], after.get("afterId", [""])[0]
    return ids[0] < ids[1] or _order(before, "afterId") < _order(after, "afterId")


def _order(query: dict[str, list[str]], name: str) -> tuple[int, str]:
    """Numbers by their size, before them whatever is none by its letters."""
    value = query.get(name, ["0"])[0]
    return (int(value), "") if value.isascii() and value.isdigit() and len(value) < 40 else (-1, value)


def _query(address: str) -> dict[str, list[str]]:
    try:
        return parse_qs(urlsplit(address).query, keep_blank_values=True)
    except ValueError:
        return {}


def _parts(address: str) -> tuple[str, ...]:
    """Scheme, host with port, and path; nothing of what is no address."""
    try:
        return tuple(urlsplit(address)[:3])
    except ValueError:
        return ()
