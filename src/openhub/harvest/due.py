"""Works out when a source is read next: after its interval, later after failures, never before its server allows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from openhub.model.history import Schedule

DAY_SECONDS = 86_400
JITTER = 0.1
CLOSED = frozenset({401, 403, 404, 410})  # asking again soon is no use, and unwelcome
SLACK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upshot:
    """How a run ended, as far as the next one's time hangs on it.

    `limited` had its share before the feed ended, `stopped` was told to stop; neither is the publisher's failure.
    `status` is that of the answer that failed, 0 if there was none.
    """

    kind: Literal["reached", "failed", "limited", "stopped"] = "reached"
    status: int = 0
    retry_after_seconds: float | None = None


def following(before: Schedule, upshot: Upshot, *, now: datetime, interval_seconds: float, chance: float) -> Schedule:
    """The schedule after a run that ended now. `interval_seconds` is the hub's; `chance` is from 0 to below 1.

    The time is spread by a tenth either way, so that hubs which were started together do not ask together. A wait that
    a server asked for, or that its refusal means, is only ever made longer.
    """
    failures = {"failed": before.failures + 1, "stopped": before.failures}.get(upshot.kind, 0)
    interval = float(before.interval_seconds or interval_seconds)
    wait = _backed_off(interval, failures) * (1 - JITTER + 2 * JITTER * chance) if upshot.kind != "stopped" else 0
    wait = max(wait, _least(upshot) * (1 + JITTER * chance))
    return replace(
        before,
        due=_rounded_up(now + timedelta(seconds=wait)) if wait else now,
        set_at=now,
        failures=failures,
        failing_since=(before.failing_since or now) if failures else None,
    )


def is_due(schedule: Schedule, now: datetime) -> bool:
    """Whether a source's time has come. A schedule that was made in what is now the future counts for nothing: the
    clock was put back."""
    if schedule.due is None or schedule.set_at is None:
        return True
    return schedule.due <= now or schedule.set_at > now + SLACK


def _rounded_up(moment: datetime) -> datetime:
    """To a whole second, as stores keep it: never earlier."""
    return moment.replace(microsecond=0) + timedelta(seconds=bool(moment.microsecond))


def _backed_off(interval: float, failures: int) -> float:
    """Twice as long with each failure after the first, up to a day; in seconds."""
    doublings = min(max(failures - 1, 0), 40)
    return min(interval * 2.0**doublings, max(interval, DAY_SECONDS))


def _least(upshot: Upshot) -> float:
    """What the server asked to wait for, a day at most; a day when it does not let us in or has nothing there."""
    asked = min(max(upshot.retry_after_seconds or 0.0, 0.0), DAY_SECONDS)
    return DAY_SECONDS if upshot.status in CLOSED else asked
