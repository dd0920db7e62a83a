"""What every store remembers of runs, and that two who write at once wait for each other."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from openhub.model.history import PastRun, Schedule, Tally, by_outcome
from openhub.stores.contract import Store
from tests import make
from tests.contract.test_store import NOW

LONG_AGO = NOW - timedelta(days=400)
MINUTE = timedelta(minutes=1)


def run(of: int, ended: datetime = NOW, outcome: str = "changed", **said: object) -> PastRun:
    return PastRun(source=of, started=ended - MINUTE, ended=ended, outcome=outcome, **said)  # type: ignore[arg-type]


def schedule(of: int, **said: object) -> Schedule:
    return Schedule(source=of, address=make.FEED, due=NOW + 15 * MINUTE, set_at=NOW, **said)  # type: ignore[arg-type]


def test_runs_come_back_as_they_were_the_latest_first(store: Store, source: int) -> None:
    first = run(source, state="verified", pages=3, new=1, changed=2, unchanged=3, deleted=4, quarantined=5)
    second = run(source, NOW + MINUTE, "failed", problem="It did not answer.")
    for each in (first, second):
        store.write_run(each, schedule(source), LONG_AGO)
    assert store.runs(source, 9) == [second, first]
    assert store.runs(source, 1) == [second]
    assert store.runs(source + 1, 9) == []


def test_a_schedule_is_of_every_source_and_of_the_last_run(store: Store, source: int) -> None:
    other = store.add_source(make.source(address="https://other.example/feed")).id
    made = schedule(source, failures=2, failing_since=NOW - MINUTE)
    store.write_run(run(source), schedule(source), LONG_AGO)
    store.write_run(run(source), made, LONG_AGO)
    assert store.schedules() == [Schedule(source=other, address="https://other.example/feed"), made]


def test_an_interval_of_its_own_stays_whatever_comes_of_runs(store: Store, source: int) -> None:
    store.set_interval(source, 3600)
    assert store.schedules() == [Schedule(source=source, address=make.FEED, interval_seconds=3600)]
    store.write_run(run(source), schedule(source), LONG_AGO)
    assert store.schedules() == [schedule(source, interval_seconds=3600)]
    store.set_interval(source, 0)
    assert store.schedules() == [schedule(source)]


def test_a_source_that_moves_is_due_at_once(store: Store, source: int) -> None:
    failing = schedule(source, failures=2, failing_since=NOW - MINUTE)
    store.set_interval(source, 3600)
    store.write_run(run(source), failing, LONG_AGO)
    known = store.source(source)
    assert known
    store.save_source(replace(known, name="Another name"))
    assert store.schedules() == [replace(failing, interval_seconds=3600)]
    store.save_source(replace(known, address="https://other.example/feed"))
    assert store.schedules() == [Schedule(source=source, address="https://other.example/feed", interval_seconds=3600)]


def test_old_runs_are_forgotten(store: Store, source: int) -> None:
    for days in (91, 90, 1):
        store.write_run(run(source, NOW - timedelta(days=days)), schedule(source), LONG_AGO)
    store.write_run(run(source), schedule(source), NOW - timedelta(days=90))
    assert [(NOW - r.ended).days for r in store.runs(source, 9)] == [0, 1, 90]


def test_runs_of_a_source_that_is_removed_go_with_it(store: Store, source: int) -> None:
    store.write_run(run(source), schedule(source), LONG_AGO)
    store.remove_source(source, NOW)
    store.write_run(run(source), schedule(source), LONG_AGO)  # it ended when the source was gone already
    assert (store.runs(source, 9), store.schedules(), store.tally(LONG_AGO)) == ([], [], [])
    again = store.add_source(make.source()).id
    assert (store.runs(again, 9), store.schedules()[0].due) == ([], None)


def test_runs_are_counted_by_source_day_and_outcome(store: Store, source: int) -> None:
    other = store.add_source(make.source(address="https://other.example/feed")).id
    midnight = datetime(2026, 6, 2, tzinfo=UTC)
    for of, ended, outcome in (
        (source, midnight - MINUTE, "changed"),
        (source, midnight, "failed"),
        (source, midnight + MINUTE, "failed"),
        (other, midnight, "empty"),
    ):
        store.write_run(run(of, ended, outcome), schedule(of), LONG_AGO)
    first, second = date(2026, 6, 1), date(2026, 6, 2)
    mine = [
        Tally(source=source, day=first, outcome="changed", runs=1),
        Tally(source=source, day=second, outcome="failed", runs=2),
    ]
    theirs = Tally(source=other, day=second, outcome="empty", runs=1)
    assert store.tally(LONG_AGO) == [*mine, theirs]
    assert store.tally(LONG_AGO, source) == mine
    assert store.tally(midnight, source) == mine[1:]
    summer = store.tally(LONG_AGO, source, timedelta(hours=1))  # in London it was the second already
    assert summer == [replace(mine[0], day=second), mine[1]]
    assert by_outcome(mine, first) == {"failed": 2, "changed": 1}
    assert by_outcome(mine, second) == {"failed": 2}


def test_writers_wait_for_each_other(opened: Callable[[], Store]) -> None:
    """Threads of one process, and other processes, which have a store of their own."""
    stores = [opened(), opened()]
    source = stores[0].add_source(make.source()).id
    begin = threading.Barrier(6)
    failed: list[Exception] = []

    def write(store: Store) -> None:
        begin.wait()
        try:
            for _ in range(25):
                store.write_run(run(source), schedule(source), LONG_AGO)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=write, args=(stores[n % 2],)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert len(stores[1].runs(source, 1000)) == 150
