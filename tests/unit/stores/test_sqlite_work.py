"""How much SQLite has to do for a page: counted in steps of its machine, so that no clock is asked."""

from pathlib import Path
from typing import Any

from openhub.config import Settings
from openhub.formats import openhub
from openhub.hub.hub import Hub, Position
from openhub.model.source import Source
from openhub.stores.sqlite import SqliteStore
from tests import make

STEP = 10
Document = dict[str, Any]


def accept(hub: Hub, source: Source, documents: list[Document], modified: int = 1) -> None:
    page = openhub.read(make.page([make.updated(d, modified=modified) for d in documents]), make.reading())
    hub.accept(source, page, Position(cursor="", epoch="1", horizon=0, baseline=1))


def some(begin: int, number: int) -> list[Document]:
    """Events in a hall, offers whose place is only known from what others taught, and one in three that is put aside."""
    made: list[Document] = []
    for n in range(begin, begin + number):
        address = f"https://{make.HOST}/{n}"
        where = {"type": "Place", "name": "LS6", "precision": "area", "address": {"postalCode": "LS6"}}
        made += [
            make.event(id=f"{address}/event", url=address, location=hall()),
            make.group(id=f"{address}/group", url=address, location=where),
            make.group(id=f"{address}/bad", name=7),
        ]
    return made


def hall() -> Document:
    return {
        "type": "Place",
        "name": "LS6",
        "precision": "exact",
        "address": {"type": "PostalAddress", "postalCode": "LS6 3HN", "addressCountry": "GB"},
        "geo": {"type": "GeoCoordinates", "latitude": 53.8, "longitude": -1.5},
    }


def steps(hub: Hub, source: Source, documents: list[Document], modified: int = 1) -> int:
    """How many steps SQLite takes to accept a page of these."""
    taken = 0

    def count() -> None:
        nonlocal taken
        taken += STEP

    store = hub.store
    assert isinstance(store, SqliteStore)
    db = store._db()
    db.set_progress_handler(count, STEP)
    accept(hub, source, documents, modified)
    db.set_progress_handler(None, 0)
    return taken


def test_the_work_for_a_page_does_not_grow_with_what_is_held(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    hub = Hub(Settings(as_of="2026-11-24T09:00:00Z"), store)
    source = store.add_source(make.source())
    accept(hub, source, some(0, 150))
    new, changed = steps(hub, source, some(150, 5)), steps(hub, source, some(150, 5), 2)
    for begin in range(200, 1_400, 200):
        accept(hub, source, some(begin, 200))
    assert steps(hub, source, some(9_000, 5)) < 1.5 * new
    assert steps(hub, source, some(9_000, 5), 2) < 1.5 * changed
    store.close()


def test_words_that_are_unchanged_are_not_written_again(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path / "hub.db")
    hub = Hub(Settings(as_of="2026-11-24T09:00:00Z"), store)
    source = store.add_source(make.source())
    written: list[str] = []
    accept(hub, source, [make.event(name="Lantern walk")])
    store._db().set_trace_callback(written.append)
    accept(hub, source, [make.event(name="Lantern walk", remainingAttendeeCapacity=3)], 2)
    assert not [statement for statement in written if statement.startswith("INSERT INTO words")]
    accept(hub, source, [make.event(name="Lamp walk", remainingAttendeeCapacity=3)], 3)
    assert [statement for statement in written if statement.startswith("INSERT INTO words")]
    store.close()
