"""What went wrong with a fetch, in words that a person can act on."""

import re
import ssl
import zlib
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from http.client import HTTPException

from urllib3.exceptions import HTTPError
from urllib3.exceptions import SSLError as TLSError
from urllib3.exceptions import TimeoutError as TimedOut

from openhub.errors import FetchFailed
from openhub.fetch import addresses
from openhub.fetch.addresses import Target
from openhub.fetch.limits import Refused

TELL = "Try later, or tell its publisher"
_BROKE_OFF = f"broke off, or did not speak HTTP ({{}}). {TELL}"
_FAULTS: dict[type[Exception], tuple[str, str]] = {
    TimeoutError: ("timeout", f"did not answer in time. {TELL}"),
    TimedOut: ("timeout", f"did not answer in time. {TELL}"),
    ssl.SSLCertVerificationError: ("tls", "cannot prove who it is ({}). Its certificate needs mending"),
    ssl.SSLError: ("tls", f"does not speak https properly ({{}}). {TELL}"),
    TLSError: ("tls", f"does not speak https properly ({{}}). {TELL}"),
    zlib.error: ("coding", f"is not the gzip that it says it is ({{}}). {TELL}"),
    HTTPError: ("connection", _BROKE_OFF),
    HTTPException: ("connection", _BROKE_OFF),
    OSError: ("connection", f"could not be connected to ({{}}). {TELL}"),
    ValueError: ("connection", _BROKE_OFF),  # out of http.client, for numbers that are none
}
EXPECTED: tuple[type[Exception], ...] = (Refused, *_FAULTS)
"""What may be raised while a server answers."""
_LONGEST = 200
_STATUSES = {
    401: ("asks for a password", "Only open feeds can be read"),
    403: ("does not let us in", "Ask its publisher to"),
    404: ("is not there", "Check the address, or ask its publisher where it is now"),
    410: ("is gone for good", "Ask its publisher where it is now, or remove the source"),
    429: ("was asked too often", "Try later"),
    503: ("is closed for a while", "Try later"),
}


def failure(kind: str, where: Target, wrong: str, *, status: int = 0, retry_after: float | None = None) -> FetchFailed:
    url = addresses.masked(where.url)
    came = f" (to which {addresses.masked(where.via)} redirects)" if where.via else ""
    return FetchFailed(f"{url}{came} {wrong}.", kind=kind, url=url, status=status, retry_after=retry_after)


def failed(where: Target, error: Exception) -> FetchFailed:
    """One of the EXPECTED exceptions as what to tell a person."""
    if isinstance(error, Refused):
        return failure(error.kind, where, error.words)
    kind, wrong = next(said for fault, said in _FAULTS.items() if isinstance(error, fault))
    return failure(kind, where, wrong.format(_said(error)))


def _said(error: Exception) -> str:
    """What the exception says, in one short line: some of it may be the server's own words."""
    first = error.args[0] if error.args else ""
    said = getattr(error, "verify_message", "") or (first if isinstance(first, str) else str(error))
    words = "".join(c if c.isprintable() else " " for c in said or type(error).__name__).split()
    text = " ".join(words)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def bad_status(where: Target, status: int, headers: Mapping[str, str]) -> FetchFailed:
    wrong, advice = _STATUSES.get(status, ("answered, but not with what was asked for", TELL))
    wait = retry_after(headers)
    return failure("status", where, f"{wrong} (status {status}). {advice}", status=status, retry_after=wait)


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait (RFC 9110 §10.2.3); a date is measured from the server's own clock, its Date header."""
    value = headers.get("Retry-After", "").strip()
    if re.fullmatch("[0-9]{1,9}", value):
        return float(value)
    try:
        wait = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("Date", ""))
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return max(0.0, wait.total_seconds())
