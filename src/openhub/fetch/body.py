"""The body of an answer, unpacked in small steps and never beyond its limits."""

import zlib
from collections.abc import Iterator
from io import BytesIO

from urllib3 import HTTPResponse

from openhub.config import Settings
from openhub.fetch.limits import Limits, Refused

MAX_RATIO = 100
RATIO_FROM_BYTES = 1_000_000
MAX_GZIP_MEMBERS = 1_000
_STEP = 65_536
_UNPACKED_STEP = 262_144  # measured: more is slower, for the system then clears new memory for each step


def read(response: HTTPResponse, settings: Settings, within: Limits) -> bytes:
    """All of it. Raises Refused for too much of it, and for a coding that was not asked for."""
    packed = _is_packed(response)
    most, most_packed = settings.fetch_max_bytes, settings.fetch_max_packed_bytes
    body, size = BytesIO(), 0
    for piece in unpacked(response) if packed else raw(response):
        size += body.write(piece)
        came = response.tell()
        within.carried(came)
        if max(size, came, response.length_remaining or 0) > most:
            wrong = f"is larger than {most} bytes. Ask its publisher for smaller pages, or raise fetch_max_bytes"
            raise Refused("too-large", wrong)
        if packed and max(came, response.length_remaining or 0) > most_packed:
            wrong = f"is larger than {most_packed} bytes, packed. Ask its publisher for smaller pages"
            raise Refused("too-large", f"{wrong}, or raise fetch_max_packed_bytes")
        if size > max(RATIO_FROM_BYTES, MAX_RATIO * came):
            wrong = f"unpacks to more than {MAX_RATIO} times its size, as an attack would. Tell its publisher"
            raise Refused("too-large", wrong)
    return body.getvalue()


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
    while chunk := response.read(_STEP, decode_content=False):
        yield chunk


def unpacked(response: HTTPResponse) -> Iterator[bytes]:
    """The body out of its gzip (RFC 1952), in small steps. Raises zlib.error if it is broken or cut off."""
    member, members = zlib.decompressobj(wbits=31), 1
    for chunk in raw(response):
        while chunk:
            if member.eof:
                member, members = zlib.decompressobj(wbits=31), members + 1
                if members > MAX_GZIP_MEMBERS:
                    wrong = f"is gzip in more than {MAX_GZIP_MEMBERS} parts, as an attack would be. Tell its publisher"
                    raise Refused("too-large", wrong)
            yield member.decompress(chunk, _UNPACKED_STEP)
            chunk = member.unconsumed_tail or member.unused_data
    if response.tell() and not member.eof:
        raise zlib.error("it ends in the middle")
