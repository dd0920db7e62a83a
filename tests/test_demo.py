"""The demo, as `make demo` starts it: it comes up harvested, answers, and Ctrl-C leaves nothing behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

from tests.conftest import ROOT


def free_port() -> int:
    """The first of eleven ports that look free."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answer(url: str) -> bytes:
    with urlopen(url, timeout=10) as response:
        return bytes(response.read())


def test_the_demo_comes_up_and_goes_away() -> None:
    port = free_port()
    hub = f"http://127.0.0.1:{port}"
    demo = subprocess.Popen(
        [sys.executable, "-m", "examples.demo", "--port", str(port)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        lines = []
        assert demo.stdout is not None
        for line in demo.stdout:
            lines.append(line)
            if "Ctrl-C stops it." in line and "try" in "".join(lines):
                break
        said = "".join(lines)
        assert f"The hub is up: {hub}/" in said, said
        assert said.count(" new") == 10
        found = json.loads(answer(f"{hub}/api/v1/activities?q=cooking"))["items"]
        assert found
        assert "Look" in answer(f"{hub}/").decode()
    finally:
        os.killpg(demo.pid, signal.SIGINT)
        rest, _ = demo.communicate(timeout=60)
    assert "The demo has stopped." in rest
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            answer(f"{hub}/livez")
        except (URLError, ConnectionError):
            break
        time.sleep(0.2)
    else:
        raise AssertionError("the hub still answers after Ctrl-C")
    assert "Traceback" not in said + rest
