"""The digest of an item: SHA-256 over its canonical form (RFC 8785), in lower-case hexadecimal."""

import hashlib
from contextlib import suppress
from typing import Any

import orjson
import rfc8785

from openhub.model.fault import MAX_INTEGER


def canonical(document: Any) -> bytes:
    """RFC 8785 bytes. Raises ValueError for what has no canonical form (feed-canonical), such as a number over 2^53 - 1.

    orjson's sorted output already is that form for ASCII names, whole numbers, and floats that are neither whole
    nor extreme (overview section 5); everything else goes to rfc8785, the reference.
    """
    if _plain(document):
        with suppress(orjson.JSONEncodeError):  # not Unicode, or nested deeper than orjson goes
            return orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
    if _too_large(document):  # which rfc8785 refuses only when it is an int, not a float such as 1e16
        raise ValueError("It has a number beyond 2^53 - 1.")
    return rfc8785.dumps(document)


def digest(document: Any) -> str:
    return hashlib.sha256(canonical(document)).hexdigest()


def _too_large(value: Any) -> bool:
    if isinstance(value, dict | list):
        return any(map(_too_large, value.values() if isinstance(value, dict) else value))
    return isinstance(value, float) and abs(value) > MAX_INTEGER


def _plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or kind is bool or value is None:
        return True
    if kind is int:
        return bool(-MAX_INTEGER <= value <= MAX_INTEGER)
    if kind is float:
        return bool(1e-5 <= abs(value) < 1e16 and not value.is_integer())
    if kind is dict:
        return all(type(name) is str and name.isascii() and _plain(member) for name, member in value.items())
    return bool(kind is list and all(map(_plain, value)))
