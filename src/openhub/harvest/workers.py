"""Reads several sources at once in threads, never two of one host, each under its lease and with its share."""

import logging
import random
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from openhub.config import Settings
from openhub.errors import OpenHubError, Taken
from openhub.harvest.due import Upshot, following, is_due
from openhub.harvest.run import Report, Run, harvest
from openhub.harvest.share import Paused, Share
from openhub.hub.hub import Hub
from openhub.model.history import PastRun, Schedule
from openhub.model.source import Source
from openhub.stores.contract import Counts

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of a run beyond the usual. `wait_seconds` is how long to wait for whoever is reading the source."""

    from_start: bool = False
    confirm_deletions: bool = False
    only_if_due: bool = False
    wait_seconds: float = 0.0
    waiting: Callable[[int], None] = lambda _: None


@dataclass(slots=True, eq=False)
class _Task:
    """A source on its way through the workers, over as many turns as it takes."""

    schedule: Schedule
    host: str
    wish: Wish
    share: Share
    started: datetime | None = None
    counts: Counts = field(default_factory=Counts)
    pages: int = 0
    turn_counts: Counts = field(default_factory=Counts)
    turn_pages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a source: a run, or the reason why there was none; neither when it was somebody else's or not due."""

    source: int
    run: Run | None = None
    error: OpenHubError | None = None


def moving_clock(settings: Settings) -> Callable[[], datetime]:
    """The hub's clock; a pinned one moves on from where it is pinned, or no source would ever be due again."""
    began = time.monotonic()
    if not settings.as_of:
        return settings.clock
    return lambda: settings.clock() + timedelta(seconds=time.monotonic() - began)


