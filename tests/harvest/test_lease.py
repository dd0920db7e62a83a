"""A source is read by one at a time, and a lease is free at once when its holder is killed."""

import errno
import fcntl
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from openhub.errors import StoreUnavailable, Taken
from openhub.stores.sqlite_lease import lease

HOLD = """
import sys, time
from pathlib import Path
from openhub.stores.sqlite_lease import lease
with lease(Path(sys.argv[1]), 3, wait_seconds=0):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_killed_holder_lets_go_at_once(tmp_path: Path) -> None:
    database = tmp_path / "hub.db"
    with subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Taken), lease(database, 3, wait_seconds=0):
            pass
        with lease(database, 4, wait_seconds=0):
            pass  # another source is nobody's
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with lease(database, 3, wait_seconds=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_threads_take_turns_however_many_they_are(tmp_path: Path) -> None:
    holders, most, held = [0], [0], [0]

    def hold() -> None:
        for _ in range(40):
            with lease(tmp_path / "hub.db", 1):
                holders[0] += 1
                most[0] = max(most[0], holders[0])
                held[0] += 1
                holders[0] -= 1

    threads = [threading.Thread(target=hold) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, held) == ([1], [160])


def test_a_disk_that_cannot_lock_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    opened = len(list(Path("/proc/self/fd").iterdir()))
    with (
        pytest.raises(StoreUnavailable, match=r"cannot be locked \(No locks available\)"),
        lease(tmp_path / "hub.db", 1),
    ):
        pass
    assert len(list(Path("/proc/self/fd").iterdir())) == opened


def test_a_file_that_cannot_be_removed_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(*_: object, **__: object) -> None:
        raise OSError(errno.EROFS, "Read-only file system")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", read_only)
        with lease(tmp_path / "hub.db", 1, wait_seconds=0):
            pass
    with lease(tmp_path / "hub.db", 1, wait_seconds=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="cannot be written"), lease(tmp_path / "no" / "hub.db", 1):
        pass
