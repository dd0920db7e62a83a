"""One request to a publisher and what came of it, and who asks: the network, or a cassette."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from openhub.errors import FetchFailed

MOVED = (301, 302, 303, 307, 308)
MOST_MOVES = 3
SILENT = "silent"
"""The kind of an exchange to which no answer came, nor to one more try a moment later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """The names of `headers` are in lower case. When no answer came `status` is 0 and `problem` says why."""

    url: str
    method: str = "GET"
    asked: Mapping[str, str] = field(default_factory=dict)
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    kind: str = ""
    problem: str = ""

    def header(self, name: str) -> str:
        return self.headers.get(name.lower(), "")

    @property
    def said(self) -> str:
        """What came, in a few words."""
        return self.problem or f"status {self.status}"


class Asks(Protocol):
    """What stands between the kit and a publisher."""

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Exchange:
        """The answer as it came; a redirect is not followed, and nothing is raised when none came."""

    def pause(self) -> None:
        """Lets so much time go by that a clock in a page would be seen."""

    def writing(self) -> bool:
        """Whether the command that makes the publisher write still runs; it is started when this is first asked."""

    def wrote(self) -> str:
        """What went wrong with the command, in words that follow "it"; "" when it ended with 0, or still runs."""


class Watched:
    """Asks another, and stops the run when a server that has answered does so no more."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._answered: set[str] = set()

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Exchange:
        """Raises FetchFailed when the server has gone: what it does not answer says nothing of what it would."""
        found = self._asks.ask(url, method=method, headers=headers)
        server = urlsplit(url).netloc.lower() if found.status or found.kind == SILENT else ""
        if found.status:
            self._answered.add(server)
        elif server in self._answered:
            raise FetchFailed(
                f"The server stopped answering at {url}; no verdict. Look whether it still runs, then try again.",
                kind=SILENT,
                url=url,
            )
        return found

    def pause(self) -> None:
        self._asks.pause()

    def writing(self) -> bool:
        return self._asks.writing()

    def wrote(self) -> str:
        return self._asks.wrote()


def joined(url: str, location: str) -> str:
    """Where an address leads that stands at another. Raises FetchFailed when it is none."""
    try:
        return urljoin(url, location)
    except ValueError as error:
        wrong = f"{url} leads to {location[:100]!r}, which is no address. Mend it there."
        raise FetchFailed(wrong, kind="redirect", url=url, status=0, retry_after=None) from error


def followed(asks: Asks, url: str, accept: str = "application/json") -> Exchange:
    """What is at the end of up to three redirects, none from https to http. Raises FetchFailed when nothing answers."""
    start = url
    for _ in range(MOST_MOVES + 1):
        found = asks.ask(url, headers={"Accept": accept})
        if not found.status:
            raise FetchFailed(found.problem, kind=found.kind, url=url, status=0, retry_after=None)
        location = found.header("location")
        if found.status not in MOVED or not location:
            return found
        url, before = joined(url, location), url
        if before.startswith("https:") and not url.startswith("https:"):
            raise FetchFailed(
                f"{before} redirects from https to {url}. Tell its publisher.", kind="redirect", url=before
            )
    raise FetchFailed(f"{start} lies behind more than {MOST_MOVES} redirects.", kind="redirect", url=start)
