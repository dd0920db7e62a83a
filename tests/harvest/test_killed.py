"""A harvest that is killed at any moment, then run again, ends with exactly the publisher's items."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from openhub.config import Settings
from openhub.hub.hub import Hub
from openhub.stores.sqlite import STORE
from tests.conftest import Site
from tests.harvest.test_outcomes import item, publish

ITEMS = 600
KILLS = 10


def run(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "openhub", *words, "--hub", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def test_ten_kills_lose_nothing_and_double_nothing(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "hub"
    subprocess.run([sys.executable, "-m", "openhub", "hub", "init", str(folder)], check=True, capture_output=True)
    (folder / "openhub.toml").write_text('allow_addresses = ["127.0.0.0/8"]\nas_of = "2026-11-24T09:00:00Z"\n', "utf-8")
    publish(site, [item(n) for n in range(ITEMS)], size=5)
    for path, answer in list(site.answers.items()):  # a page takes its time, so that a kill falls anywhere in the walk
        site.answers[path] = lambda answer=answer: (time.sleep(0.01), answer)[1]
    added = run(folder, "source", "add", f"{site.address}/feed")
    assert (added.communicate(), added.returncode)[1] == 0
    chance = random.Random(20261124)
    interrupted = 0
    for _ in range(KILLS):
        harvest = run(folder, "harvest")
        before = len(site.requests)
        while harvest.poll() is None and len(site.requests) - before < chance.randint(2, 9):
            time.sleep(0.005)
        time.sleep(chance.random() * 0.02)
        if harvest.poll() is None:
            os.kill(harvest.pid, signal.SIGKILL)
            interrupted += 1
        harvest.communicate()
    assert interrupted == KILLS
    last = run(folder, "harvest")
    output = last.communicate()[0].decode()
    assert last.returncode == 0, output
    store = STORE(folder / "hub.db")
    hub = Hub(Settings(as_of="2026-11-24T09:00:00Z"), store)
    changes = hub.changes(0, 10 * ITEMS)
    assert sorted(str(c.envelope["originId"]) for c in changes.entries) == sorted(
        str(item(n)["id"]) for n in range(ITEMS)
    )
    assert [c.number for c in changes.entries] == sorted({c.number for c in changes.entries})
    assert hub.sources()[0].live == ITEMS
    store.close()
    with sqlite3.connect(folder / "hub.db") as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
