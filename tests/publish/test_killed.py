"""A publisher that is killed at any moment has published exactly what is in its own table, once, and under new numbers only."""

import multiprocessing
import os
import random
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from tests.publish.killed import OWN, over, publish_on
from tests.publish.make import ENGINES, group, reader

KILLS = int(os.environ.get("OPENHUB_KILLS", "20"))
PATIENCE_SECONDS = 60


def test_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    feed = over(tmp_path)
    ENGINES.append(feed.engine)
    reading, chance, seen = reader(feed), random.Random(20261124), 0
    for _ in range(KILLS):
        _kill_one(tmp_path, chance.random() * 0.25)
        reading.run()  # complains of a number twice, or of a root that is another
        with feed.engine.connect() as connection:
            own = {row.id: row.title for row in connection.execute(select(OWN))}
        assert reading.live() == {group(id_)["id"]: group(id_, name=title) for id_, title in own.items()}
        seen = max(seen, len(own))
    assert seen > 10
    fresh = reader(feed)
    fresh.run()
    assert fresh.live() == reading.live()
    with closing(sqlite3.connect(tmp_path / "club.db")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("SELECT count(*) FROM openhub_change GROUP BY kind, id HAVING count(*) > 1").fetchall() == []


def _kill_one(folder: Path, after_seconds: float) -> None:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.publish.killed"])
    ready = context.Event()
    publisher = context.Process(target=publish_on, args=(folder, ready))
    publisher.start()
    assert ready.wait(PATIENCE_SECONDS)
    time.sleep(after_seconds)
    publisher.kill()
    publisher.join()
