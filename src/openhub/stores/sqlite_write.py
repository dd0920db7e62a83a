"""Writing items into SQLite, a page at a time, within the transaction of whoever calls: kept, put aside, taken away, found again."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
from typing import Any

import orjson

from openhub.model.finding import Finding
from openhub.model.root import bucket, leaf
from openhub.stores import sqlite_index
from openhub.stores.contract import Batch, Key, Put, Quarantine
from openhub.stores.sqlite_facets import Values

LOOSE = "\n"  # the kind under which findings of pages are kept; no item has it

_NAME = "source = ? AND feed_kind = ? AND feed_id = ?"


# Keeping


def put(db: sqlite3.Connection, values: Values, source_id: int, puts: Sequence[Put], epoch: str, now: datetime) -> int:
    """Keeps good items; how many of them are new. Of two that are the same item the later is kept."""
    puts = tuple({p.ref: p for p in puts}.values())
    if not puts:
        return 0
    _bury_usurped(db, source_id, puts, now)
    refs = orjson.dumps([p.ref for p in puts]).decode()
    known = {
        row["ref"]: row
        for row in db.execute(
            "SELECT ref, key, gone, place_key FROM item WHERE ref IN (SELECT value FROM json_each(?))", (refs,)
        )
    }
    fresh = count(db.execute("SELECT ifnull(max(key), 0) + 1 FROM item").fetchone()[0])
    keys = [known[p.ref]["key"] if p.ref in known else next(fresh) for p in puts]
    numbers = _next_numbers(db, len(puts))
    address, when = own_address(db), text(now)
    before = {row["key"]: row["place_key"] for row in known.values()}
    listed = sqlite_index.entries(keys, puts, before)
    number_of = dict(zip(keys, numbers, strict=True))
    rows = [
        (
            key,
            source_id,
            epoch,
            number,
            when,
            *_row(put),
            *own(address, put.type, put.ref, number, put.digest),
            place_key,
        )
        for key, place_key, put, number in sorted((e.key, e.place_key, e.put, number_of[e.key]) for e in listed)
    ]
    _write_rows(db, rows, set(before))
    sqlite_index.write(db, values, source_id, listed)
    return sum(p.ref not in known or bool(known[p.ref]["gone"]) for p in puts)


def _bury_usurped(db: sqlite3.Connection, source_id: int, puts: Sequence[Put], now: datetime) -> None:
    """Where the feed now means another item by a name, what it meant before is gone."""
    named = orjson.dumps([[p.key.kind, p.key.id, p.ref] for p in puts]).decode()
    usurped = [
        row[0]
        for row in db.execute(
            "SELECT i.key FROM json_each(?) j CROSS JOIN item i ON i.source = ? AND i.feed_kind = json_extract(j.value, '$[0]')"
            " AND i.feed_id = json_extract(j.value, '$[1]') WHERE i.ref <> json_extract(j.value, '$[2]')",
            (named, source_id),
        )
    ]
    if usurped:
        listed = orjson.dumps(usurped).decode()
        bury(db, "SELECT key, '' FROM item WHERE NOT gone AND key IN (SELECT value FROM json_each(?))", (listed,), now)
        db.execute(
            "UPDATE item SET feed_id = feed_id || char(10) || key WHERE key IN (SELECT value FROM json_each(?))",
            (listed,),
        )


_COLUMNS = (
    *("key", "source", "epoch", "number", "retrieved"),
    *("origin", "type", "id", "ref", "feed_kind", "feed_id", "modified", "digest", "licence"),
    *("repeats", "gone", "reason", "own_bucket", "own_leaf", "place_key"),
)
_OWN_BUCKET = _COLUMNS.index("own_bucket")
_INSERT = f"INSERT INTO item ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_UPDATE = f"UPDATE item SET {', '.join(f'{name} = ?{n}' for n, name in enumerate(_COLUMNS, 1))} WHERE key = ?1"


def _row(put: Put) -> tuple[Any, ...]:
    """What an item itself says of its row, from `origin` to `reason`."""
    key = put.key
    named = (put.origin, put.type, put.id, put.ref, key.kind, key.id, key.modified, put.digest, put.licence)
    return (*named, int(put.index.repeats), 0, "")


def own(address: str | None, kind: str, ref: str, number: int, digest: str) -> tuple[int | None, bytes | None]:
    """The bucket and the leaf of an item in the hub's own feed, once the hub knows under which address its items stand."""
    if address is None:
        return None, None
    item_id = address + ref
    return bucket(item_id), leaf(kind, item_id, number, digest)


