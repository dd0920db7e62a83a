"""Keeps the latest dump of a feed in a temporary file, so that it is not made for everybody who asks."""

import os
import threading
import time
import weakref
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkstemp
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:  # it makes the dumps
    from openhub.publish.changefeed import ChangeFeed


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """What a dump holds: all that was live at `head`. `digest` is for Content-Digest (RFC 9530)."""

    epoch: str
    head: int
    digest: str


class Dumps:
    """One dump at a time. A dump that is old still leads on: who has read it goes on at its head."""

    def __init__(self, feed: "ChangeFeed", seconds: float) -> None:
        """`seconds` is how long one may be handed out after something has changed."""
        self._feed, self._seconds = feed, seconds
        self._lock = threading.Lock()
        self._latest: tuple[Dump, Path] | None = None
        self._made_at = 0.0

    def latest(self) -> tuple[Dump, IO[bytes]]:
        """What it holds, and a file of the caller's own to read it from."""
        with self._lock:
            if self._latest is None or self._is_stale(self._latest[0]):
                self._latest = self._make()
            made, file = self._latest
            return made, file.open("rb")

    def _is_stale(self, made: Dump) -> bool:
        state = self._feed.state()
        if state.epoch != made.epoch or state.horizon > made.head:
            return True
        return state.head != made.head and time.monotonic() - self._made_at >= self._seconds

    def _make(self) -> tuple[Dump, Path]:
        number, name = mkstemp(prefix="openhub-", suffix=".jsonl.gz")
        try:
            with os.fdopen(number, "wb") as file:
                made = self._feed.dump(file)
        except BaseException:
            _remove(Path(name))
            raise
        weakref.finalize(self, _remove, Path(name))
        if self._latest:
            _remove(self._latest[1])  # who is reading it goes on reading
        self._made_at = time.monotonic()
        return made, Path(name)


def _remove(file: Path) -> None:
    file.unlink(missing_ok=True)
