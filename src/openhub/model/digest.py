"""The digest of an item: SHA-256 over its canonical form (RFC 8785), in lower-case hexadecimal."""

import hashlib
from contextlib import suppress
from typing import Any

import orjson
import re2
import rfc8785

from openhub.model.fault import MAX_INTEGER

_BYTES = re2.Options()
_BYTES.encoding = re2.Options.Encoding.LATIN1

_AS_JSON = (
    orjson.OPT_SORT_KEYS
    | orjson.OPT_PASSTHROUGH_DATACLASS
    | orjson.OPT_PASSTHROUGH_DATETIME
    | orjson.OPT_PASSTHROUGH_SUBCLASS
)
# Numbers that may be written otherwise, or are too large; names that are not ASCII; and null, which orjson also writes for
# what is no number. They are found for sure when they are there, and now and then when a text only looks so.
_MAY_DIFFER = re2.compile(
    rb'[:,\[]\s*(?:null|-?(?:[0-9]{15}|[0-9.]+[eE]|[0-9]+\.0[,}\]]))|[\x80-\xff](?:[^"\\]|\\.)*":', _BYTES
)


def canonical(document: Any) -> bytes:
    """RFC 8785 bytes. Raises ValueError for what has no canonical form (feed-canonical), such as a number over 2^53 - 1.

    orjson's sorted output already is that form for ASCII names, whole numbers, and floats that are neither whole
    nor extreme (overview section 5); everything else goes to rfc8785, the reference.
    """
    if isinstance(document, dict | list):
        with suppress(orjson.JSONEncodeError):  # not Unicode, or nested deeper than orjson goes
            written = orjson.dumps(document, option=_AS_JSON)
            if not may_differ(written):
                return written
    if _too_large(document):  # which rfc8785 refuses only when it is an int, not a float such as 1e16
        raise ValueError("It has a number beyond 2^53 - 1.")
    return rfc8785.dumps(document)


def digest(document: Any) -> str:
    """Raises as `canonical` does."""
    return hashlib.sha256(canonical(document)).hexdigest()


def digest_as_read(document: Any, raw: bytes) -> str:
    """The digest of a document that was read from JSON in which it had each member once; "" where it takes a closer look. Quick.

    JSON that `may_differ` in nothing is never longer when it is written again, and shorter without a member that stood there
    twice, a blank, or an escape that need not be. When it is as long, nothing is lost, and what is written is the canonical form.
    """
    if may_differ(raw):
        return ""
    written = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(written).hexdigest() if len(written) == len(raw) else ""


def may_differ(written: bytes) -> bool:
    """Whether JSON may differ from the canonical form in more than how short it is and the order of its members; quick."""
    return _MAY_DIFFER.search(written) is not None


def _too_large(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_too_large, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and abs(value) > MAX_INTEGER
