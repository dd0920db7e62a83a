"""A publisher over the real toolkit, in a real database, that is driven by the model's machine."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import orjson
from sqlalchemy import Connection, Engine, create_engine, event

from openhub.publish.changefeed import ChangeFeed
from openhub.publish.dataset import Dataset
from openhub.publish.feed import PARAMETER, position
from tests import make
from tests.model.feed import Clock
from tests.model.publisher import PAGE_SIZE, RETENTION_HOURS

SITE = "https://club.example"
FEED = f"{SITE}/feed"
CHECKPOINT = f"{SITE}/checkpoint"
MOVED = "https://feeds.example/club"
"""Where the feed can be had too, behind a redirect."""

BEGAN_SECONDS = 1_793_491_200
"""2026-11-01, hour 0 of the clock, in seconds since 1970."""

CLUB = Dataset(
    id=f"{SITE}/#dataset",
    title="What is on at the club",
    publisher="The Club (example)",
    publisher_url=f"{SITE}/",
    contact={"email": "data@club.example"},
    licence=make.LICENCE,
)

Continuity = Literal["new epoch", "high-water mark", "unnoticed"]
"""What happens when the database was put back: somebody begins a new epoch, or the toolkit finds out, or nothing happens."""


@dataclass(frozen=True, slots=True)
class Body:
    """What is answered, and whether it is the last page."""

    data: bytes
    last: bool


def item_id(item: str) -> str:
    return f"{SITE}/items/{item}"


def document(item: str, content: int) -> dict[str, Any]:
    """A small valid item; the content is its name."""
    return make.plan(id=item_id(item), url=item_id(item), name=f"Version {content}")


def database(file: Path) -> Engine:
    """Does not wait for the disk, and keeps its statements compiled over many examples."""
    engine = create_engine(f"sqlite:///{file}")

    @event.listens_for(engine, "connect")
    def quick(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute("PRAGMA synchronous = OFF")

    return engine


class RealPublisher:
    """One writer, whose transaction may stay open while others read; `proves` says whether last pages have a root."""

    def __init__(self, engine: Engine, clock: Clock, continuity: Continuity = "new epoch", *, proves: bool) -> None:
        self.engine, self.clock, self.continuity, self.proves = engine, clock, continuity, proves
        self._ticks = 0
        self._open: Connection | None = None
        self._live: dict[str, int] = {}
        self._changes: list[tuple[str, int | None]] = []
        self.hidden: dict[str, int] = {}
        self._mark = Path(f"{engine.url.database}.mark") if continuity == "high-water mark" else None
        if self._mark:
            self._mark.unlink(missing_ok=True)
        self._put_back(_with_tables())
        self.back_up()

    def live(self) -> Mapping[str, int]:
        return dict(self._live)

    # Changing

    def begin(self, item: str, content: int | None) -> None:
        """SQLite has one writer: what begins while a transaction is open becomes part of it."""
        if item in self.hidden:
            return
        if self._open is None:
            self._open = self.engine.connect()
        if content is None:
            self.feed.delete(self._open, [item_id(item)])
        else:
            self.feed.put(self._open, [document(item, content)])
        self._changes.append((item, content))

    def open_transactions(self) -> int:
        return int(self._open is not None)

    def commit(self, which: int) -> None:
        if self._open:
            self._open.commit()
            for item, content in self._changes:
                self._live.pop(item, None)
                if content is not None:
                    self._live[item] = content
        self.close()

    def close(self) -> None:
        """What was not committed is lost."""
        if self._open:
            self._open.close()
        self._open, self._changes = None, []

    def purge(self) -> None:
        self.feed.purge(self._open, days=RETENTION_HOURS / 24)

    def turn_clock_back(self) -> None:
        raise NotImplementedError

    def change_silently(self, item: str, content: int) -> None:
        raise NotImplementedError

    # Showing

    def answer(self, address: str) -> Body:
        """What is at an address of the feed, at either of its places, or the checkpoint."""
        if address == CHECKPOINT:
            return Body(orjson.dumps(self.feed.checkpoint()), last=False)
        parts = urlsplit(address)
        after = position(parse_qs(parts.query, keep_blank_values=True).get(PARAMETER, []))
        page = self.feed.page(after, address=address.partition("?")[0], requested=address)
        return Body(page.data if self.proves else _unproven(page.data), page.last)

    # Losing continuity

    def back_up(self) -> None:
        kept = sqlite3.connect(":memory:")
        with self.engine.connect() as connection:
            _raw(connection).backup(kept)
        self._backup = (kept, dict(self._live))

    def restore(self) -> None:
        kept, self._live = self._backup[0], dict(self._backup[1])
        self.hidden = {}
        self._put_back(kept)
        if self.continuity == "new epoch":
            self.feed.new_epoch()

    def import_anew(self, item: str) -> None:
        if item in self.hidden:
            self._live[item] = self.hidden.pop(item)
        elif item in self._live:
            self.hidden[item] = self._live.pop(item)
        self._put_back(sqlite3.connect(":memory:"))
        with self.feed.transaction() as connection:
            self.feed.put(connection, [document(*pair) for pair in self._live.items()])

    def _put_back(self, kept: sqlite3.Connection) -> None:
        """Another database lies where this one was, and the publisher's program is started again."""
        self.close()
        with self.engine.connect() as connection:
            kept.backup(_raw(connection))
        self.feed = ChangeFeed(
            self.engine, CLUB, validate=False, page_size=PAGE_SIZE, high_water_file=self._mark, clock=self._time
        )
        self.feed.state()  # makes the tables where there are none

    def _time(self) -> float:
        """Seconds since 1970; a thousandth later each time that it is asked for, as time passes."""
        self._ticks += 1
        return BEGAN_SECONDS + 3600 * self.clock.now + self._ticks / 1000


@cache
def _with_tables() -> sqlite3.Connection:
    """A database in which nothing was published yet; to make the tables for each example would take long."""
    engine = create_engine("sqlite://")
    ChangeFeed(engine, CLUB).state()
    kept = sqlite3.connect(":memory:")
    with engine.connect() as connection:
        _raw(connection).backup(kept)
    engine.dispose()
    return kept


def _raw(connection: Connection) -> sqlite3.Connection:
    raw = connection.connection.dbapi_connection
    assert isinstance(raw, sqlite3.Connection)
    return raw


def _unproven(page: bytes) -> bytes:
    """The page as a publisher of Level 2 has it."""
    document = orjson.loads(page)
    document["openhub"] = {name: document["openhub"][name] for name in ("version", "epoch", "horizon")}
    return orjson.dumps(document)
