"""Fifty hostile sources harvested at the same time as five honest ones: those finish, with every item."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import pytest

from openhub.config import Settings
from openhub.fetch.door import Door
from openhub.harvest.run import Run, harvest
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.stores.sqlite import STORE
from tests.hostile.server import HONEST, MISDEEDS, PAGE, PAGES, Hostile

HOSTILE = 50
GOOD_HOST, BAD_HOST = "127.0.0.1", "127.0.0.2"


@pytest.fixture
def hub(settings: Settings, tmp_path: Path) -> Iterator[Hub]:
    hasty = replace(settings, fetch_read_seconds=1.0, fetch_total_seconds=2.0, harvest_max_pages=20)
    store = STORE(tmp_path / "hub.db")
    yield Hub(hasty, store)
    store.close()


def added(hub: Hub, address: str, host: str) -> Source:
    return hub.store.add_source(Source(name=address, address=address, origin=address, format="openhub", hosts=(host,)))


def test_honest_sources_keep_all_their_items_beside_hostile_ones(hub: Hub) -> None:
    misdeeds = islice(cycle(name for name in MISDEEDS if name not in HONEST), HOSTILE)
    with Hostile(GOOD_HOST) as honest, Hostile(BAD_HOST) as hostile, Door(hub.settings) as door:
        bad = [added(hub, f"{hostile.address}{name}?{n}", BAD_HOST) for n, name in enumerate(misdeeds)]
        good = [added(hub, honest.address + name, GOOD_HOST) for name in HONEST]

        def run(source: Source) -> Run:
            return harvest(hub, door, source)

        with ThreadPoolExecutor(HOSTILE + len(HONEST)) as threads:
            runs = list(threads.map(run, bad + good))  # would raise what a run raised
    for source, outcome in zip(good, runs[HOSTILE:], strict=True):
        assert (outcome.outcome, outcome.counts.new) == ("changed", PAGES * PAGE), outcome.problem
        current = hub.store.source(source.id)
        assert current is not None
        assert (hub.store.live_items(current.id)[current.id], current.quarantined, current.outcome) == (
            PAGES * PAGE,
            0,
            "changed",
        )
    for outcome in runs[:HOSTILE]:
        assert outcome.outcome in ("failed", "empty"), outcome
        assert outcome.problem or "slow-page" in outcome.source.address
        assert len(outcome.problem) < 20_000
