"""A store in one file has no more connections open than there are threads that use it."""

import threading
from pathlib import Path

from openhub.stores.sqlite import SqliteStore


def test_the_connection_of_a_thread_that_has_ended_serves_the_next(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    for _ in range(30):
        thread = threading.Thread(target=store.sources)
        thread.start()
        thread.join()
    held = [file for file in Path("/proc/self/fd").iterdir() if _target(file) == str(tmp_path / "hub.db")]
    assert len(held) <= 2
    store.close()


def _target(file: Path) -> str:
    try:
        return str(file.readlink())
    except FileNotFoundError:  # the handle of the listing itself
        return ""
