"""A harvest that is killed at any moment, then run again, ends with exactly the publisher's items."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from openhub.config import Settings
from openhub.hub.hub import Hub
from openhub.model.digest import digest
from openhub.model.root import leaf, root
from openhub.stores.sqlite import STORE
from tests.conftest import Site
from tests.harvest.test_outcomes import item, publish

ITEMS = 600
KILLS = int(os.environ.get("OPENHUB_KILLS", "20"))
LONGEST_SECONDS = 1.6  # longer than a harvest needs to start and to read everything


def run(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "openhub", *words, "--hub", str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


class Publisher:
    """A feed that is turned over between two runs: items change and go, and now and then a new epoch begins."""

    def __init__(self, site: Site, chance: random.Random) -> None:
        self._site, self._chance, self._turn = site, chance, 0
        self.items: dict[int, dict[str, Any]] = {n: item(n) for n in range(ITEMS)}
        self._publish()

    def turn_over(self) -> None:
        """Changes some items, and a few go and as many come, all in a new epoch, so that a sweep has something to do."""
        self._turn += 1
        for number in self._chance.sample(sorted(self.items), 20):
            self.items[number] = item(number, name=f"Walking group {number}, turn {self._turn}")
        for number in self._chance.sample(sorted(self.items), 3):
            del self.items[number]
        first = max(self.items) + 1
        self.items |= {number: item(number) for number in range(first, first + ITEMS - len(self.items))}
        self._publish()

    def _publish(self) -> None:
        start = 1 + self._turn * 10_000
        publish(self._site, list(self.items.values()), size=10, epoch=str(self._turn), start=start)
        end = self._site.answers[f"/feed?afterChangeNumber={start + len(self.items) - 1}"]
        for number in range(self._turn):  # whoever comes with a cursor of old is told that a new epoch has begun
            for path in self._old(number):
                self._site.answers.setdefault(path, end)
        for path, answer in list(self._site.answers.items()):  # so that a kill falls anywhere in the walk
            self._site.answers[path] = lambda answer=answer: (time.sleep(0.003), answer)[1]  # type: ignore[misc]

    def _old(self, turn: int) -> list[str]:
        return [f"/feed?afterChangeNumber={turn * 10_000 + n}" for n in range(ITEMS + 1)]


def test_kills_at_random_moments_lose_nothing_and_double_nothing(site: Site, tmp_path: Path) -> None:
    folder, chance = tmp_path / "hub", random.Random(20261124)
    subprocess.run([sys.executable, "-m", "openhub", "hub", "init", str(folder)], check=True, capture_output=True)
    (folder / "openhub.toml").write_text('allow_addresses = ["127.0.0.0/8"]\nas_of = "2026-11-24T09:00:00Z"\n', "utf-8")
    publisher = Publisher(site, chance)
    added = run(folder, "source", "add", f"{site.address}/feed")
    assert (added.communicate(), added.returncode)[1] == 0
    interrupted = 0
    while interrupted < KILLS:
        harvest = run(folder, "harvest")
        try:
            harvest.communicate(timeout=LONGEST_SECONDS * chance.random())
            publisher.turn_over()  # it ended before its time: the next one gets something to do
        except subprocess.TimeoutExpired:
            os.kill(harvest.pid, signal.SIGKILL)
            harvest.communicate()
            interrupted += 1
        if interrupted % 10 == 0:
            check_file(folder / "hub.db")
    publisher.turn_over()
    last = run(folder, "harvest")
    output = last.communicate()[0].decode()
    assert last.returncode == 0, output
    check_items(folder / "hub.db", publisher)
    check_file(folder / "hub.db")


def check_items(database: Path, publisher: Publisher) -> None:
    """The hub has what the publisher has, each item once, each change under a number of its own, and knows it."""
    store = STORE(database)
    hub = Hub(Settings(as_of="2026-11-24T09:00:00Z"), store)
    changes = hub.store.changes(0, 10 * ITEMS).entries
    live = {str(c.envelope["originId"]): c.envelope["digest"] for c in changes if c.raw is not None}
    assert live == {str(one["id"]): digest(one) for one in publisher.items.values()}
    assert len(live) == sum(c.raw is not None for c in changes)
    assert [c.number for c in changes] == sorted({c.number for c in changes})
    assert [(hub.store.live_items()[s.id], s.state) for s in hub.store.sources()] == [
        (len(publisher.items), "verified")
    ]
    own = hub.store.changes(10**15, 1, "https://hub.example/activity/").proof
    leaves = [
        (f"https://hub.example/activity/{c.ref}", c.type, c.number, str(c.envelope["digest"]))
        for c in changes
        if c.raw is not None
    ]
    assert own
    assert own.root == root((i, leaf(kind, i, number, said)) for i, kind, number, said in leaves)
    store.close()


def check_file(database: Path) -> None:
    with sqlite3.connect(database) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
