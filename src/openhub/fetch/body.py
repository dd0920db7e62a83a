"""The body of an answer, unpacked in small steps and never beyond its limits."""

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO

from urllib3 import HTTPResponse

from openhub.config import Settings
from openhub.fetch.limits import Limits, Refused

MAX_RATIO = 100
RATIO_FROM_BYTES = 1_000_000
MAX_GZIP_MEMBERS = 1_000
_STEP = 262_144
_STEP_OF_UNTOLD = 65_536  # of an answer that does not say how long it is: a bomb is to be seen soon


def read(response: HTTPResponse, settings: Settings, within: Limits) -> bytes:
    """All of it. Raises Refused for too much of it, and for a coding that was not asked for."""
    body, size = BytesIO(), 0
    unpacked = _unpacked if _is_packed(response) else _as_it_is
    for pieces in unpacked(raw(response)):
        came = response.tell()
        within.carried(came)
        _check_announced(max(came, response.length_remaining or 0), settings, packed=unpacked is _unpacked)
        most = min(settings.fetch_max_bytes, max(RATIO_FROM_BYTES, MAX_RATIO * came))
        for piece in pieces:
            size += body.write(piece)
            if size > most:
                raise _too_much(size, settings)
    return body.getvalue()


def _check_announced(size: int, settings: Settings, *, packed: bool) -> None:
    """Of what has come or is still to come, as it is on the wire."""
    if size > settings.fetch_max_bytes:
        raise _too_much(size, settings)
    if packed and size > settings.fetch_max_packed_bytes:
        most = settings.fetch_max_packed_bytes
        wrong = f"is larger than {most} bytes, packed. Ask its publisher for smaller pages"
        raise Refused("too-large", f"{wrong}, or raise fetch_max_packed_bytes")


def _too_much(size: int, settings: Settings) -> Refused:
    most = settings.fetch_max_bytes
    if size > most:
        wrong = f"is larger than {most} bytes. Ask its publisher for smaller pages, or raise fetch_max_bytes"
        return Refused("too-large", wrong)
    wrong = f"unpacks to more than {MAX_RATIO} times its size, as an attack would. Tell its publisher"
    return Refused("too-large", wrong)


def _is_packed(response: HTTPResponse) -> bool:
    transfer = response.headers.get("Transfer-Encoding", "").strip().lower()
    if transfer not in ("", "chunked"):
        wrong = f"was sent as {transfer[:40]!r}, which was not asked for. Tell its publisher"
        raise Refused("coding", wrong)
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        wrong = f"came packed as {coding[:40]!r} although only gzip was asked for. Tell its publisher"
        raise Refused("coding", wrong)
    return "gzip" in coding


def raw(response: HTTPResponse) -> Iterator[bytes]:
    """The body as it came over the wire, piece by piece."""
    step = _STEP if response.length_remaining else _STEP_OF_UNTOLD
    while chunk := response.read(step, decode_content=False):
        yield chunk


def _as_it_is(chunks: Iterable[bytes]) -> Iterator[Iterable[bytes]]:
    return ((chunk,) for chunk in chunks)


def _unpacked(chunks: Iterable[bytes]) -> Iterator[Iterable[bytes]]:
    """What each chunk holds out of its gzip (RFC 1952), in small steps. Raises zlib.error if it is broken or cut off."""
    member, members = zlib.decompressobj(wbits=31), 0

    def steps(chunk: bytes) -> Iterator[bytes]:
        nonlocal member, members
        while chunk:
            if member.eof or not members:
                member, members = zlib.decompressobj(wbits=31), members + 1
                if members > MAX_GZIP_MEMBERS:
                    wrong = f"is gzip in more than {MAX_GZIP_MEMBERS} parts, as an attack would be. Tell its publisher"
                    raise Refused("too-large", wrong)
            yield member.decompress(chunk, _STEP)
            chunk = member.unconsumed_tail or member.unused_data

    for chunk in chunks:
        yield steps(chunk)
    if members and not member.eof:
        raise zlib.error("it ends in the middle")
