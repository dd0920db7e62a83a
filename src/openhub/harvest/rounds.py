"""Rounds of harvesting: all sources once, or each when its time has come, for ever."""

import time
from collections.abc import Callable, Collection, Iterator

from openhub.errors import OpenHubError
from openhub.harvest.due import is_due
from openhub.harvest.run import Run
from openhub.harvest.workers import Wish, Workers
from openhub.hub.hub import Hub

POLL_SECONDS = 1.0
TIDY_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 60.0


def once(workers: Workers, hub: Hub, numbers: Collection[int], wish: Wish) -> Iterator[Run]:
    """Reads these sources once each. When all have had their turn, raises the first error that kept one from it."""
    errors: list[OpenHubError] = []
    for schedule in hub.store.schedules():
        if schedule.source in numbers:
            workers.add(schedule, wish)
    while not workers.idle:
        for ended in workers.step(POLL_SECONDS):
            if ended.run:
                yield ended.run
            if ended.error:
                errors.append(ended.error)
                if ended.error.exit_code == OpenHubError.exit_code:
                    workers.stop.set()  # the database or we are at fault, and would be with the others too
    tidy(hub)
    if errors:
        raise errors[0]


def watch(
    workers: Workers,
    hub: Hub,
    numbers: Collection[int],
    *,
    trouble: Callable[[OpenHubError], None] = lambda _: None,
    alone: Callable[[], bool] = lambda: False,
    poll_seconds: float = POLL_SECONDS,
) -> Iterator[Run]:
    """Reads sources as each falls due, all or those with these numbers, until stopped or `alone`.

    An error ends nothing: it is handed to `trouble`, and its source is left alone for an interval. When the database does
    not say what is due, it is asked again soon, then less often; what is being read goes on.
    """
    held_back: dict[int, float] = {}
    untidy_since: float | None = None
    pause, ask_at = poll_seconds, 0.0
    while not workers.stop.is_set() and not alone():
        began = time.monotonic()
        if began >= ask_at:
            try:
                _add_due(workers, hub, numbers, held_back)
                pause = poll_seconds
            except OpenHubError as error:
                trouble(error)
                ask_at, pause = began + pause, min(2 * pause, LONGEST_PAUSE_SECONDS)
        for ended in workers.step(poll_seconds):
            if ended.error:
                trouble(ended.error)
                held_back[ended.source] = time.monotonic() + hub.settings.harvest_interval_seconds
            if ended.run:
                untidy_since = untidy_since or time.monotonic()
                yield ended.run
        if untidy_since and (workers.idle or time.monotonic() - untidy_since > TIDY_SECONDS):
            untidy_since = None
            _tidy_or_tell(hub, trouble)
        workers.stop.wait(max(0.0, poll_seconds - (time.monotonic() - began)) if workers.idle else 0)


def tidy(hub: Hub) -> None:
    """After runs: days that have come nearer are worked out, and the database file is made whole."""
    hub.refresh()
    hub.store.settle()


def _tidy_or_tell(hub: Hub, trouble: Callable[[OpenHubError], None]) -> None:
    try:
        tidy(hub)
    except OpenHubError as error:
        trouble(error)


def _add_due(workers: Workers, hub: Hub, numbers: Collection[int], held_back: dict[int, float]) -> None:
    now, moment = workers.clock(), time.monotonic()
    for schedule in hub.store.schedules():
        wanted = not numbers or schedule.source in numbers
        free = not workers.has(schedule.source) and held_back.get(schedule.source, 0.0) <= moment
        if wanted and free and is_due(schedule, now):
            workers.add(schedule, Wish(only_if_due=True))
