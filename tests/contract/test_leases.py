"""A source is read by one at a time, whatever the store, and a lease is free at once when its holder is killed."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from openhub.errors import Taken
from openhub.stores.choice import open_store
from openhub.stores.contract import Store
from tests.contract.conftest import BACKENDS

HOLD = """
import sys, time
from pathlib import Path
from openhub.stores.choice import open_store
with open_store(sys.argv[1], Path()).lease(3, wait_seconds=0):
    print("held", flush=True)
    time.sleep(600)
"""


@pytest.fixture(params=BACKENDS)
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield str(tmp_path / "hub.db")
        return
    with request.getfixturevalue("schemas")() as made:
        yield made


def test_a_killed_holder_lets_go_at_once(address: str) -> None:
    with (
        closing(open_store(address, Path())) as store,
        subprocess.Popen([sys.executable, "-c", HOLD, address], stdout=subprocess.PIPE) as holder,
    ):
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Taken, match="source 3 is still running"), store.lease(3, wait_seconds=0):
            pass
        with store.lease(4, wait_seconds=0):
            pass  # another source is nobody's
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        with store.lease(3, wait_seconds=60):
            pass


def test_threads_and_stores_take_turns(opened: Callable[[], Store]) -> None:
    stores = [opened(), opened()]
    holders, most, held = [0], [0], [0]

    def hold(store: Store) -> None:
        for _ in range(3):
            with store.lease(1):
                holders[0] += 1
                most[0] = max(most[0], holders[0])
                time.sleep(0.01)
                held[0] += 1
                holders[0] -= 1

    threads = [threading.Thread(target=hold, args=(stores[n % 2],)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, held) == ([1], [12])


def test_who_has_to_wait_says_so_once(store: Store) -> None:
    told: list[str] = []
    with (
        store.lease(1, wait_seconds=0),
        pytest.raises(Taken),
        store.lease(1, wait_seconds=0.5, waiting=lambda: told.append("waiting")),
    ):
        pass
    assert told == ["waiting"]
