"""Eight writers and a live reader on one PostgreSQL: the toolkit, and two recipes that lose items."""

import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from typing import Any, Literal

import sqlalchemy
from sqlalchemy import text

from tests.publish.make import a_feed, group, reader

Recipe = Literal["toolkit", "now", "nextval"]
HELD_SECONDS = 0.004  # how long one in twenty transactions stays open before it is committed
HELD_SHARE = 0.05
IDS = 1_400

_NAIVE = """
CREATE SEQUENCE change;
CREATE TABLE item (id integer PRIMARY KEY, modified bigint NOT NULL, version text NOT NULL);
"""
_NUMBER = {"now": "(extract(epoch FROM now()) * 1000000)::bigint", "nextval": "nextval('change')"}
_NAIVE_PUT = """
INSERT INTO item VALUES (:id, {number}, :version)
ON CONFLICT (id) DO UPDATE SET modified = excluded.modified, version = excluded.version
"""
_NAIVE_PAGE = text(
    "SELECT modified, id, version FROM item WHERE (modified, id) > (:modified, :id) ORDER BY modified, id LIMIT 100"
)


@dataclass(frozen=True)
class Writers:
    """`each` transactions by every writer."""

    address: str
    recipe: Recipe
    each: int
    seed: int
    writers: int = 8

    def run(self) -> int:
        """Races; the number of items that the reader holds otherwise than they are at the end."""
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        wait, done, wrong = context.Barrier(self.writers + 1), context.Event(), context.Queue()
        writers = [context.Process(target=_writer, args=(self, number, wait)) for number in range(self.writers)]
        reading = context.Process(target=_READ[self.recipe], args=(self.address, wait, done, wrong))
        for one in (*writers, reading):
            one.start()
        for one in writers:
            one.join()
        done.set()
        result = int(wrong.get(timeout=120))
        reading.join()
        assert [one.exitcode for one in (*writers, reading)] == [0] * (self.writers + 1)
        return result


def _writer(race: Writers, number: int, wait: Any) -> None:
    chance = random.Random(f"{race.seed} {number}")
    engine = sqlalchemy.create_engine(race.address)
    write = _toolkit(engine) if race.recipe == "toolkit" else _naive(_NUMBER[race.recipe])
    with engine.connect() as connection:
        wait.wait()
        for count in range(race.each):
            ids = sorted(chance.sample(range(IDS), chance.choice((1, 1, 2, 4))))
            write(connection, ids, f"{number} {count}")
            if chance.random() < HELD_SHARE:
                time.sleep(chance.random() * HELD_SECONDS)
            connection.commit()


def _toolkit(engine: sqlalchemy.Engine) -> Callable[[sqlalchemy.Connection, list[int], str], None]:
    feed = a_feed(engine)

    def write(connection: sqlalchemy.Connection, ids: list[int], version: str) -> None:
        if version.endswith("7"):
            feed.delete(connection, [group(id_)["id"] for id_ in ids], reason="ended")
        else:
            feed.put(connection, [group(id_, name=version) for id_ in ids])

    return write


def _naive(number: str) -> Callable[[sqlalchemy.Connection, list[int], str], None]:
    put = text(_NAIVE_PUT.format(number=number))

    def write(connection: sqlalchemy.Connection, ids: list[int], version: str) -> None:
        for id_ in ids:
            connection.execute(put, {"id": id_, "version": version})

    return write


def prepare(address: str, recipe: Recipe) -> None:
    """Makes the tables, before anybody races."""
    engine = sqlalchemy.create_engine(address)
    if recipe == "toolkit":
        a_feed(engine).state()
    else:
        with engine.begin() as connection:
            connection.exec_driver_sql(_NAIVE)
    engine.dispose()


def _read_toolkit(address: str, wait: Any, done: Event, wrong: Any) -> None:
    """Compares what was read in many runs with what a new reader reads at the end."""
    feed = a_feed(address, page_size=100)
    reading = reader(feed)
    wait.wait()
    while not done.is_set():
        reading.run()
    reading.run()
    fresh = reader(feed)
    fresh.run()
    with feed.engine.connect() as connection:
        live = {
            (row.kind, row.id): row.number
            for row in connection.execute(text("SELECT kind, id, number FROM openhub_change WHERE data IS NOT NULL"))
        }
    held = {name: number for name, (number, _) in reading.held.items()}
    same = reading.baselines == 1 and reading.held == fresh.held
    wrong.put(len(held.items() ^ live.items()) + (not same) + (not live))


def _read_naive(address: str, wait: Any, done: Event, wrong: Any) -> None:
    cursor, held = {"modified": 0, "id": 0}, {}
    with sqlalchemy.create_engine(address, isolation_level="AUTOCOMMIT").connect() as connection:

        def page() -> bool:
            rows = connection.execute(_NAIVE_PAGE, cursor).all()
            held.update({row.id: (row.modified, row.version) for row in rows})
            if rows:
                cursor.update(modified=rows[-1].modified, id=rows[-1].id)
            return bool(rows)

        wait.wait()
        while not done.is_set():
            page()
        while page():
            pass
        live = {row.id: (row.modified, row.version) for row in connection.execute(text("SELECT * FROM item"))}
    wrong.put(sum(held.get(id_) != one for id_, one in live.items()))


_READ = {"toolkit": _read_toolkit, "now": _read_naive, "nextval": _read_naive}
