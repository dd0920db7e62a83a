"""Writing items into SQLite, within the transaction of whoever calls: kept, put aside, taken away, and found again."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from openhub.model.finding import Finding
from openhub.model.place import box
from openhub.model.schedule import Occurrence
from openhub.stores.contract import Batch, Index, Key, Put, Quarantine

EVENING_HOUR = 17


def put(db: sqlite3.Connection, source_id: int, put: Put, batch: Batch, now: datetime) -> bool:
    """Whether the item is new."""
    usurped = db.execute(
        "SELECT key FROM item WHERE source = ? AND feed_kind = ? AND feed_id = ? AND NOT (origin = ? AND type = ? AND id = ?)",
        (source_id, put.key.kind, put.key.id, put.origin, put.type, put.id),
    ).fetchall()
    for row in usurped:  # the feed now means another item by this name: what it meant before is gone
        bury(db, [row["key"]], now)
        db.execute("UPDATE item SET feed_id = feed_id || char(10) || key WHERE key = ?", (row["key"],))
    old = db.execute(
        "SELECT key, gone FROM item WHERE origin = ? AND type = ? AND id = ?", (put.origin, put.type, put.id)
    ).fetchone()
    index, spot = put.index, put.index.spot
    values = {
        "origin": put.origin,
        "type": put.type,
        "id": put.id,
        "ref": put.ref,
        "source": source_id,
        "feed_kind": put.key.kind,
        "feed_id": put.key.id,
        "modified": put.key.modified,
        "epoch": batch.epoch,
        "gone": 0,
        "number": _next_number(db),
        "digest": put.digest,
        "licence": put.licence,
        "retrieved": text(now),
        "seen": batch.baseline,
        "until": seconds(index.until),
        "latitude": spot.latitude if spot else None,
        "longitude": spot.longitude if spot else None,
        "radius": spot.radius_metres if spot else None,
        "repeats": int(index.repeats),
    }
    if old:
        key = old["key"]
        db.execute(
            f"UPDATE item SET {', '.join(f'{n} = :{n}' for n in values)} WHERE key = :key", {**values, "key": key}
        )
        _forget(db, key)
    else:
        names = ", ".join(values)
        key = db.execute(f"INSERT INTO item ({names}) VALUES ({', '.join(':' + n for n in values)})", values).lastrowid
    _write_index(db, int(key or 0), index, put.raw)
    release(db, source_id, put.key)
    write_findings(db, source_id, put.key, put.findings, now)
    return not old or bool(old["gone"])


def quarantine(db: sqlite3.Connection, source_id: int, bad: Quarantine, baseline: int, now: datetime) -> None:
    release(db, source_id, bad.key)
    db.execute(
        "INSERT INTO quarantine VALUES (?, ?, ?, ?, ?, ?, ?)",
        (source_id, bad.key.kind, bad.key.id, bad.key.modified, bad.name, bad.raw, baseline),
    )
    db.execute(
        "UPDATE item SET seen = ? WHERE source = ? AND feed_kind = ? AND feed_id = ?",
        (baseline, source_id, bad.key.kind, bad.key.id),
    )
    write_findings(db, source_id, bad.key, bad.findings, now)


def release(db: sqlite3.Connection, source_id: int, key: Key) -> None:
    for table in ("quarantine", "finding"):
        db.execute(
            f"DELETE FROM {table} WHERE source = ? AND feed_kind = ? AND feed_id = ?", (source_id, key.kind, key.id)
        )


def release_put_aside(db: sqlite3.Connection, source_id: int, key: Key) -> None:
    """The item is again as it was held, and what was found on that stays unless a bad version came between."""
    query = "SELECT 1 FROM quarantine WHERE source = ? AND feed_kind = ? AND feed_id = ?"
    if db.execute(query, (source_id, key.kind, key.id)).fetchone():
        release(db, source_id, key)


def take_away(db: sqlite3.Connection, source_id: int, gone: Sequence[Key], epoch: str, now: datetime) -> int:
    """Buries what these tombstones name, and keeps their numbers, so that no cached page brings it back; how many were live."""
    keys = []
    for key in gone:
        release(db, source_id, key)
        keys += [
            r[0]
            for r in db.execute(
                "SELECT key FROM item WHERE source = ? AND feed_kind = ? AND feed_id = ? AND NOT gone",
                (source_id, key.kind, key.id),
            )
        ]
        db.execute(
            "UPDATE item SET modified = ?, epoch = ? WHERE source = ? AND feed_kind = ? AND feed_id = ?",
            (key.modified, epoch, source_id, key.kind, key.id),
        )
    bury(db, keys, now)
    return len(keys)


def bury(db: sqlite3.Connection, keys: Sequence[int], now: datetime) -> None:
    """Live items become tombstones: nothing of what they said can be found, only that they were."""
    for key in keys:
        _forget(db, key)
        db.execute(
            "UPDATE item SET gone = 1, number = ?, digest = '', retrieved = ?, latitude = NULL, longitude = NULL, radius = NULL,"
            " until = NULL, repeats = 0 WHERE key = ?",
            (_next_number(db), text(now), key),
        )


def _next_number(db: sqlite3.Connection) -> int:
    """Outgoing change numbers rise within the one writing transaction, so they are seen in order (change-feed P2)."""
    db.execute("UPDATE hub SET value = value + 1 WHERE name = 'number'")
    return int(db.execute("SELECT value FROM hub WHERE name = 'number'").fetchone()[0])


def _forget(db: sqlite3.Connection, key: int) -> None:
    for table in ("body", "occurrence", "facet", "place", "spot"):
        db.execute(f"DELETE FROM {table} WHERE key = ?", (key,))
    db.execute("DELETE FROM words WHERE rowid = ?", (key,))


def _write_index(db: sqlite3.Connection, key: int, index: Index, raw: bytes) -> None:
    db.execute("INSERT INTO body VALUES (?, ?)", (key, raw))
    db.execute(
        "INSERT INTO words (rowid, name, summary, text) VALUES (?, ?, ?, ?)",
        (key, index.name, index.summary, index.text),
    )
    db.executemany("INSERT OR IGNORE INTO facet VALUES (?, ?, ?)", [(kind, value, key) for kind, value in index.facets])
    db.executemany("INSERT OR IGNORE INTO place VALUES (?, ?, ?)", [(name, label, key) for name, label in index.places])
    if index.spot:
        db.execute("INSERT INTO spot VALUES (?, ?, ?, ?, ?)", (key, *box(index.spot, index.spot.radius_metres)))
    write_occurrences(db, key, index.occurrences)


def write_occurrences(db: sqlite3.Connection, key: int, found: Iterable[Occurrence]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO occurrence VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                key,
                seconds(o.start),
                seconds(o.end),
                getattr(o.start.tzinfo, "key", "UTC"),
                o.timed,
                o.timed and o.start.hour >= EVENING_HOUR,
                o.start.weekday() >= 5,
            )
            for o in found
        ],
    )


def write_findings(
    db: sqlite3.Connection, source_id: int, key: Key, findings: Iterable[Finding], now: datetime
) -> None:
    db.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (source_id, key.kind, key.id, f.code, f.severity, f.pointer, f.message, f.remedy, text(now))
            for f in findings
        ],
    )


def text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None
