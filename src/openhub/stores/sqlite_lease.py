"""One run of a source at a time with SQLite: a lock on a file beside the database, let go when its holder ends or is killed."""

import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from openhub.errors import StoreUnavailable, Taken

LOG = logging.getLogger(__name__)
_POLL_SECONDS = 0.2


@contextmanager
def lease(
    database: Path, source_id: int, *, wait_seconds: float = 60, waiting: Callable[[], None] = lambda: None
) -> Iterator[None]:
    """Holds the lease of a source, having waited for it; `waiting` is called once if it is taken.

    Raises Taken when the wait is over, and StoreUnavailable when the file cannot be written or locked. Holds between threads and
    between processes.
    """
    deadline = time.monotonic() + wait_seconds
    path = database.with_name(f"{database.name}.lock-{source_id}")
    told = False
    while (held := _taken(path)) is None:
        if time.monotonic() >= deadline:
            raise Taken(f"Another harvest of source {source_id} is still running. Try again when it has ended.")
        if not told:
            waiting()
            told = True
        time.sleep(_POLL_SECONDS)
    try:
        yield
    finally:
        try:
            path.unlink(
                missing_ok=True
            )  # while it is locked: whoever opened it meanwhile sees that it is no longer there
        except OSError as error:  # the lock is what counts: a file that is left over holds nobody up
            LOG.warning("%s could not be removed (%s)", path, error.strerror)
        finally:
            os.close(held)


def _taken(path: Path) -> int | None:
    """The lock's file descriptor, or None when somebody else has it, or has just given it back."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StoreUnavailable(
            f"{path} cannot be written ({error.strerror}). It has to be, beside the database."
        ) from error
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(handle).st_ino == path.stat().st_ino:
            return handle
    except (BlockingIOError, FileNotFoundError):
        pass
    except OSError as error:
        os.close(handle)
        raise StoreUnavailable(
            f"{path} cannot be locked ({error.strerror}). Keep the database on a disk that can lock files."
        ) from error
    os.close(handle)
    return None
