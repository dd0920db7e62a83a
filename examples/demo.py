"""The demo: ten platforms and a hub on this machine, really harvested over HTTP. Ctrl-C stops all of it."""

import argparse
import json
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

ROOT = Path(__file__).parents[1]
DEMOS = ROOT / ".demo"
SETTINGS = 'allow_addresses = ["127.0.0.0/8"]\nharvest_interval_seconds = 300\n'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--port", type=int, default=8000, help="where the hub answers; the platforms take the ten after it"
    )
    port = parser.parse_args().port
    folder = DEMOS / str(port)
    if _taken(port):
        sys.exit(f"Port {port} is taken, perhaps by another demo. Try: PORT={port + 100} make demo")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    shutil.rmtree(folder, ignore_errors=True)
    children: list[subprocess.Popen[bytes]] = []
    try:
        _run(port, folder, children)
    except KeyboardInterrupt:
        pass
    finally:
        for child in reversed(children):
            child.terminate()
        for child in children:
            child.wait(timeout=20)
        print("\nThe demo has stopped.")


def _run(port: int, folder: Path, children: list[subprocess.Popen[bytes]]) -> None:
    _openhub("hub", "init", str(folder), "--area", "Camden", "--operator", "the demo", quiet=True)
    with (folder / "openhub.toml").open("a", encoding="utf-8") as file:
        file.write(SETTINGS)
    print("Starting ten platforms …", flush=True)
    ready = folder / "platforms.jsonl"
    children.append(
        subprocess.Popen(
            [sys.executable, "-m", "examples.platforms.serve", "--port", str(port + 1), "--ready", str(ready)], cwd=ROOT
        )
    )
    _wait_for(ready.exists, children, "The platforms did not start.")
    platforms = [json.loads(line) for line in ready.read_text("utf-8").splitlines()]
    for platform in platforms:
        _openhub("source", "add", platform["site"], "--owns", platform["host"], "--hub", str(folder), quiet=True)
    print("Harvesting them over HTTP …", flush=True)
    _openhub("harvest", "--hub", str(folder))
    hub = f"http://127.0.0.1:{port}"
    children.append(
        subprocess.Popen([sys.executable, "-m", "openhub", "hub", "run", "--hub", str(folder), "--port", str(port)])
    )
    _wait_for(
        lambda: _answers(f"{hub}/livez"),
        children,
        "The hub did not start; its messages above say why.",
    )
    print(
        f"\nThe hub is up: {hub}/\n\nThree things to try:\n"
        f"  1. Look for cooking near Kentish Town:  {hub}/find?q=cooking&near=NW5\n"
        f"  2. Borrow a drill:                      {hub}/find?q=borrow+a+drill\n"
        f"  3. Read the same as open data:          {hub}/api/v1/activities?q=film\n"
        f"\nFrom another terminal: openhub source list --hub {folder.relative_to(ROOT)}\nCtrl-C stops it.\n",
        flush=True,
    )
    while all(child.poll() is None for child in children):
        time.sleep(0.5)


def _openhub(*words: str, quiet: bool = False) -> None:
    subprocess.run([sys.executable, "-m", "openhub", *words], check=True, stdout=subprocess.DEVNULL if quiet else None)


def _wait_for(ready: Callable[[], bool], children: list[subprocess.Popen[bytes]], problem: str) -> None:
    deadline = time.monotonic() + 60
    while not ready():
        if time.monotonic() > deadline or any(child.poll() is not None for child in children):
            sys.exit(problem)
        time.sleep(0.1)


def _taken(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return True
    return False


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    main()
