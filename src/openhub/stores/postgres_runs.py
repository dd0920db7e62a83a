"""The runs of sources in PostgreSQL, and when each is read next; within the transaction of whoever calls."""

from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openhub.model.history import PastRun, Schedule, Tally
from openhub.stores.postgres_pool import Db

_DAY_SECONDS = 86_400
_RUN = ", ".join(f.name for f in fields(PastRun))
_EPOCH = date(1970, 1, 1)


def write_run(db: Db, run: PastRun, schedule: Schedule, forget_before: datetime) -> None:
    """Adds a run, says when the next is due, and forgets those that ended before a moment. Nothing for a source that is gone."""
    if not db.execute("SELECT 1 FROM source WHERE id = %s FOR KEY SHARE", (run.source,)).fetchone():
        return
    values = {name: _seconds(v) if isinstance(v, datetime) else v for name, v in asdict(run).items()}
    db.execute(f"INSERT INTO run ({', '.join(values)}) VALUES ({', '.join(f'%({n})s' for n in values)})", values)
    db.execute("DELETE FROM run WHERE source = %s AND ended < %s", (run.source, _seconds(forget_before)))
    said = (schedule.due, schedule.set_at, schedule.failing_since)
    db.execute(
        "INSERT INTO schedule (source, failures, due, set_at, failing_since) VALUES (%s, %s, %s, %s, %s)"
        " ON CONFLICT (source) DO UPDATE SET due = excluded.due, set_at = excluded.set_at, failures = excluded.failures,"
        " failing_since = excluded.failing_since",
        (run.source, schedule.failures, *map(_seconds, said)),
    )


def set_interval(db: Db, source_id: int, seconds: int) -> None:
    """The source's own interval from its next run on; 0 takes the hub's again."""
    db.execute(
        "INSERT INTO schedule (source, interval_seconds) VALUES (%s, %s)"
        " ON CONFLICT (source) DO UPDATE SET interval_seconds = excluded.interval_seconds",
        (source_id, seconds),
    )


def runs(db: Db, source_id: int, limit: int) -> list[PastRun]:
    """The last runs of a source, the latest first."""
    rows = db.execute(
        f"SELECT {_RUN} FROM run WHERE source = %s ORDER BY ended DESC, id DESC LIMIT %s", (source_id, limit)
    ).fetchall()
    return [PastRun(**_with_moments(row, "started", "ended")) for row in rows]


def schedules(db: Db) -> list[Schedule]:
    """Of every source, those that were never read first, then by when they are due."""
    rows = db.execute(
        "SELECT s.id AS source, s.address, c.due, c.set_at, coalesce(c.failures, 0) AS failures, c.failing_since,"
        " coalesce(c.interval_seconds, 0) AS interval_seconds FROM source s LEFT JOIN schedule c ON c.source = s.id"
        " ORDER BY c.due NULLS FIRST, s.id"
    ).fetchall()
    return [Schedule(**_with_moments(row, "due", "set_at", "failing_since")) for row in rows]


def tally(db: Db, since: datetime, source_id: int | None, offset: timedelta = timedelta(0)) -> list[Tally]:
    """Runs that ended since a moment, of one source or of all, by source, day and outcome; days begin `offset` before UTC's."""
    rows = db.execute(
        f"SELECT source, (ended + %s) / {_DAY_SECONDS} AS day, outcome, count(*) AS runs FROM run"
        " WHERE (%s::bigint IS NULL AND source IN (SELECT id FROM source) OR source = %s) AND ended >= %s"
        " GROUP BY source, day, outcome ORDER BY source, day, outcome",
        (int(offset.total_seconds()), source_id, source_id, _seconds(since)),
    ).fetchall()
    return [Tally(**{**row, "day": _EPOCH + timedelta(days=row["day"])}) for row in rows]


def _with_moments(row: dict[str, Any], *names: str) -> dict[str, Any]:
    values = {name: value for name, value in row.items() if name != "id"}
    return values | {n: None if values[n] is None else datetime.fromtimestamp(values[n], UTC) for n in names}


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
