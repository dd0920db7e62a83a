"""Asks a publisher over the network, and runs the command that makes it write meanwhile."""

import shlex
import subprocess
import time
from collections.abc import Mapping
from dataclasses import replace

from openhub.conform.live.exchange import SILENT, Exchange
from openhub.errors import FetchFailed
from openhub.fetch.door import Door

BUSY = (429, 503)
LOST = "lost"
"""The kind of an exchange that was refused, reset, or not answered in time."""
MOST_TRIES = 3
MOST_SECONDS = 30


class Wire:
    """Goes through the one door. To a publisher that is busy it comes back when that says so, and once to one that is gone."""

    def __init__(self, door: Door, *, pause_seconds: float, writes: str = "", writes_seconds: float = 600) -> None:
        self._door, self._pause, self._command = door, pause_seconds, writes
        self._seconds, self._process = writes_seconds, None
        self._until = 0.0
        self._problem = ""

    _process: subprocess.Popen[bytes] | None

    def ask(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Exchange:
        found = self._tried(url, method, headers or {})
        if found.kind != LOST:
            return found
        self.pause()
        again = self._tried(url, method, headers or {})
        return replace(again, kind=SILENT) if again.kind == LOST else again

    def _tried(self, url: str, method: str, headers: Mapping[str, str]) -> Exchange:
        for left in reversed(range(MOST_TRIES)):
            found = self._once(url, method, headers)
            wait = found.header("retry-after")
            if found.status not in BUSY or not left or not wait.isdecimal() or int(wait) > MOST_SECONDS:
                break
            time.sleep(int(wait))
        return found

    def _once(self, url: str, method: str, headers: Mapping[str, str]) -> Exchange:
        try:
            reply = self._door.ask(url, method=method, headers={"Cache-Control": "no-cache", **headers})
        except FetchFailed as error:
            kind = LOST if _is_lost(error) else str(error.facts.get("kind", ""))
            return Exchange(url=url, method=method, asked=headers, kind=kind, problem=str(error))
        said = {name.lower(): value for name, value in reply.headers.items()}
        return Exchange(url=url, method=method, asked=headers, status=reply.status, headers=said, body=reply.body)

    def pause(self) -> None:
        time.sleep(self._pause)

    def writing(self) -> bool:
        """One that runs longer than it may is ended."""
        if self._process is None and not self._problem:
            self._start()
        if self._process is None:
            return False
        if self._process.poll() is None and time.monotonic() > self._until:
            self.close()
            self._problem = f"was still running at its time limit of {self._seconds:g} seconds, and was ended"
        return self._process.poll() is None

    def wrote(self) -> str:
        status = self._process.poll() if self._process else None
        return self._problem or (f"ended with exit status {status}" if status else "")

    def close(self) -> None:
        """Ends the command if it still runs."""
        if self._process and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self) -> None:
        self._until = time.monotonic() + self._seconds
        try:
            words = shlex.split(self._command)
            self._process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603  # it is the user's own
        except (OSError, ValueError, IndexError) as error:
            self._problem = f"could not be run ({error})"


def _is_lost(error: FetchFailed) -> bool:
    """Whether the connection was refused or reset, or nothing came in time."""
    if error.facts.get("kind") == "timeout":
        return True
    cause = error.__cause__
    causes = (cause, *cause.args) if cause else ()
    return error.facts.get("kind") == "connection" and any(isinstance(one, ConnectionError) for one in causes)
