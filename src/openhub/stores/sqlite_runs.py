"""The runs of sources in SQLite, and when each is read next; within the transaction of whoever calls."""

import sqlite3
from dataclasses import asdict, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any

from openhub.model.history import PastRun, Schedule, Tally

_DAY_SECONDS = 86_400
_RUN = ", ".join(f.name for f in fields(PastRun))
_EPOCH = date(1970, 1, 1)


def write_run(db: sqlite3.Connection, run: PastRun, schedule: Schedule, forget_before: datetime) -> None:
    """Adds a run, says when the next is due, and forgets those that ended before a moment. Nothing for a source that is gone."""
    if not db.execute("SELECT 1 FROM source WHERE id = ?", (run.source,)).fetchone():
        return
    values = {name: _seconds(v) if isinstance(v, datetime) else v for name, v in asdict(run).items()}
    db.execute(f"INSERT INTO run ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})", values)
    db.execute("DELETE FROM run WHERE source = ? AND ended < ?", (run.source, _seconds(forget_before)))
    db.execute(
        "INSERT INTO schedule (source, due, set_at, failures, failing_since) VALUES (?, ?, ?, ?, ?) ON CONFLICT (source) DO UPDATE"
        " SET due = excluded.due, set_at = excluded.set_at, failures = excluded.failures, failing_since = excluded.failing_since",
        (
            run.source,
            _seconds(schedule.due),
            _seconds(schedule.set_at),
            schedule.failures,
            _seconds(schedule.failing_since),
        ),
    )


def set_interval(db: sqlite3.Connection, source_id: int, seconds: int) -> None:
    """The source's own interval from its next run on; 0 takes the hub's again."""
    db.execute(
        "INSERT INTO schedule (source, interval_seconds) VALUES (?, ?)"
        " ON CONFLICT (source) DO UPDATE SET interval_seconds = excluded.interval_seconds",
        (source_id, seconds),
    )


def runs(db: sqlite3.Connection, source_id: int, limit: int) -> list[PastRun]:
    """The last runs of a source, the latest first."""
    rows = db.execute(
        f"SELECT {_RUN} FROM run WHERE source = ? ORDER BY ended DESC, id DESC LIMIT ?", (source_id, limit)
    ).fetchall()
    return [PastRun(**_with_moments(row, "started", "ended")) for row in rows]


def schedules(db: sqlite3.Connection) -> list[Schedule]:
    """Of every source, those that were never read first, then by when they are due."""
    rows = db.execute(
        "SELECT s.id AS source, s.address, c.due, c.set_at, ifnull(c.failures, 0) AS failures, c.failing_since,"
        " ifnull(c.interval_seconds, 0) AS interval_seconds FROM source s LEFT JOIN schedule c ON c.source = s.id"
        " ORDER BY c.due IS NOT NULL, c.due, s.id"
    ).fetchall()
    return [Schedule(**_with_moments(row, "due", "set_at", "failing_since")) for row in rows]


def tally(
    db: sqlite3.Connection, since: datetime, source_id: int | None, offset: timedelta = timedelta(0)
) -> list[Tally]:
    """Runs that ended since a moment, of one source or of all, by source, day and outcome; days begin `offset` before UTC's."""
    rows = db.execute(
        f"SELECT source, (ended + ?) / {_DAY_SECONDS} AS day, outcome, count(*) FROM run WHERE source"
        f" {'= ?' if source_id is not None else 'IN (SELECT id FROM source) AND ?'} AND ended >= ?"
        " GROUP BY source, day, outcome ORDER BY source, day, outcome",
        (int(offset.total_seconds()), 1 if source_id is None else source_id, _seconds(since)),
    ).fetchall()
    return [Tally(source=r[0], day=_EPOCH + timedelta(days=r[1]), outcome=r[2], runs=r[3]) for r in rows]


def _with_moments(row: sqlite3.Row, *names: str) -> dict[str, Any]:
    values = {name: row[name] for name in row.keys() if name != "id"}  # noqa: SIM118  # a Row iterates over its values
    return values | {n: None if values[n] is None else datetime.fromtimestamp(values[n], UTC) for n in names}


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
