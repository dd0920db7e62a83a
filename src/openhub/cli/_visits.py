"""Visits the pages that items name, when `openhub validate` may: each address once, and no more than so many in a run."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urldefrag

from openhub.cli._report import clean
from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Door
from openhub.validate.surroundings import Visit, host

MOST_VISITS = 500
MOST_FAILURES = 3
"""After so many times without an answer a host is not asked again."""

_SECONDS = 15.0
_BYTES = 2_000_000
_ANSWERED = ("too-large", "coding")  # something is there, though we do not take it


class Visits:
    """Remembers what came of each address. Where pages may be looked for is for the settings to say, as for a hub."""

    def __init__(self, settings: Settings, *, most: int = MOST_VISITS) -> None:
        total, largest = min(settings.fetch_total_seconds, _SECONDS), min(settings.fetch_max_bytes, _BYTES)
        self._door = Door(replace(settings, fetch_total_seconds=total, fetch_max_bytes=largest))
        self._most = most
        self._came: dict[str, Visit | None] = {}
        self._failed = Counter[str]()
        self._problem = ""
        self._is_full = False

    def __enter__(self) -> "Visits":
        return self

    def __exit__(self, *_: object) -> None:
        self._door.close()

    def visit(self, address: str) -> Visit | None:
        """What came of asking for an address; None when there was no answer, or too many were asked for already."""
        address = urldefrag(address).url
        if address not in self._came:
            if len(self._came) >= self._most:
                self._is_full = True
                return None
            self._came[address] = self._asked(address)
        return self._came[address]

    def remarks(self) -> Iterator[str]:
        """What to say at the end of addresses that were not visited, or in vain."""
        if self._is_full:
            yield f"{self._most} addresses were visited; there are more, and nobody looked at those."
        if failed := sum(visit is None for visit in self._came.values()):
            yield f"{failed} of {len(self._came)} addresses gave no answer. The first: {clean(self._problem)}"

    def _asked(self, address: str) -> Visit | None:
        name = host(address)
        if self._failed[name] >= MOST_FAILURES:
            return None
        try:
            answer = self._door.get(address, accept="text/html, */*;q=0.5")
        except FetchFailed as error:
            return self._unhad(address, name, error)
        return Visit(answer.status, answer.url)

    def _unhad(self, address: str, name: str, error: FetchFailed) -> Visit | None:
        """The status that came in place of a page, if one did; what is asked too often is let alone."""
        status = int(str(error.facts.get("status") or 0))
        if error.facts.get("kind") in _ANSWERED:
            status = 200
        if status and status not in (429, 503):
            return Visit(status, address)
        self._failed[name] += 1
        self._problem = self._problem or str(error)
        return None
