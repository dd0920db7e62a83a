"""What is between the real publisher and the real harvester: two caches, and a network that does everything a network does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import orjson

from openhub.errors import FetchFailed
from openhub.fetch.door import Answer
from openhub.publish.feed import cache_control
from tests.model.feed import Clock
from tests.model.real_publisher import CHECKPOINT, FEED, MOVED, RealPublisher

Failure = Literal["no connection", "broke off", "no JSON", "404", "429", "500", "503"]
Odd = Literal["late", "redirected"]
Misleading = Literal["answered before", "as of long ago", "another page"]
FAILURES: tuple[Failure, ...] = ("no connection", "broke off", "no JSON", "404", "429", "500", "503")
"""No page comes."""
ODD: tuple[Odd, ...] = ("late", "redirected")
"""The right page comes, later or from elsewhere."""
MISLEADING: tuple[Misleading, ...] = ("answered before", "as of long ago", "another page")
"""A page comes that is not the one asked for: only a root can tell."""

Disturbance = Failure | Odd | Misleading


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, what was live when the publisher made it, and for how many hours caches keep it."""

    answer: Answer
    live: Mapping[str, int]
    at: int
    hours: int


class Transport:
    """Answers as a door would. `keeps_ends` also keeps last pages, until the hour is over; the model knows why that misleads."""

    def __init__(self, publisher: RealPublisher, clock: Clock, *, hours: int, keeps_ends: bool) -> None:
        self.publisher, self.clock, self.hours, self.keeps_ends = publisher, clock, hours, keeps_ends
        self.edge = 0
        self.live: Mapping[str, int] = {}
        self._kept: dict[tuple[int, str], Kept] = {}
        self._past: dict[str, list[Kept]] = {}
        self._last: Kept | None = None

    def get(self, url: str, *, fresh: bool = False, disturbed: Disturbance | None = None) -> Kept:
        """The answer for an address. Raises FetchFailed as the door does."""
        if disturbed in FAILURES:
            return self._fail(url, disturbed, fresh)
        kept = None if fresh else self._misleading(url, disturbed)
        if kept is None:
            asked = url.replace(FEED, MOVED, 1) if disturbed == "redirected" else url
            kept = self._ask(asked, fresh=fresh)
        self._last = kept
        return kept

    def let_others_read(self, pages: int) -> None:
        url = FEED
        for _ in range(pages):
            url = orjson.loads(self._ask(url, fresh=False).answer.body)["next"]

    def _ask(self, url: str, *, fresh: bool) -> Kept:
        """Out of this edge's cache where it may, otherwise from the publisher."""
        kept = self._kept.get((self.edge, url))
        if fresh or kept is None or self.clock.now - kept.at >= kept.hours:
            kept = self._made(url)
            self._kept[self.edge, url] = kept
            self._past.setdefault(url, []).append(kept)
        return kept

    def _made(self, url: str) -> Kept:
        said = self.publisher.answer(url)
        hours = 0 if url == CHECKPOINT else int(self.keeps_ends) if said.last else self.hours
        headers = {"Content-Type": "application/json", "Cache-Control": cache_control(said.last)}
        return Kept(Answer(url, 200, headers, said.data, etag=""), self.publisher.live(), self.clock.now, hours)

    def _misleading(self, url: str, disturbed: Disturbance | None) -> Kept | None:
        if disturbed == "answered before":
            return self._last
        if disturbed == "as of long ago":
            return next(iter(self._past.get(url, ())), None)
        if disturbed == "another page":
            others = [past[-1] for other, past in self._past.items() if _is_page(other) and other != url]
            return others[self.clock.now % len(others)] if others else None
        return None

    def _fail(self, url: str, failure: Disturbance, fresh: bool) -> Kept:
        if failure == "no JSON":
            kept = self._ask(url, fresh=fresh)
            answer = kept.answer
            cut = Answer(url, 200, answer.headers, answer.body[: len(answer.body) // 2], etag="")
            return Kept(cut, kept.live, kept.at, 0)
        if failure.isdigit():
            raise FetchFailed(f"{url} answered {failure}.", kind="status", url=url, status=int(failure))
        raise FetchFailed(f"{url}: {failure}.", kind="connection", url=url, status=0, retry_after=None)


def _is_page(url: str) -> bool:
    return urlsplit(url).path != urlsplit(CHECKPOINT).path
