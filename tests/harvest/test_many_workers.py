"""Four workers share two hundred sources on PostgreSQL; they are killed, and the replica that is read from comes and goes."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from openhub.config import Settings
from openhub.hub.hub import Hub
from openhub.model.query import Query
from openhub.model.source import Source
from openhub.stores.postgres import PostgresStore
from tests.harvest.many import Feeds, served
from tests.replicated import Server, replicated

SOURCES = int(os.environ.get("OPENHUB_SOURCES", "200"))
WORKERS = 4
ROUNDS = 2
KILLS = int(os.environ.get("OPENHUB_WORKER_KILLS", "6"))


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[Server, Server]]:
    with replicated() as both:
        with psycopg.connect(both[0].address) as db:
            db.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        yield both


class Workers:
    """`openhub harvest --watch`, several times; whoever is killed is started again, as a supervisor does."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder, self._environment = folder, os.environ | {"DATABASE_URL": database}
        self.running = [self._start() for _ in range(WORKERS)]

    def kill_one(self, chance: random.Random) -> None:
        number = chance.randrange(WORKERS)
        os.kill(self.running[number].pid, signal.SIGKILL)
        self.running[number].wait()
        self.running[number] = self._start()

    def stop(self) -> None:
        for worker in self.running:
            worker.terminate()
        for worker in self.running:
            worker.wait(30)

    def _start(self) -> subprocess.Popen[bytes]:
        words = [sys.executable, "-m", "openhub", "harvest", "--watch", "--hub", str(self._folder)]
        with (self._folder / "workers.log").open("ab") as log:
            return subprocess.Popen(words, env=self._environment, stdout=log, stderr=log)


@contextmanager
def reading(hub: Hub) -> Iterator[list[BaseException]]:
    """A visitor who searches all the time; what went wrong for him."""
    wrong: list[BaseException] = []
    over = threading.Event()

    def visit() -> None:
        while not over.wait(0.1):
            try:
                hub.search(Query(words="group", limit=5))
            except BaseException as error:
                wrong.append(error)

    thread = threading.Thread(target=visit)
    thread.start()
    yield wrong
    over.set()
    thread.join()


def runs(primary: Server) -> Counter[int]:
    """How many runs of each source are on record that reached the end."""
    with psycopg.connect(primary.address) as db:
        rows = db.execute("SELECT source, count(*) FROM run WHERE outcome <> 'failed' GROUP BY source").fetchall()
    return Counter(dict(rows))


def wait_for_all(primary: Server, turn: int) -> None:
    until = time.monotonic() + 120
    while len(done := runs(primary)) < SOURCES or min(done.values()) < turn:
        assert time.monotonic() < until, done
        time.sleep(0.3)


def test_each_source_is_read_once_a_round_whoever_dies(servers: tuple[Server, Server], tmp_path: Path) -> None:
    primary, replica = servers
    chance = random.Random(6)
    feeds = Feeds(SOURCES)
    (tmp_path / "openhub.toml").write_text(
        'allow_addresses = ["127.0.0.0/8"]\nharvest_interval_seconds = 86400\n', "utf-8"
    )
    store = PostgresStore(primary.address, read_address=replica.address)
    hub = Hub(Settings(), store)
    with served(feeds), reading(hub) as wrong:
        for n in range(SOURCES):
            address = feeds.address(n)
            host = address.split("/")[2].split(":")[0]
            store.add_source(Source(name=f"S{n}", address=address, origin=address, format="openhub", hosts=(host,)))
        workers = Workers(tmp_path, primary.address)
        try:
            for turn in range(1, ROUNDS + 1):
                feeds.round = turn
                with psycopg.connect(primary.address) as db:
                    db.execute("UPDATE schedule SET due = 0")
                for _ in range(KILLS):
                    time.sleep(chance.random())
                    workers.kill_one(chance)
                replica.stop()
                wait_for_all(primary, turn)
                replica.start()
                assert set(runs(primary).values()) == {turn}, "each exactly once a round"
        finally:
            workers.stop()
        expected = {id_ for n in range(SOURCES) for id_ in feeds.items(n)}
        changes = store.changes(0, 100 * SOURCES)
        live = [c for c in changes.entries if c.raw is not None]
        assert len(live) == len(expected) == store.count(Query(), hub.now(), 99_999)
        assert {c.envelope["originId"] for c in live} == expected
        assert len({c.number for c in changes.entries}) == len(changes.entries)
        assert {source.state for source in store.sources()} == {"verified"}
    assert not wrong
    store.close()
