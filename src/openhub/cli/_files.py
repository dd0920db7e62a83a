"""Opens what `openhub validate` reads from disk and standard input, unpacked when it is packed, so that it can be read twice."""

import gzip
import shutil
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

from openhub.errors import FetchFailed

ENDINGS = (".json", ".jsonl", ".ndjson", ".csv", ".tsv")
BY_LINE = (".jsonl", ".ndjson")
TABLES = (".csv", ".tsv")
_GZIP = b"\x1f\x8b"
_STEP = 1 << 16
_MOST_TIMES = 100
"""How many times its size a packed file may unpack to, after the first megabyte: JSON gets no smaller than that."""


def files(source: str) -> Iterator[tuple[str, BinaryIO]]:
    """The name and the opened file of each that a path or "-" means; each is closed when the next is asked for."""
    if source == "-":
        with _kept(sys.stdin.buffer) as file:
            yield "-", file
        return
    found = paths(source)
    if not found:
        raise FetchFailed(f"The folder {source} holds no file that ends in .json or .csv.")
    for one in found:
        try:
            file = one.open("rb")
        except OSError as error:
            raise FetchFailed(f"{one} could not be read: {error.strerror}.") from error
        with file:
            try:
                opened = _unpacked(file, str(one))
            except OSError as error:
                raise FetchFailed(f"{one} could not be read: {error.strerror or error}.") from error
            with opened:
                yield str(one), opened


def paths(source: str) -> list[Path]:
    """The file, or those of a folder and its folders that can be read."""
    path = Path(source)
    return sorted(filter(_is_meant, path.rglob("*"))) if path.is_dir() else [path]


def is_by_line(name: str) -> bool:
    """Whether the name says that one item stands on each line."""
    return name.removesuffix(".gz").endswith(BY_LINE)


def is_table(name: str) -> bool:
    """Whether the name says that it is a spreadsheet's table."""
    return name.removesuffix(".gz").lower().endswith(TABLES)


def _is_meant(path: Path) -> bool:
    return path.name.removesuffix(".gz").lower().endswith(ENDINGS) and path.is_file()


def _kept(stream: BinaryIO) -> BinaryIO:
    """All of a stream that cannot be read twice, in a file that goes when it is closed; a short one stays in memory."""
    kept = _temporary()
    shutil.copyfileobj(stream, kept, _STEP)
    kept.seek(0)
    try:
        plain = _unpacked(kept, "-")
    except FetchFailed:
        kept.close()
        raise
    if plain is not kept:
        kept.close()
    return plain


def _unpacked(file: BinaryIO, name: str) -> BinaryIO:
    """The file itself, or what a gzip file holds. Raises FetchFailed for one that is broken or holds far too much."""
    packed = file.read(2) == _GZIP
    file.seek(0)
    if not packed:
        return file
    plain = _temporary()
    try:
        _unpack(file, plain)
    except (EOFError, zlib.error, gzip.BadGzipFile, _TooMuch) as error:
        plain.close()
        raise FetchFailed(f"{name} is packed with gzip and cannot be unpacked: {error}.") from error
    plain.seek(0)
    return plain


class _TooMuch(Exception):
    pass


def _unpack(file: BinaryIO, plain: BinaryIO) -> None:
    with gzip.GzipFile(fileobj=file, mode="rb") as reader:
        while step := reader.read(_STEP):
            plain.write(step)
            if plain.tell() > max(1 << 20, file.tell() * _MOST_TIMES):
                raise _TooMuch(f"it holds more than {_MOST_TIMES} times its size")


def _temporary() -> BinaryIO:
    return cast(BinaryIO, tempfile.SpooledTemporaryFile(1 << 20))
