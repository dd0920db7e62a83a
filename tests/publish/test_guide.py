"""Whoever follows docs/publishing.md, block by block, has a feed of Level 3 that a hub finds and harvests."""

import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from openhub.harvest.run import Run
from openhub.hub.hub import Hub
from openhub.model.source import Source
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "publishing.md").read_text("utf-8")
BLOCKS = re.findall(r"^```python\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^    flask (.+)$", GUIDE, re.MULTILINE)
PATIENCE_SECONDS = 60
MOST_LINES = 35
FLASK = (sys.executable, "-m", "flask", "--app", "app")


class Club:
    """The guide's site, in a folder of its own, on a port of this machine."""

    def __init__(self, folder: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.folder, self.address = folder, f"http://127.0.0.1:{self.port}"
        (folder / "app.py").write_text("\n\n".join(BLOCKS), "utf-8")
        kept = {"DATABASE": f"sqlite:///{folder / 'try.db'}", "HIGH_WATER": str(folder / "high-water")}
        self.environment = {**os.environ, "SITE": self.address, **kept}

    def run(self, *words: str) -> str:
        done = subprocess.run([*FLASK, *words], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def post(self, path: str, **form: str) -> None:
        with urlopen(f"{self.address}{path}", urlencode(form).encode(), timeout=PATIENCE_SECONDS) as answer:
            assert answer.status < 300

    def get(self, path: str) -> Any:
        with urlopen(f"{self.address}{path}", timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)


@pytest.fixture
def club(tmp_path: Path) -> Iterator[Club]:
    made = Club(tmp_path)
    command = [*FLASK, "run", "--port", str(made.port)]
    with subprocess.Popen(
        command, cwd=tmp_path, env=made.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr
            for line in server.stderr:
                if "Running on" in line:
                    break
            yield made
        finally:
            server.kill()


def insert(club: Club, *titles: str) -> None:
    for title in titles:
        club.post("/events", title=title, starts="2099-05-04T18:30", place="The Club", postcode="NW5 2ZZ")


def names(hub: Hub) -> list[str]:
    return [json.loads(c.raw)["name"] for c in hub.store.changes(0, 100).entries if c.raw is not None]


def test_the_app_before_it_is_short_and_the_feed_is_mounted_in_few_lines() -> None:
    assert len([line for line in BLOCKS[0].splitlines() if line.strip()]) <= MOST_LINES
    assert len(BLOCKS[3].splitlines()) <= 5
    assert COMMANDS == ["openhub sync", "openhub new-epoch"]


def test_by_the_guide_alone_a_site_reaches_level_3(club: Club) -> None:
    insert(club, "Mend a chair", "Paint a wall", "Dig a pond")
    assert "3 new" in club.run("openhub", "sync")
    club.post("/events/1/title", title="Mend two chairs")
    club.post("/events/2/withdraw")
    done = subprocess.run(
        [sys.executable, "-m", "openhub", "conform", f"{club.address}/", "--level", "3", "--report", "-"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["level"] == 3


def test_a_hub_finds_it_and_follows_it(
    club: Club, hub: Hub, add: Callable[..., Source], bring_in: Callable[..., Run]
) -> None:
    insert(club, "Mend a chair", "Paint a wall")
    club.run("openhub", "sync")
    source = add(f"{club.address}/")
    bring_in(source)
    assert names(hub) == ["Mend a chair", "Paint a wall"]
    club.post("/events/1/title", title="Mend two chairs")
    club.post("/events/2/withdraw")
    bring_in(source)
    assert names(hub) == ["Mend two chairs"]
    assert "0 new, 0 changed, 0 gone, 1 unchanged" in club.run("openhub", "sync")
    club.run("openhub", "new-epoch")
    bring_in(source)
    assert names(hub) == ["Mend two chairs"]
