"""Rounds of several sources: each has its turn whatever the others do, never two of one host, and nothing read twice."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from openhub.errors import OpenHubError, StoreUnavailable, Taken
from openhub.harvest.due import DAY_SECONDS, is_due
from openhub.harvest.rounds import once, watch
from openhub.harvest.run import Run
from openhub.harvest.workers import Wish, Workers, moving_clock
from openhub.hub.hub import Hub
from openhub.model.history import PastRun, Schedule
from openhub.model.source import Source
from tests.conftest import Answer, Site
from tests.harvest.test_outcomes import item, page, publish

CLOSED_FOR_AN_HOUR = (503, b"", {"Retry-After": "3600"})
TOO_LONG_SECONDS = 20


@pytest.fixture
def sites() -> Iterator[Callable[[], Site]]:
    """Makes sites, each on a host of its own."""
    made: list[Site] = []

    def make() -> Site:
        made.append(Site(f"127.0.0.{len(made) + 1}"))
        return made[-1]

    yield make
    for site in made:
        site.close()


@pytest.fixture
def feed(hub: Hub, sites: Callable[[], Site]) -> Callable[..., tuple[Site, Source]]:
    """A source at a site of its own; the site says nothing yet."""

    def make(site: Site | None = None, path: str = "/feed") -> tuple[Site, Source]:
        site = site or sites()
        host = site.address.split(":")[1].strip("/")
        address = site.address + path
        source = Source(name=f"{host}{path}", address=address, origin=address, format="openhub", hosts=(host,))
        return site, hub.store.add_source(source)

    return make


def good(site: Site, number: int = 3, host: str = "") -> None:
    publish(site, [item(n, host or site.address.split(":")[1].strip("/")) for n in range(number)])


def endless(site: Site, path: str = "/feed", between: Callable[[], None] = lambda: None) -> None:
    """A feed that always has one more page, with one more item."""
    host = site.address.split(":")[1].strip("/")

    class Answers(dict[str, Any]):
        def get(self, asked: str, default: Any = None) -> Any:
            if not asked.startswith(path):
                return default
            between()
            number = int(asked.partition("=")[2] or 0) + 1
            body = json.loads(page(site, [(number, item(number, host), str(item(number, host)["id"]))], number))
            body["next"] = f"{site.address}{path}?afterChangeNumber={number}"
            return json.dumps(body).encode()

    site.answers = Answers()


@pytest.fixture
def workers(hub: Hub) -> Iterator[Callable[..., Workers]]:
    """Workers of the hub, with these settings changed; stopped in the end."""
    made: list[Workers] = []

    def make(clock: Callable[[], datetime] | None = None, **settings: Any) -> Workers:
        hub.settings = replace(hub.settings, **settings)
        made.append(Workers(hub, clock=clock or hub.now, chance=lambda: 0.5))
        return made[-1]

    yield make
    for each in made:
        assert each.close(TOO_LONG_SECONDS)


def all_of(hub: Hub) -> set[int]:
    return {s.source for s in hub.store.schedules()}


def schedule_of(hub: Hub, source: Source) -> Schedule:
    return next(s for s in hub.store.schedules() if s.source == source.id)


def waits(hub: Hub, source: Source) -> float:
    """Seconds from the end of the last run to the next."""
    schedule = schedule_of(hub, source)
    assert schedule.due is not None
    assert schedule.set_at is not None
    return (schedule.due - schedule.set_at).total_seconds()


def last(hub: Hub, source: Source) -> PastRun:
    return hub.store.runs(source.id, 1)[0]


def outcomes(runs: Iterator[Run] | list[Run]) -> dict[int, str]:
    return {run.source.id: run.outcome for run in runs}


# One round


def test_a_slow_one_a_closed_one_and_a_good_one_each_have_their_outcome(
    hub: Hub, feed: Callable, workers: Callable
) -> None:
    (slow_site, slow), (closed_site, closed), (good_site, fine) = feed(), feed(), feed()
    good(slow_site), good(good_site)
    others_ended = threading.Event()
    first = slow_site.answers["/feed"]
    slow_site.answers["/feed"] = lambda: (others_ended.wait(TOO_LONG_SECONDS), first)[1]
    closed_site.answers["/feed"] = CLOSED_FOR_AN_HOUR
    hub.settings = replace(hub.settings, fetch_read_seconds=TOO_LONG_SECONDS, fetch_total_seconds=TOO_LONG_SECONDS)
    ended: dict[int, str] = {}
    for run in once(workers(), hub, all_of(hub), Wish()):
        ended[run.source.id] = run.outcome
        if ended.keys() == {closed.id, fine.id}:
            others_ended.set()  # had they waited for the slow one, this would never come
    assert list(ended)[-1] == slow.id
    assert ended == {slow.id: "changed", closed.id: "failed", fine.id: "changed"}
    assert (last(hub, fine).state, last(hub, closed).state) == ("verified", "failed")
    assert (waits(hub, slow), waits(hub, fine), waits(hub, closed)) == (900, 900, 3600 * 1.05)
    assert schedule_of(hub, closed).failures == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_what_is_closed_or_not_there_loses_nothing_and_is_asked_again_in_a_day(
    hub: Hub, feed: Callable, workers: Callable, status: int
) -> None:
    site, source = feed()
    good(site)
    list(once(workers(), hub, all_of(hub), Wish()))
    site.answers = dict.fromkeys(site.answers, (status, b""))
    assert outcomes(once(workers(), hub, all_of(hub), Wish())) == {source.id: "failed"}
    assert waits(hub, source) >= DAY_SECONDS
    assert hub.store.live_items() == {1: 3}
    assert str(status) in last(hub, source).problem


def test_failures_in_a_row_wait_longer_and_a_good_run_ends_that(hub: Hub, feed: Callable, workers: Callable) -> None:
    site, source = feed()
    site.answers["/feed"] = (500, b"")
    seen = []
    for _ in range(4):
        list(once(workers(), hub, all_of(hub), Wish()))
        seen.append(waits(hub, source))
    assert seen == [900, 1800, 3600, 7200]
    good(site)
    list(once(workers(), hub, all_of(hub), Wish()))
    assert (waits(hub, source), schedule_of(hub, source).failures) == (900, 0)


def test_no_host_is_asked_for_two_things_at_once(hub: Hub, feed: Callable, workers: Callable) -> None:
    site, _ = feed()
    for number in range(5):
        feed(site, f"/items-{number}.json")
    asked, most = [0], [0]
    lock = threading.Lock()

    def answer(body: Answer) -> Answer:
        with lock:
            asked[0] += 1
            most[0] = max(most[0], asked[0])
        time.sleep(0.02)
        with lock:
            asked[0] -= 1
        return body

    body = json.dumps({"license": "https://creativecommons.org/licenses/by/4.0/", "items": [item(7)]}).encode()
    site.answers = {path: lambda: answer(body) for path in ("/feed", *(f"/items-{n}.json" for n in range(5)))}
    assert len(list(once(workers(harvest_workers=6), hub, all_of(hub), Wish()))) == 6
    assert most == [1]


def test_a_feed_without_an_end_lets_others_have_their_turn_and_ends_at_its_share(
    hub: Hub, feed: Callable, workers: Callable
) -> None:
    """With one thread only, and the endless one first."""
    (site, greedy), (other, fine) = feed(), feed()
    endless(site)
    good(other)
    one = workers(harvest_workers=1, harvest_turn_seconds=0, harvest_max_pages=12)
    runs = {run.source.id: run for run in once(one, hub, all_of(hub), Wish())}
    assert list(runs) == [fine.id, greedy.id]
    assert (runs[greedy.id].outcome, runs[greedy.id].pages, runs[greedy.id].counts.new) == ("failed", 12, 12)
    assert "did not end after 12 pages" in runs[greedy.id].problem
    assert (waits(hub, greedy), schedule_of(hub, greedy).failures) == (900, 0)
    again = {run.source.id: run for run in once(workers(), hub, all_of(hub), Wish())}
    assert again[greedy.id].counts.new == 12
    assert len(site.requests) == len(set(site.requests)) == 24


@pytest.mark.parametrize("limit", [{"harvest_max_bytes": 5_000}, {"harvest_max_minutes": 0.3 / 60}])
def test_a_share_is_of_bytes_and_minutes_too(
    hub: Hub, feed: Callable, workers: Callable, limit: dict[str, Any]
) -> None:
    site, source = feed()
    endless(site, between=lambda: time.sleep(0.01))
    run = next(once(workers(**limit), hub, all_of(hub), Wish()))
    assert run.outcome == "failed"
    assert ("bytes" if "harvest_max_bytes" in limit else "minutes") in run.problem
    assert run.counts.new == hub.store.live_items()[run.source.id] > 1
    assert waits(hub, source) == 900


def test_a_fault_of_ours_with_one_source_does_not_stop_the_others(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site, faulty), (other, fine) = feed(), feed()
    good(site), good(other)
    accept = hub.accept

    def broken(of: Source, *rest: Any) -> Any:
        if of.id == faulty.id:
            raise TypeError("a fault")
        return accept(of, *rest)

    monkeypatch.setattr(hub, "accept", broken)
    assert outcomes(once(workers(), hub, all_of(hub), Wish())) == {faulty.id: "failed", fine.id: "changed"}
    assert "TypeError" in next(s.problem for s in hub.store.sources() if s.id == faulty.id)
    assert schedule_of(hub, faulty).failures == 1


def test_a_database_that_cannot_be_written_ends_the_round_and_says_so(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, _ = feed()
    good(site)

    def full(*_: Any) -> None:
        raise StoreUnavailable("The disk is full.")

    monkeypatch.setattr(hub.store, "apply", full)
    with pytest.raises(StoreUnavailable, match="disk is full"):
        list(once(workers(), hub, all_of(hub), Wish()))


def test_only_what_is_due_is_read_when_that_is_asked(hub: Hub, feed: Callable, workers: Callable) -> None:
    (site, first), (other, second) = feed(), feed()
    good(site), good(other)
    assert outcomes(once(workers(), hub, {first.id}, Wish())).keys() == {first.id}
    assert outcomes(once(workers(), hub, all_of(hub), Wish(only_if_due=True))).keys() == {second.id}


def test_from_the_start_is_from_the_first_page(hub: Hub, feed: Callable, workers: Callable) -> None:
    site, _ = feed()
    good(site)
    list(once(workers(), hub, all_of(hub), Wish()))
    site.requests.clear()
    assert [r.counts.unchanged for r in once(workers(), hub, all_of(hub), Wish(from_start=True))] == [3]
    assert site.requests[0] == "/feed"


# Leases


def test_a_source_that_another_reads_is_waited_for_and_then_said(hub: Hub, feed: Callable, workers: Callable) -> None:
    (site, taken), (other, free) = feed(), feed()
    good(site), good(other)
    told: list[int] = []
    with hub.store.lease(taken.id):
        runs = []
        with pytest.raises(Taken, match="still running"):
            runs += once(workers(), hub, all_of(hub), Wish(wait_seconds=0.3, waiting=told.append))
    assert (told, site.requests) == ([taken.id], [])
    assert [r.source for r in hub.store.runs(free.id, 9)] == [free.id]
    assert hub.store.runs(taken.id, 9) == []
    assert outcomes(once(workers(), hub, {taken.id}, Wish())) == {taken.id: "changed"}


# Stopping


def test_a_stop_ends_at_a_page_and_the_next_run_goes_on_there(hub: Hub, feed: Callable, workers: Callable) -> None:
    site, source = feed()
    stopped = workers()
    endless(site, between=lambda: stopped.stop.set() if len(site.requests) == 4 else None)
    assert list(once(stopped, hub, all_of(hub), Wish())) == []
    assert (last(hub, source).outcome, last(hub, source).pages, last(hub, source).new) == ("stopped", 4, 4)
    kept = hub.store.sources()[0]
    assert (hub.store.live_items(), kept.outcome) == ({source.id: 4}, "")
    assert is_due(schedule_of(hub, source), hub.now())
    list(once(workers(harvest_max_pages=3), hub, all_of(hub), Wish()))
    assert len(site.requests) == len(set(site.requests)) == 7


# Watching


class Hands:
    """A clock that moves when it is told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def test_a_watch_reads_each_source_when_its_time_has_come(hub: Hub, feed: Callable, workers: Callable) -> None:
    (site, often), (other, seldom) = feed(), feed()
    good(site), good(other)
    hub.store.set_interval(seldom.id, 10_000)
    hands = Hands(hub.now())
    with closing(watch(workers(hands), hub, (), poll_seconds=0.01)) as runs:
        assert outcomes(itertools.islice(runs, 2)).keys() == {often.id, seldom.id}
        for _ in range(3):
            hands.now += timedelta(seconds=901)
            assert outcomes(itertools.islice(runs, 1)) == {often.id: "unchanged"}
        hands.now += timedelta(seconds=9_000)
        assert outcomes(itertools.islice(runs, 2)) == {often.id: "unchanged", seldom.id: "unchanged"}


