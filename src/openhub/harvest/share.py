"""The door of one run: shut when the run has had its share, when it is another source's turn, or when we are told to stop."""

import time
from collections.abc import Callable

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Answer, Door


class Paused(Exception):
    """The run ends before its next page through no fault of the feed; what was read is kept, and it goes on later."""


class Share:
    """Fetches through a door for one run of one source, over all its turns, and remembers what went wrong."""

    def __init__(
        self,
        settings: Settings,
        *,
        stopping: Callable[[], bool] = lambda: False,
        awaited: Callable[[], bool] = lambda: False,
    ) -> None:
        """`stopping` says whether to end at once, `awaited` whether other sources wait for this one's turn to be over."""
        self._settings, self._door = settings, Door(settings)
        self._stopping, self._awaited = stopping, awaited
        self._seconds, self._turn_began, self._turn_pages = 0.0, time.monotonic(), 0
        self.pages = 0
        self.bytes = 0
        self.failure: dict[str, object] = {}
        """The facts of the last fetch when it failed (see Door.get)."""

    def begin_turn(self) -> None:
        self._turn_began, self._turn_pages, self.failure = time.monotonic(), 0, {}

    def page_kept(self) -> None:
        """A turn lasts for one page at least, or it could be over for ever without any progress."""
        self._turn_pages += 1

    def end_turn(self) -> None:
        self._seconds += time.monotonic() - self._turn_began
        self._door.close()

    def spent(self) -> str:
        """Which share is used up, in words, or ""."""
        settings = self._settings
        if self.pages >= settings.harvest_max_pages:
            return f"{self.pages:,} pages"
        if self.bytes >= settings.harvest_max_bytes:
            return f"{self.bytes:,} bytes"
        seconds = self._seconds + time.monotonic() - self._turn_began
        if self.pages and seconds >= 60 * settings.harvest_max_minutes:
            return f"{seconds / 60:,.0f} minutes"
        return ""

    def get(self, url: str, *, etag: str = "", accept: str = "application/json", fresh: bool = False) -> Answer:
        """As of any door. Raises Paused when the turn is over, and FetchFailed of the kind `share` when the share is used up."""
        turn_over = time.monotonic() - self._turn_began >= self._settings.harvest_turn_seconds
        if self._stopping() or (self._turn_pages and turn_over and self._awaited()):
            raise Paused
        try:
            if spent := self.spent():
                wrong = f"The feed did not end after {spent}; the next run goes on from there."
                raise FetchFailed(wrong, kind="share", url=url, status=0, retry_after=None)
            answer = self._door.get(url, etag=etag, accept=accept, fresh=fresh)
        except FetchFailed as error:
            self.failure = error.facts
            raise
        self.failure = {}
        self.pages += 1
        self.bytes += len(answer.body)
        return answer
