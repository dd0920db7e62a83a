"""Sources as rows of SQLite, and back; within the transaction of whoever calls."""

import json
import sqlite3
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from openhub.errors import StoreUnavailable
from openhub.model.source import Source
from openhub.stores.contract import Batch, Ended, Ending
from openhub.stores.sqlite_write import bury, text

_COUNTED = ("id", "has_items", "quarantined")
_MEMBERS = [
    f.name for f in fields(Source)
]  # the row may have more: a newer OpenHub adds columns before this one is stopped
_LISTS = ("hosts", "themes")
_MOMENTS = ("last_run", "last_success", "verified_at", "began")
_BOOLEANS = ("paged", "proved", "has_items")
_COLUMNS = [name for name in _MEMBERS if name not in _COUNTED]


_COUNTING = (
    "SELECT s.*, EXISTS (SELECT 1 FROM item i WHERE i.source = s.id AND NOT i.gone) has_items,"
    " (SELECT count(*) FROM quarantine q WHERE q.source = s.id) quarantined FROM source s"
)


def add(db: sqlite3.Connection, source: Source) -> Source:
    """The source with the id it was given."""
    values = _row(source)
    cursor = db.execute(
        f"INSERT INTO source ({', '.join(values)}) VALUES ({', '.join(':' + n for n in values)})", values
    )
    return _source(db.execute(f"{_COUNTING} WHERE s.id = ?", (cursor.lastrowid,)).fetchone())


def save(db: sqlite3.Connection, source: Source) -> None:
    """Changes a source. At another address it is due at once, and nothing has failed there yet."""
    values = _row(source)
    db.execute(
        "UPDATE schedule SET due = NULL, set_at = NULL, failures = 0, failing_since = NULL"
        " WHERE source = ?1 AND EXISTS (SELECT 1 FROM source WHERE id = ?1 AND address <> ?2)",
        (source.id, source.address),
    )
    db.execute(
        f"UPDATE source SET {', '.join(f'{n} = :{n}' for n in values)} WHERE id = :id", {**values, "id": source.id}
    )


def remove(db: sqlite3.Connection, source_id: int, now: datetime) -> int:
    """Takes the source away; its items leave tombstones. How many items that were."""
    gone = bury(db, "SELECT key, '' FROM item WHERE source = ? AND NOT gone", (source_id,), now)
    for table in ("quarantine", "finding", "entry", "bucket"):
        db.execute(f"DELETE FROM {table} WHERE source = ?", (source_id,))
    db.execute("UPDATE item SET source = -key WHERE source = ?", (source_id,))
    db.execute("DELETE FROM source WHERE id = ?", (source_id,))
    return gone


def every(db: sqlite3.Connection) -> list[Source]:
    return [_source(row) for row in db.execute(f"{_COUNTING} ORDER BY s.name, s.id").fetchall()]


def one(db: sqlite3.Connection, source_id: int) -> Source | None:
    row = db.execute(f"{_COUNTING} WHERE s.id = ?", (source_id,)).fetchone()
    return _source(row) if row else None


def live(db: sqlite3.Connection, source_id: int | None) -> dict[int, int]:
    """How many items the hub has of each source that it has any of, or of this one."""
    one = "" if source_id is None else "AND source = :source"
    counted = f"SELECT source, count(*) FROM item WHERE NOT gone {one} GROUP BY source"
    return dict(db.execute(counted, {"source": source_id}).fetchall())


def move(db: sqlite3.Connection, source_id: int, batch: Batch) -> None:
    """Where the harvest stands after a page. Raises StoreUnavailable when the source has been removed meanwhile."""
    moved = db.execute(
        "UPDATE source SET cursor = ?, epoch = ?, horizon = ?, baseline = ?, began = ifnull(?, began), paged = ?,"
        " format = ifnull(nullif(?, ''), format) WHERE id = ?",
        (
            batch.cursor,
            batch.epoch,
            batch.horizon,
            batch.baseline,
            text(batch.began) if batch.began else None,
            batch.paged,
            batch.format,
            source_id,
        ),
    )
    if not moved.rowcount:
        raise StoreUnavailable(f"There is no source {source_id} any more; nothing was kept of its page.")


def end(db: sqlite3.Connection, source_id: int, ending: Ending, ended: Ended, now: datetime) -> None:
    """In what state a run that reached the end leaves the source."""
    db.execute(
        "UPDATE source SET baseline = -abs(baseline), proved = ?, etag = ?, state = ?, verified_at = ifnull(?, verified_at)"
        " WHERE id = ?",
        (
            bool(ending.root),
            "" if ended.waiting else ending.etag,
            ended.state,
            text(now) if ended.proven else None,
            source_id,
        ),
    )


def _row(source: Source) -> dict[str, Any]:
    values = {name: value for name, value in asdict(source).items() if name in _COLUMNS}
    for name in _LISTS:
        values[name] = json.dumps(values[name])
    for name in _MOMENTS:
        values[name] = text(values[name]) if values[name] else None
    return values


def _source(row: sqlite3.Row) -> Source:
    values = {name: row[name] for name in _MEMBERS}
    for name in _LISTS:
        values[name] = tuple(json.loads(values[name]))
    for name in _MOMENTS:
        values[name] = datetime.fromisoformat(values[name]) if values[name] else None
    for name in _BOOLEANS:
        values[name] = bool(values[name])
    return Source(**values)