class Workers:
    """Reads sources in several threads, first come first served; what ends comes out at `step`, in the caller's thread."""

    def __init__(
        self,
        hub: Hub,
        *,
        stop: threading.Event | None = None,
        report: Report = lambda *_: None,
        clock: Callable[[], datetime] | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """Setting `stop` ends every run at its next page."""
        self.stop = stop or threading.Event()
        self.clock = clock or moving_clock(hub.settings)
        self._hub, self._report, self._chance = hub, report, chance
        self._waiting: deque[_Task] = deque()
        self._reading: dict[Future[Done | None], _Task] = {}
        self._crowded = False  # somebody waits only because all threads are taken
        self._queued: frozenset[str] = frozenset()  # the hosts of those that wait
        self._pool = ThreadPoolExecutor(hub.settings.harvest_workers, thread_name_prefix="harvest")

    @property
    def idle(self) -> bool:
        return not self._waiting and not self._reading

    def has(self, source_id: int) -> bool:
        """Whether a source is being read or waits for its turn."""
        return any(task.schedule.source == source_id for task in (*self._waiting, *self._reading.values()))

    def add(self, schedule: Schedule, wish: Wish) -> None:
        host = (urlsplit(schedule.address).hostname or "").lower()

        def awaited() -> bool:
            # What a person agreed to is not interrupted: the next turn would take it for agreement to what waits by then.
            return not wish.confirm_deletions and (self._crowded or host in self._queued)

        share = Share(self._hub.settings, stopping=self.stop.is_set, awaited=awaited)
        self._waiting.append(_Task(schedule=schedule, host=host, wish=wish, share=share))

    def step(self, seconds: float) -> list[Done]:
        """Hands out work, and waits this long at most until some of it has ended. After a stop nothing new is begun."""
        self._hand_out()
        if not self._reading:
            return []
        ended = []
        for future in wait(self._reading, timeout=seconds, return_when=FIRST_COMPLETED).done:
            task = self._reading.pop(future)
            if (came := future.result()) is None:
                self._waiting.append(task)  # its turn is over, its run is not
            else:
                ended.append(came)
        self._hand_out()
        return ended

    def close(self, seconds: float = 0) -> bool:
        """Stops, and waits this long at most for the pages that are being read; whether all have ended."""
        self.stop.set()
        self._waiting.clear()
        left = wait(self._reading, timeout=seconds).not_done if self._reading else set()
        self._pool.shutdown(wait=not left, cancel_futures=True)
        return not left

    def _hand_out(self) -> None:
        if self.stop.is_set():
            self._waiting.clear()
        hosts = {task.host for task in self._reading.values()}
        for task in list(self._waiting):
            if len(self._reading) < self._hub.settings.harvest_workers and task.host not in hosts:
                hosts.add(task.host)
                self._waiting.remove(task)
                self._reading[self._pool.submit(self._read, task)] = task
        self._queued = frozenset(task.host for task in self._waiting)
        self._crowded = bool(self._queued - hosts)

    def _read(self, task: _Task) -> Done | None:
        """One turn of a source; None when its run is not over. Never raises for what the feed, the network or the store did."""
        source_id = task.schedule.source
        try:
            return Done(source=source_id, run=self._leased(task))
        except Paused:
            return Done(source=source_id) if self.stop.is_set() else None
        except Taken as error:
            return Done(source=source_id, error=None if task.wish.only_if_due else error)
        except OpenHubError as error:
            return Done(source=source_id, error=error)
        except Exception as error:  # such as a lock that the system does not give; the other sources have their turn
            LOG.exception("Harvesting source %s failed", source_id)
            return self._faulty(task, f"A fault in OpenHub ({type(error).__name__}: {error}); its log says more.")

    def _faulty(self, task: _Task, problem: str) -> Done:
        """A failed run of a source whose lease is not held: it is kept among the runs, and the source is left as it is."""
        source_id = task.schedule.source
        try:
            if (source := self._hub.store.source(source_id)) is None:
                return Done(source=source_id)
            self._write(task, _past(task, self.clock(), "failed", "failed", problem), Upshot(kind="failed"))
        except Exception as error:
            LOG.exception("The failed run of source %s could not be kept", source_id)
            return Done(source=source_id, error=error if isinstance(error, OpenHubError) else OpenHubError(problem))
        run = Run(source=source, outcome="failed", counts=task.counts, pages=task.pages, problem=problem)
        return Done(source=source_id, run=run)

    def _leased(self, task: _Task) -> Run | None:
        """A turn under the source's lease; what was known of the source before may be out of date by then."""
        wish, number = task.wish, task.schedule.source
        with self._hub.store.lease(number, wait_seconds=wish.wait_seconds, waiting=lambda: wish.waiting(number)):
            source = self._hub.store.source(number)
            schedule = next((s for s in self._hub.store.schedules() if s.source == number), None)
            if source is None or schedule is None:
                return None
            if wish.only_if_due and not is_due(schedule, self.clock()):
                return None  # another worker has read it meanwhile, perhaps between two turns of ours
            if task.started is None:
                task.started = self.clock()
                source = replace(source, cursor="", etag="") if wish.from_start else source
            task.schedule = schedule
            return self._turn(task, source)

    def _turn(self, task: _Task, source: Source) -> Run:
        def report(of: Source, pages: int, counts: Counts) -> None:
            task.turn_counts, task.turn_pages = counts, pages
            task.share.page_kept()
            self._report(of, task.pages + pages, task.counts + counts)

        task.share.begin_turn()
        task.turn_counts, task.turn_pages = Counts(), 0
        try:
            run = harvest(self._hub, task.share, source, report=report, confirm_deletions=task.wish.confirm_deletions)
        except Paused:
            task.counts, task.pages = task.counts + task.turn_counts, task.pages + task.turn_pages
            if self.stop.is_set():
                self._write(task, _past(task, self.clock(), "stopped", source.state), Upshot(kind="stopped"))
            raise
        except OpenHubError:
            raise
        except Exception as error:  # a fault of ours with one source must not stop the rest
            LOG.exception("Harvesting %s failed", source.address)
            run = self._failed(task, source, f"A fault in OpenHub ({type(error).__name__}); its log says more.")
        finally:
            task.share.end_turn()
        run = _whole(task, run)
        task.counts, task.pages = run.counts, run.pages
        self._write(task, _past(task, self.clock(), run.outcome, run.state, run.problem), _upshot(task.share, run))
        return run

    def _failed(self, task: _Task, source: Source, problem: str) -> Run:
        if current := self._hub.store.source(source.id):
            now = self._hub.now()
            self._hub.store.save_source(
                replace(current, outcome="failed", state="failed", problem=problem, last_run=now)
            )
        return Run(source=source, outcome="failed", counts=task.turn_counts, pages=task.turn_pages, problem=problem)

    def _write(self, task: _Task, run: PastRun, upshot: Upshot) -> None:
        """Keeps the run, and says when the source's turn comes again."""
        settings, now = self._hub.settings, run.ended
        schedule = following(
            task.schedule,
            upshot,
            now=now,
            interval_seconds=settings.harvest_interval_seconds,
            chance=self._chance(),
        )
        self._hub.store.write_run(run, schedule, now - timedelta(days=settings.harvest_keep_days))


def _past(task: _Task, now: datetime, outcome: str, state: str, problem: str = "") -> PastRun:
    counts = {name: getattr(task.counts, name) for name in ("new", "changed", "unchanged", "deleted", "quarantined")}
    return PastRun(
        source=task.schedule.source,
        started=task.started or now,
        ended=now,
        outcome=outcome,
        state=state,
        pages=task.pages,
        problem=problem,
        **counts,
    )


def _whole(task: _Task, run: Run) -> Run:
    """The run with what its earlier turns brought."""
    counts = task.counts + run.counts
    changed = run.outcome == "unchanged" and (counts.new or counts.changed or counts.deleted)
    return replace(run, outcome="changed" if changed else run.outcome, counts=counts, pages=task.pages + run.pages)


def _upshot(share: Share, run: Run) -> Upshot:
    if run.outcome != "failed":
        return Upshot()
    facts = share.failure
    if share.spent() and facts.get("kind", "share") == "share":
        return Upshot(kind="limited")
    status, asked = facts.get("status"), facts.get("retry_after")
    return Upshot(
        kind="failed",
        status=status if isinstance(status, int) else 0,
        retry_after_seconds=float(asked) if isinstance(asked, int | float) else None,
    )
