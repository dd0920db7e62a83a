"""The real harvester, over a real store, that is driven page by page by the model's machine."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import orjson
from greenlet import GreenletExit, getcurrent, greenlet

from openhub.config import Settings
from openhub.errors import FetchFailed
from openhub.fetch.door import Answer
from openhub.harvest.run import Run, harvest
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.stores import sqlite_ledger as ledger
from openhub.stores.sqlite import SqliteStore
from openhub.validate.engine import Validator
from tests.model.feed import Clock, Held, Mishap, State
from tests.model.real_publisher import BEGAN_SECONDS, CHECKPOINT, CLUB, FEED, item_id
from tests.model.transport import Disturbance, Kept, Transport

VALIDATOR = Validator(rules=())
SOURCE = Source(name="The club", address=FEED, origin=CLUB.id, format="", hosts=(CLUB.host,))


def _with_a_source() -> SqliteStore:
    """A store that has heard of one feed, with the buckets of all roots at hand."""
    store = SqliteStore(Path(":memory:"))
    source = store.add_source(SOURCE)
    with store._writing() as db:
        ledger.settle(db, ledger.OWN)
        ledger.settle(db, source.id)
    return store


NEW = _with_a_source()
STORE = SqliteStore(Path(":memory:"))
"""In memory, and used for all examples one after another: making the tables each time would take longer than the example."""

Asked = tuple[str, bool]
"""An address, and whether it is asked for past the caches."""


class HubInTime(Hub):
    """A hub whose time is the machine's."""

    def __init__(self, clock: Clock, store: SqliteStore) -> None:
        super().__init__(Settings(), store, VALIDATOR)
        self.clock = clock

    def now(self) -> datetime:
        return datetime.fromtimestamp(BEGAN_SECONDS, UTC) + timedelta(hours=self.clock.now)


class AskingDoor:
    """Stands where a hub has its door to the network: hands what is asked for to whoever drives the run, and waits."""

    def get(self, url: str, *, etag: str = "", accept: str = "", fresh: bool = False) -> Answer:
        return cast(Answer, getcurrent().parent.switch((url, fresh)))


class RealHarvester:
    """Lets a run of the real harvester go on until it asks for its next page."""

    def __init__(self, transport: Transport, clock: Clock, checkpoint: str) -> None:
        NEW._db().backup(STORE._db())
        self.transport, self.hub = transport, HubInTime(clock, STORE)
        STORE.save_source(replace(self.source, checkpoint=checkpoint))
        self.disturbance: Disturbance | None = None
        """What happens to the next page that is asked for."""
        self._run: greenlet | None = None
        self._asked: Asked | None = None
        self._late: Kept | None = None

    @property
    def waits(self) -> bool:
        """Whether an answer is on its way that is late."""
        return self._late is not None

    @property
    def source(self) -> Source:
        return self.hub.store.sources()[0]

    def step(self, mishap: Mishap = "none") -> State:
        if self._run is None:
            self._begin_run()
        if mishap == "killed":
            self._kill()
            return "failed"
        if mishap == "broken answer":
            self.disturbance = "broke off"
        disturbed, self.disturbance = self.disturbance, None
        return self._answer(disturbed)

    def begin_baseline(self) -> None:
        """As a run that is killed when it has just begun one leaves it."""
        self._kill()
        STORE.save_source(replace(self.source, cursor=""))

    def held(self) -> Mapping[str, Held]:
        rows = STORE._db().execute(
            "SELECT feed_id, data, modified, epoch FROM item JOIN body USING (key) WHERE NOT gone"
        )
        return {
            id.removeprefix(item_id("")): Held(int(orjson.loads(data)["name"].removeprefix("Version ")), number, epoch)
            for id, data, number, epoch in rows.fetchall()
        }

    def unconfirmed(self) -> frozenset[str]:
        rows = STORE._db().execute("SELECT id FROM entry WHERE missed IS NOT NULL AND leaf IS NOT NULL AND going = 0")
        return frozenset(row[0].removeprefix(item_id("")) for row in rows.fetchall())

    # Runs

    def _begin_run(self) -> None:
        self._run = greenlet(lambda: harvest(self.hub, AskingDoor(), self.source))
        self._went_on(self._run.switch())
        while self._asked and self._asked[0] == CHECKPOINT:
            self._went_on(self._handed_over(CHECKPOINT, None))

    def _answer(self, disturbed: Disturbance | None) -> State:
        assert self._asked
        if disturbed == "late" and self._late is None:
            self._late = self.transport.get(self._asked[0], fresh=self._asked[1])
            return self._state()
        return self._went_on(self._handed_over(self._asked[0], disturbed))

    def _handed_over(self, url: str, disturbed: Disturbance | None) -> Any:
        """What the run does next: it asks again, or is over."""
        assert self._run
        assert self._asked
        late, self._late = self._late, None
        try:
            kept = late or self.transport.get(url, fresh=self._asked[1], disturbed=disturbed)
        except FetchFailed as error:
            return self._run.throw(error)
        self.transport.live = kept.live
        return self._run.switch(kept.answer)

    def _went_on(self, came: Asked | Run) -> State:
        if isinstance(came, Run):
            self._run = self._asked = None
            return came.state or "failed"
        self._asked = came
        return self._state()

    def _state(self) -> State:
        baseline, cursor = STORE._db().execute("SELECT baseline, cursor FROM source").fetchone()
        return "baseline" if baseline > 0 or not cursor else "reading"

    def _kill(self) -> None:
        if self._run:
            self._run.throw(GreenletExit)
        self._run = self._asked = self._late = None
