"""Keeps a command running beside the hub: when it ends by itself it is started again, and that is said."""

import subprocess
import threading
import time
from collections.abc import Callable, Sequence

PAUSE_SECONDS = 5.0  # longer than a hub takes to stop, so that one which stops with its hub is not started again
LONGEST_PAUSE_SECONDS = 60.0


class Watcher:
    """Runs a command from `with` to its end. Started again after a pause, which doubles unless it ran longer than that."""

    def __init__(
        self, command: Sequence[str], say: Callable[[str], None], *, pause_seconds: float = PAUSE_SECONDS
    ) -> None:
        self._command, self._say, self._first = list(command), say, pause_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._starting, self._stop = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._keep, name="watcher", daemon=True)

    @property
    def number(self) -> int:
        """The process as it now runs; 0 if there is none."""
        return self._process.pid if self._process else 0

    def __enter__(self) -> "Watcher":
        self._start()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        with self._starting:
            if self._process:
                self._process.terminate()
        if self._process:
            self._process.wait()

    def _keep(self) -> None:
        pause = self._first
        while not self._stop.is_set():
            began = time.monotonic()
            how = f"ended by itself (code {self._process.wait()})" if self._process else "could not be started"
            if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = self._first
            if self._stop.wait(pause):
                return
            self._say(f"Harvesting {how}, so nothing was brought in meanwhile. It is started again.")
            self._start()
            pause = min(2 * pause, max(self._first, LONGEST_PAUSE_SECONDS))

    def _start(self) -> None:
        """Leaves no process when the system gives none."""
        with self._starting:
            if self._stop.is_set():
                return
            try:
                self._process = subprocess.Popen(self._command)  # noqa: S603  # our own words only
            except OSError:
                self._process = None
