"""The server of a hub's pages, as `openhub hub run` uses it: it ends threads that have nothing to do, and goes on."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.request import urlopen

from tests.test_demo import free_port

SERVER = """
import sys
from granian import Granian
from granian.constants import Interfaces

if __name__ == "__main__":
    Granian(
        "openhub.cli._serving:app", factory=True, interface=Interfaces.WSGI, address="127.0.0.1", port=int(sys.argv[1]),
        blocking_threads=4, blocking_threads_idle_timeout=5, websockets=False,
    ).serve()
"""
LONGER_THAN_IDLE_SECONDS = 7


def test_it_outlives_its_idle_threads(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "openhub", "hub", "init", str(tmp_path)], check=True, capture_output=True)
    (script := tmp_path / "server.py").write_text(SERVER)
    port = free_port()
    page = f"http://127.0.0.1:{port}/find?q=cookery"
    with subprocess.Popen(
        [sys.executable, script, str(port)], env=os.environ | {"OPENHUB_FOLDER": str(tmp_path)}
    ) as server:
        try:
            _first(page)
            with ThreadPoolExecutor(4) as visitors:
                assert list(visitors.map(_status, [page] * 8)) == [200] * 8
            time.sleep(LONGER_THAN_IDLE_SECONDS)
            assert _status(page) == 200
            assert server.poll() is None
        finally:
            server.terminate()


def _first(page: str) -> None:
    for _ in range(100):
        try:
            assert _status(page) == 200
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("It did not come up.")


def _status(page: str) -> int:
    with urlopen(page, timeout=10) as answer:
        return int(answer.status)
