"""What runs beside the hub is started again when it ends, which is said, and ends with the hub."""

import os
import queue
import signal
import sys
from pathlib import Path

import pytest

from openhub.cli._watcher import Watcher

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_one_that_is_killed_is_started_again_and_that_is_said() -> None:
    said: queue.Queue[str] = queue.Queue()
    with Watcher(SLEEP, said.put, pause_seconds=0.01) as watcher:
        os.kill(watcher.number, signal.SIGKILL)
        assert "code -9" in said.get(timeout=20)
    with pytest.raises(ProcessLookupError):
        os.kill(watcher.number, 0)


def test_one_that_ends_at_once_is_started_again_and_again(tmp_path: Path) -> None:
    said: queue.Queue[str] = queue.Queue()
    with Watcher([sys.executable, "-c", "raise SystemExit(4)"], said.put, pause_seconds=0.01):
        assert all("code 4" in said.get(timeout=20) for _ in range(3))


def test_one_that_cannot_be_started_is_said(tmp_path: Path) -> None:
    said: queue.Queue[str] = queue.Queue()
    with Watcher([str(tmp_path / "none")], said.put, pause_seconds=0.01):
        assert "could not be started" in said.get(timeout=20)


def test_one_that_ends_with_its_hub_is_not_started_again() -> None:
    said: queue.Queue[str] = queue.Queue()
    with Watcher(SLEEP, said.put) as watcher:
        os.kill(watcher.number, signal.SIGTERM)
    assert said.empty()
