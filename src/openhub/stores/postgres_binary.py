"""Rows as PostgreSQL's COPY takes them in its binary form, which it reads with the least work."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from struct import Struct
from typing import Any

from openhub.stores.postgres_pool import Db

_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"
_AT_A_TIME = 50
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LENGTH, _FIELDS, _FIVE = Struct(">i").pack, Struct(">h").pack, Struct(">5i").pack
_INT2, _INT4, _INT8, _FLOAT8 = Struct(">ih").pack, Struct(">ii").pack, Struct(">iq").pack, Struct(">id").pack
_OIDS = {"int2": 21, "int4": 23, "int8": 20, "text": 25}
_SIZES = {"int2": (2, "h"), "int4": (4, "i"), "int8": (8, "q")}


def copy(db: Db, table: str, columns: Mapping[str, str], rows: Iterable[Sequence[Any]]) -> None:
    """Brings rows into a table, whose `columns` are of these types, the server taking them in while they are made.

    A tsvector and a geography are given as the bytes that the server takes for one.
    """
    writers = [_WRITERS[kind] for kind in columns.values()]
    fields = _FIELDS(len(writers))
    waiting = (
        fields + b"".join([_NULL if value is None else write(value) for write, value in zip(writers, row, strict=True)])
        for row in rows
    )
    with db.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT BINARY)") as out:
        out.write(_HEAD)
        while some := b"".join(islice(waiting, _AT_A_TIME)):
            out.write(some)
        out.write(_END)


def _bytes(value: bytes) -> bytes:
    return _LENGTH(len(value)) + value


def _text(value: str) -> bytes:
    """As in postgres_pool.py: zero bytes, which PostgreSQL does not hold, and halves of characters are replaced."""
    encoded = value.encode("utf-8", "replace")
    return _bytes(encoded.replace(b"\0", b"\xef\xbf\xbd") if b"\0" in encoded else encoded)


def _array(kind: str, count: int, elements: bytes) -> bytes:
    head = _FIVE(1, 0, _OIDS[kind], count, 1) if count else bytes(8) + _LENGTH(_OIDS[kind])
    return _bytes(head + elements)


def _texts(values: Sequence[str]) -> bytes:
    return _array("text", len(values), b"".join(map(_text, values)))


def _numbers(kind: str) -> Callable[[Sequence[int]], bytes]:
    size, code = _SIZES[kind]

    def write(values: Sequence[int]) -> bytes:
        flat = [size] * (2 * len(values))
        flat[1::2] = values
        return _array(kind, len(values), Struct(">" + f"i{code}" * len(values)).pack(*flat))

    return write


def _moment(value: datetime) -> bytes:
    since = value - _FIRST
    return _INT8(8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


_WRITERS: dict[str, Callable[[Any], bytes]] = {
    "int2": lambda value: _INT2(2, value),
    "int4": lambda value: _INT4(4, value),
    "int8": lambda value: _INT8(8, value),
    "float8": lambda value: _FLOAT8(8, value),
    "bool": lambda value: b"\0\0\0\1\1" if value else b"\0\0\0\1\0",
    "text": _text,
    "bytea": _bytes,
    "tsvector": _bytes,
    "geography": _bytes,
    "timestamptz": _moment,
    "int2[]": _numbers("int2"),
    "int4[]": _numbers("int4"),
    "int8[]": _numbers("int8"),
    "text[]": _texts,
}