def _write_rows(db: sqlite3.Connection, rows: Sequence[tuple[Any, ...]], old: set[int]) -> None:
    _forget_own_buckets(db, list(old))
    db.executemany(_UPDATE, [row for row in rows if row[0] in old])
    db.executemany(_INSERT, [row for row in rows if row[0] not in old])
    touched = {row[_OWN_BUCKET] for row in rows} - {None}
    db.executemany("DELETE FROM bucket WHERE source = 0 AND number = ?", [(number,) for number in touched])


def renumber(db: sqlite3.Connection, same: Sequence[Key], source_id: int, epoch: str) -> None:
    """Notes where the origin's feed has items that are otherwise as they were."""
    db.executemany(
        f"UPDATE item SET modified = ?, epoch = ? WHERE {_NAME} AND (modified, epoch) <> (?, ?)",
        [(k.modified, epoch, source_id, k.kind, k.id, k.modified, epoch) for k in same],
    )


# Taking away


def bury(db: sqlite3.Connection, which: str, values: tuple[Any, ...], now: datetime) -> int:
    """Live items become tombstones: nothing of what they said can be found, only that they were. How many.

    `which` is a query for their keys and the reasons why they are gone.
    """
    db.execute(
        "CREATE TEMP TABLE IF NOT EXISTS doomed (place INTEGER PRIMARY KEY, key INTEGER NOT NULL, reason TEXT NOT NULL)"
    )
    db.execute("DELETE FROM temp.doomed")
    db.execute(f"INSERT INTO temp.doomed (key, reason) {which}", values)
    number = int(db.execute("SELECT count(*) FROM temp.doomed").fetchone()[0])
    if not number:
        return 0
    before = _next_numbers(db, number).start - 1
    sqlite_index.forget_doomed(db)
    db.execute(
        "DELETE FROM bucket WHERE source = 0 AND number IN (SELECT own_bucket FROM item WHERE key IN (SELECT key FROM temp.doomed))"
    )
    db.execute(
        "UPDATE item SET gone = 1, number = ? + d.place, reason = d.reason, digest = '', retrieved = ?, place_key = NULL,"
        " repeats = 0, own_bucket = NULL, own_leaf = NULL"
        " FROM temp.doomed d WHERE item.key = d.key",
        (before, text(now)),
    )
    return number


def give_reasons(db: sqlite3.Connection, source_id: int, gone: Sequence[Key], now: datetime) -> None:
    """What is gone already, and is said to be gone for another reason, gets a new tombstone (feed-reason)."""
    for key in gone:
        if not key.reason:
            continue
        found = db.execute(
            f"SELECT key FROM item WHERE {_NAME} AND gone AND reason <> ?", (source_id, key.kind, key.id, key.reason)
        )
        for row in found.fetchall():
            db.execute(
                "UPDATE item SET number = ?, reason = ?, retrieved = ? WHERE key = ?",
                (_next_numbers(db, 1).start, key.reason, text(now), row["key"]),
            )


def _next_numbers(db: sqlite3.Connection, number: int) -> range:
    """Outgoing change numbers rise within the one writing transaction, so they are seen in order (feed-visibility)."""
    db.execute("UPDATE hub SET value = value + ? WHERE name = 'number'", (number,))
    last = int(db.execute("SELECT value FROM hub WHERE name = 'number'").fetchone()[0])
    return range(last - number + 1, last + 1)


def _forget_own_buckets(db: sqlite3.Connection, keys: Sequence[int]) -> None:
    db.execute(
        "DELETE FROM bucket WHERE source = 0 AND number IN"
        " (SELECT own_bucket FROM item WHERE key IN (SELECT value FROM json_each(?)))",
        (orjson.dumps(keys).decode(),),
    )


# Putting aside