def test_a_watch_ends_when_it_is_stopped_or_left_alone(hub: Hub, feed: Callable, workers: Callable) -> None:
    site, _ = feed()
    good(site)
    left = iter([False, True])
    assert len(list(watch(workers(), hub, (), alone=lambda: next(left), poll_seconds=0.01))) <= 1
    stopped = workers()
    stopped.stop.set()
    assert list(watch(stopped, hub, (), poll_seconds=0.01)) == []


def test_a_watch_goes_on_when_the_database_cannot_be_written_for_a_while(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    site, source = feed()
    good(site)
    apply, told = hub.store.apply, []

    def full_once(*rest: Any) -> Any:
        if not told:
            raise StoreUnavailable("The disk is full.")
        return apply(*rest)

    def tell(error: OpenHubError) -> None:
        told.append(str(error))

    monkeypatch.setattr(hub.store, "apply", full_once)
    with closing(watch(workers(harvest_interval_seconds=1), hub, (), trouble=tell, poll_seconds=0.01)) as runs:
        assert outcomes(itertools.islice(runs, 1)) == {source.id: "changed"}
    assert told == ["The disk is full."]


def test_a_watch_asks_again_soon_when_the_database_does_not_say_what_is_due(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the usual interval of 900 s, which nobody waits for here; what is being read ends, and `alone` is asked."""
    site, source = feed()
    good(site)
    schedules, asked, told = hub.store.schedules, [0], []

    def locked() -> list[Schedule]:
        asked[0] += 1
        if threading.current_thread() is threading.main_thread() and asked[0] in (1, 2, 3):
            raise StoreUnavailable("The database is locked.")
        return schedules()

    monkeypatch.setattr(hub.store, "schedules", locked)
    with closing(watch(workers(), hub, (), trouble=lambda e: told.append(str(e)), poll_seconds=0.01)) as runs:
        assert outcomes(itertools.islice(runs, 1)) == {source.id: "changed"}
    assert told == ["The database is locked."] * 3


def test_a_watch_without_its_database_still_ends_when_it_is_left_alone(
    hub: Hub, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked() -> list[Schedule]:
        raise StoreUnavailable("The database is locked.")

    monkeypatch.setattr(hub.store, "schedules", locked)
    told: list[OpenHubError] = []
    left = iter([False] * 20 + [True])
    assert list(watch(workers(), hub, (), trouble=told.append, alone=lambda: next(left), poll_seconds=0.01)) == []
    assert 1 < len(told) < 10  # less and less often


def test_what_a_worker_did_not_foresee_is_a_failed_run_of_that_source(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site, faulty), (other, fine) = feed(), feed()
    good(site), good(other)
    source_of = hub.store.source
    asked: list[int] = []

    def broken(number: int) -> Source | None:
        asked.append(number)
        if number == faulty.id and asked.count(number) == 1:
            raise OSError(5, "Input/output error")
        return source_of(number)

    monkeypatch.setattr(hub.store, "source", broken)
    assert outcomes(once(workers(), hub, all_of(hub), Wish())) == {faulty.id: "failed", fine.id: "changed"}
    assert (last(hub, faulty).outcome, schedule_of(hub, faulty).failures) == ("failed", 1)
    assert "OSError: [Errno 5] Input/output error" in last(hub, faulty).problem


def test_a_fault_that_cannot_be_kept_either_is_told(
    hub: Hub, feed: Callable, workers: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed()

    def broken(number: int) -> Source | None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(hub.store, "source", broken)
    with pytest.raises(OpenHubError, match="OSError"):
        list(once(workers(), hub, all_of(hub), Wish()))


def test_a_pinned_clock_moves_on_all_the_same(hub: Hub) -> None:
    clock = moving_clock(hub.settings)
    first = clock()
    time.sleep(0.002)
    assert hub.now() <= first < clock()
