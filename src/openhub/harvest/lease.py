"""One harvest at a time: a lock on a file beside the database, let go by the system when its holder ends or is killed."""

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openhub.errors import UsageError

_POLL_SECONDS = 0.5


@contextmanager
def lease(database: Path, *, wait_seconds: float = 60, waiting: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Holds the lease, having waited for it; `waiting` is called once if it is taken. Raises UsageError when the wait is over."""
    deadline = time.monotonic() + wait_seconds
    with database.with_name(database.name + ".harvest-lock").open("w") as file:
        told = False
        while not _taken(file.fileno()):
            if time.monotonic() > deadline:
                raise UsageError("Another harvest of this hub is still running. Try again when it has ended.")
            if not told:
                waiting()
                told = True
            time.sleep(_POLL_SECONDS)
        yield


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