def quarantine(
    db: sqlite3.Connection, source_id: int, aside: Sequence[Quarantine], baseline: int, now: datetime
) -> None:
    """Keeps bad items aside with the reasons. One without a digest is of no use; one with it only is not valid."""
    names = [(source_id, bad.key.kind, bad.key.id) for bad in aside]
    db.executemany(f"DELETE FROM finding WHERE {_NAME}", names)
    db.executemany(
        "INSERT OR REPLACE INTO quarantine (source, feed_kind, feed_id, modified, name, raw, seen, usable) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(source_id, b.key.kind, b.key.id, b.key.modified, b.name, b.raw, baseline, bool(b.key.digest)) for b in aside],
    )
    write_findings(db, source_id, [(bad.key, bad.findings) for bad in aside], now)


def release(db: sqlite3.Connection, source_id: int, batch: Batch) -> None:
    """What was put aside is so no longer once an entry of that name can be used; nor is what was found on items that changed."""
    usable = [
        *(p.key for p in batch.puts),
        *batch.same,
        *batch.gone,
        *(b.key for b in batch.quarantined if b.key.digest),
    ]
    rows = db.execute(  # by its id alone, since what is of no use may have no kind
        "SELECT feed_kind, feed_id, usable FROM quarantine INDEXED BY quarantine_id WHERE source = ?"
        " AND feed_id IN (SELECT value FROM json_each(?))",
        (source_id, orjson.dumps([key.id for key in usable]).decode()),
    ).fetchall()
    over = []
    if rows:
        sound = {(key.kind, key.id) for key in (*batch.same, *(p.key for p in batch.puts))}
        over = [(source_id, r[0], r[1]) for r in rows if not r[2] or (r[0], r[1]) in sound]
        db.executemany(f"DELETE FROM quarantine WHERE {_NAME}", over)
    changed = orjson.dumps([[p.key.kind, p.key.id] for p in batch.puts]).decode()
    db.execute(
        "DELETE FROM finding WHERE rowid IN (SELECT f.rowid FROM json_each(?) j CROSS JOIN finding f ON f.source = ?"
        " AND f.feed_kind = j.value ->> 0 AND f.feed_id = j.value ->> 1)",
        (changed, source_id),
    )
    db.executemany(f"DELETE FROM finding WHERE {_NAME}", over)


def release_gone(db: sqlite3.Connection, source_id: int, going: int) -> None:
    """Nothing is kept aside of entries that are deleted, nor what was found on them."""
    names = "SELECT e.source, e.kind, e.id FROM entry e WHERE e.source = ? AND e.going = ?"
    for table in ("quarantine", "finding"):
        db.execute(f"DELETE FROM {table} WHERE (source, feed_kind, feed_id) IN ({names})", (source_id, going))


# Findings


def write_loose(
    db: sqlite3.Connection, source_id: int, findings: Sequence[Finding], now: datetime, *, afresh: bool
) -> None:
    """Findings of pages; `afresh` forgets those before. A page that leads astray is read again, and says the same each time."""
    if afresh:
        db.execute("DELETE FROM finding WHERE source = ? AND feed_kind = ?", (source_id, LOOSE))
    db.executemany(
        f"DELETE FROM finding WHERE {_NAME} AND code = ? AND pointer = ?",
        [(source_id, LOOSE, f.item, f.code, f.pointer) for f in findings],
    )
    write_findings(db, source_id, [(Key(kind=LOOSE, id=f.item, modified=0), (f,)) for f in findings], now)


def write_findings(
    db: sqlite3.Connection, source_id: int, found: Iterable[tuple[Key, Iterable[Finding]]], now: datetime
) -> None:
    when = text(now)
    db.executemany(
        "INSERT INTO finding VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (source_id, key.kind, key.id, f.code, f.severity, f.pointer, f.message, f.remedy, when)
            for key, findings in found
            for f in findings
        ],
    )


def text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def seconds(moment: datetime | None) -> int | None:
    return int(moment.timestamp()) if moment else None


def own_address(db: sqlite3.Connection) -> str | None:
    """The address in front of the references of items in the hub's own feed; None while the hub knows none."""
    row = db.execute("SELECT value FROM hub WHERE name = 'own_address'").fetchone()
    return row[0] if row else None
