"""Sources as rows of PostgreSQL, and back; within the transaction of whoever calls."""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from openhub.errors import StoreUnavailable
from openhub.model.source import Source
from openhub.stores.contract import Batch, Ended, Ending
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_write import bury

_COUNTED = ("id", "has_items", "quarantined")
_MEMBERS = [
    f.name for f in fields(Source)
]  # the row may have more: a newer OpenHub adds columns before this one is stopped
_LISTS = ("hosts", "themes")
_COLUMNS = [name for name in _MEMBERS if name not in _COUNTED]
_COUNTING = (
    "SELECT s.*, EXISTS (SELECT 1 FROM item i WHERE i.source = s.id AND NOT i.gone) has_items,"
    " (SELECT count(*) FROM quarantine q WHERE q.source = s.id) quarantined FROM source s"
)


def add(db: Db, source: Source) -> Source:
    """The source with the id it was given. Raises StoreUnavailable when there is one with its address."""
    values = _row(source)
    row = db.execute(
        f"INSERT INTO source ({', '.join(values)}) VALUES ({', '.join(f'%({n})s' for n in values)})"
        " ON CONFLICT (address) DO NOTHING RETURNING id",
        values,
    ).fetchone()
    if row is None:
        raise StoreUnavailable("There is a source with this address already.")
    added = one(db, row["id"])
    assert added
    return added


def save(db: Db, source: Source) -> None:
    """Changes a source. At another address it is due at once, and nothing has failed there yet."""
    values = _row(source)
    if db.execute("SELECT 1 FROM source WHERE address = %s AND id <> %s", (source.address, source.id)).fetchone():
        raise StoreUnavailable("There is a source with this address already.")
    db.execute(
        "UPDATE schedule SET due = NULL, set_at = NULL, failures = 0, failing_since = NULL"
        " WHERE source = %(id)s AND EXISTS (SELECT 1 FROM source WHERE id = %(id)s AND address <> %(address)s)",
        {"id": source.id, "address": source.address},
    )
    db.execute(
        f"UPDATE source SET {', '.join(f'{n} = %({n})s' for n in values)} WHERE id = %(id)s",
        {**values, "id": source.id},
    )


def remove(db: Db, source_id: int, now: datetime) -> int:
    """Takes the source away; its items leave tombstones. How many items that were."""
    db.execute("DELETE FROM source WHERE id = %s", (source_id,))
    doomed = db.execute(
        "SELECT origin, key, '' AS reason FROM item WHERE source = %s AND NOT gone ORDER BY key", (source_id,)
    ).fetchall()
    gone = bury(db, doomed, now)
    for table in ("quarantine", "finding", "entry", "bucket", "run", "schedule"):
        db.execute(f"DELETE FROM {table} WHERE source = %s", (source_id,))
    db.execute("UPDATE item SET source = -key WHERE source = %s", (source_id,))
    return gone


def every(db: Db) -> list[Source]:
    return [_source(row) for row in db.execute(f"{_COUNTING} ORDER BY s.name, s.id").fetchall()]


def one(db: Db, source_id: int) -> Source | None:
    row = db.execute(f"{_COUNTING} WHERE s.id = %s", (source_id,)).fetchone()
    return _source(row) if row else None


def live(db: Db, source_id: int | None) -> dict[int, int]:
    """How many items the hub has of each source that it has any of, or of this one."""
    one = "" if source_id is None else "AND source = %(source)s"
    counted = f"SELECT source, count(*) AS live FROM item WHERE NOT gone {one} GROUP BY source"
    return {row["source"]: row["live"] for row in db.execute(counted, {"source": source_id}).fetchall()}


def move(db: Db, source_id: int, batch: Batch) -> None:
    """Where the harvest stands after a page. Raises StoreUnavailable when the source has been removed meanwhile."""
    moved = db.execute(
        "UPDATE source SET cursor = %s, epoch = %s, horizon = %s, baseline = %s, began = coalesce(%s, began), paged = %s,"
        " format = coalesce(nullif(%s, ''), format) WHERE id = %s",
        (
            *(batch.cursor, batch.epoch, batch.horizon, batch.baseline, batch.began, batch.paged, batch.format),
            source_id,
        ),
    )
    if not moved.rowcount:
        raise StoreUnavailable(f"There is no source {source_id} any more; nothing was kept of its page.")


def end(db: Db, source_id: int, ending: Ending, ended: Ended, now: datetime) -> None:
    """In what state a run that reached the end leaves the source."""
    etag = "" if ended.waiting else ending.etag
    verified_at = now if ended.proven else None
    db.execute(
        "UPDATE source SET baseline = -abs(baseline), proved = %s, etag = %s, state = %s, verified_at = coalesce(%s, verified_at)"
        " WHERE id = %s",
        (bool(ending.root), etag, ended.state, verified_at, source_id),
    )


def _row(source: Source) -> dict[str, Any]:
    values = {name: value for name, value in asdict(source).items() if name in _COLUMNS}
    return values | {name: list(values[name]) for name in _LISTS}


def _source(row: dict[str, Any]) -> Source:
    values: dict[str, Any] = {name: tuple(row[name]) if name in _LISTS else row[name] for name in _MEMBERS}
    return Source(**values)
