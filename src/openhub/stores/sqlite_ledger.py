"""What each feed has said of each entry, in SQLite, and the root over it; within the transaction of whoever calls."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

import orjson

from openhub.model.root import BUCKETS, bucket, bucket_digest, root_of
from openhub.model.source import State
from openhub.stores.contract import Batch, Ended, Ending, Held, Key, Proof
from openhub.stores.sqlite_write import bury, release_gone, seconds

OWN = 0  # the number by which the hub's own feed goes among the sources
_LEAVES = "SELECT leaf, going FROM entry WHERE source = ? AND bucket = ? AND leaf IS NOT NULL"
_OWN_LEAVES = "SELECT own_leaf, 0 FROM item WHERE own_leaf IS NOT NULL AND ? = 0 AND own_bucket = ?"
_UNSEEN = "source = ?1 AND leaf IS NOT NULL AND going = 0 AND walk < ?2"


# What is held


def held(db: sqlite3.Connection, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
    """What is known of these entries, by (kind, id); nothing of those that were never heard of."""
    wanted = orjson.dumps([[bucket(key.id), key.id, key.kind] for key in keys]).decode()
    rows = db.execute(
        "WITH named AS MATERIALIZED (SELECT json_extract(value, '$[0]') AS bucket, json_extract(value, '$[1]') AS id,"
        " json_extract(value, '$[2]') AS kind FROM json_each(?1))"
        " SELECT n.kind, n.id, e.last, e.walk, i.digest, i.licence, i.modified, i.epoch, i.gone FROM named n"
        " LEFT JOIN entry e ON e.source = ?2 AND e.bucket = n.bucket AND e.id = n.id AND e.kind = n.kind"
        " LEFT JOIN item i ON i.source = ?2 AND i.feed_kind = n.kind AND i.feed_id = n.id"
        " WHERE e.id IS NOT NULL OR i.id IS NOT NULL",
        (wanted, source_id),
    ).fetchall()
    return {(r[0], r[1]): _held(r) for r in rows}


def _held(row: sqlite3.Row) -> Held:
    return Held(
        last=row[2] or 0,
        walk=row[3] or 0,
        digest=row[4] or "",
        licence=row[5] or "",
        modified=row[6] or 0,
        epoch=row[7] or "",
        gone=row[4] is None or bool(row[8]),
    )


# A page


def write(db: sqlite3.Connection, source_id: int, batch: Batch) -> None:
    """Notes what a page said of its entries: kept, gone, or named without being of use."""
    walk = abs(batch.baseline)
    kept = batch.kept()
    db.executemany(
        "INSERT INTO entry (source, walk, bucket, id, kind, leaf, last) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
        " SET leaf = excluded.leaf, last = excluded.last, walk = excluded.walk, going = 0, missed = NULL, reason = ''",
        [(source_id, walk, *row) for row in kept],
    )
    db.executemany(
        "INSERT INTO entry (source, bucket, id, kind, last, walk) VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO UPDATE"
        " SET last = excluded.last, walk = excluded.walk, missed = NULL, reason = ?7,"
        " going = CASE WHEN leaf IS NULL THEN 0 ELSE max(going, 1) END",
        [(source_id, bucket(k.id), k.id, k.kind, k.modified, walk, k.reason) for k in batch.gone],
    )
    db.executemany(  # it is seen, but no number was applied: one from before this baseline is no matter
        "UPDATE entry SET last = CASE walk WHEN ?4 THEN last ELSE 0 END, walk = ?4, missed = NULL"
        " WHERE source = ?1 AND bucket = ?2 AND id = ?3",
        [(source_id, bucket(b.key.id), b.key.id, walk) for b in batch.quarantined if not b.key.digest],
    )
    touched = {row[0] for row in kept} | {bucket(key.id) for key in batch.gone}
    forget_buckets(db, source_id, touched)


def delete_at_once(db: sqlite3.Connection, source_id: int, gone: Sequence[Key], now: datetime) -> int:
    """Carries out these deletions, whatever else waits; how many items that took away."""
    if not gone:
        return 0
    db.executemany(
        "UPDATE entry SET going = 3 WHERE source = ? AND bucket = ? AND id = ? AND kind = ? AND leaf IS NOT NULL",
        [(source_id, bucket(key.id), key.id, key.kind) for key in gone],
    )
    return carry_out(db, source_id, 3, now)


def carry_out(db: sqlite3.Connection, source_id: int, going: int, now: datetime) -> int:
    """Deletes the entries that are marked so; how many items of the hub that took away."""
    where = (source_id, going)
    count = bury(
        db,
        "SELECT i.key, e.reason FROM entry e JOIN item i ON i.source = e.source AND i.feed_kind = e.kind AND i.feed_id = e.id"
        " WHERE e.source = ? AND e.going = ? AND NOT i.gone ORDER BY e.last",
        where,
        now,
    )
    release_gone(db, *where)
    db.execute(
        "DELETE FROM bucket WHERE source = ?1 AND number IN (SELECT bucket FROM entry WHERE source = ?1 AND going = ?2)",
        where,
    )
    db.execute("UPDATE entry SET leaf = NULL, going = 0, missed = NULL WHERE source = ? AND going = ?", where)
    return count


# The root


def forget_buckets(db: sqlite3.Connection, source_id: int, numbers: Iterable[int]) -> None:
    """Something in these buckets has changed, so they are worked out again when the root is wanted."""
    db.executemany("DELETE FROM bucket WHERE source = ? AND number = ?", [(source_id, number) for number in numbers])


def settle(db: sqlite3.Connection, source_id: int) -> None:
    """Works out the buckets that were touched, one at a time."""
    known = {r[0] for r in db.execute("SELECT number FROM bucket WHERE source = ?", (source_id,))}
    for number in range(BUCKETS):
        if number not in known:
            digest, live = _worked_out(db, source_id, number)
            db.execute("INSERT INTO bucket VALUES (?, ?, ?, ?)", (source_id, number, digest, live))


def proof(db: sqlite3.Connection, source_id: int) -> Proof:
    """The root, and the number of live entries, also of those that wait to be deleted. Writes nothing."""
    known = {
        r[0]: (r[1], r[2]) for r in db.execute("SELECT number, digest, live FROM bucket WHERE source = ?", (source_id,))
    }
    buckets = [known.get(number) or _worked_out(db, source_id, number) for number in range(BUCKETS)]
    return Proof(root=root_of(digest for digest, _ in buckets), count=sum(live for _, live in buckets))


def _worked_out(db: sqlite3.Connection, source_id: int, number: int) -> tuple[bytes, int]:
    """The digest of a bucket, without what waits to be deleted, and how many live entries it has with that."""
    rows = db.execute(_LEAVES if source_id else _OWN_LEAVES, (source_id, number)).fetchall()
    return bucket_digest(leaf for leaf, going in rows if not going), len(rows)


# The end of a run


def finish(db: sqlite3.Connection, source_id: int, ending: Ending, now: datetime) -> Ended:
    """What the end of the feed settles: the sweep of a baseline, deletions and their brake, and the state (spec/2-feed.md)."""
    settle(db, source_id)
    if ending.baseline > 0:
        _sweep(db, source_id, ending, now)
    equal = ending.root and ending.root == proof(db, source_id).root
    _brake(db, source_id, ending)
    deleted = carry_out(db, source_id, 1, now)
    if ending.baseline > 0:
        db.execute("DELETE FROM entry WHERE source = ? AND leaf IS NULL AND walk < ?", (source_id, ending.baseline))
        if equal or not ending.root:
            _forget_unseen_aside(db, source_id, ending.baseline)
    settle(db, source_id)
    waiting = count(db, source_id, "going = 2")
    state: State = "complete" if not ending.root else "verified" if equal else "inconsistent"
    return Ended(
        state="held" if waiting and state != "inconsistent" else state,
        proven=bool(equal),
        deleted=deleted,
        waiting=waiting,
        held=proof(db, source_id).count,
    )


def is_missing_since(db: sqlite3.Connection, source_id: int, moment: datetime) -> bool:
    """Whether a baseline that ended before this moment did not show an entry that is held, and that nothing deletes yet."""
    query = "SELECT 1 FROM entry WHERE source = ? AND missed <= ? AND leaf IS NOT NULL AND going = 0 LIMIT 1"
    return db.execute(query, (source_id, seconds(moment))).fetchone() is not None


def count(db: sqlite3.Connection, source_id: int, condition: str) -> int:
    """How many entries wait to be deleted and are so marked."""
    query = f"SELECT count(*) FROM entry INDEXED BY entry_going WHERE source = ? AND {condition} AND going > 0"
    return int(db.execute(query, (source_id,)).fetchone()[0])


def _sweep(db: sqlite3.Connection, source_id: int, ending: Ending, now: datetime) -> None:
    """Marks what the baseline did not show, as far as that proves that it is gone."""
    unseen = (source_id, ending.baseline)
    if ending.whole:
        _mark_unseen(db, unseen)
    elif ending.root:
        db.execute("SAVEPOINT sweep")
        _mark_unseen(db, unseen)
        if proof(db, source_id).root != ending.root:
            db.execute("ROLLBACK TO sweep")
        db.execute("RELEASE sweep")
    else:
        _mark_unseen(db, unseen, f"AND missed <= {seconds(ending.agreed_before)}")
        later = f"(missed IS NULL OR missed > {seconds(now)})"  # the clock may have been put back
        db.execute(f"UPDATE entry SET missed = {seconds(now)} WHERE {_UNSEEN} AND {later}", unseen)


def _mark_unseen(db: sqlite3.Connection, unseen: tuple[int, int], condition: str = "") -> None:
    which = f"{_UNSEEN} {condition}"
    db.execute(f"DELETE FROM bucket WHERE source = ?1 AND number IN (SELECT bucket FROM entry WHERE {which})", unseen)
    db.execute(f"UPDATE entry SET going = 1 WHERE {which}", unseen)


def _brake(db: sqlite3.Connection, source_id: int, ending: Ending) -> None:
    """More deletions than one run may bring wait for a person; so does a file that has nothing left."""
    going = count(db, source_id, "going = 1")
    nothing_left = ending.whole and going and not proof(db, source_id).count - count(db, source_id, "going > 0")
    if going > ending.most or nothing_left:
        db.execute("UPDATE entry SET going = 2 WHERE source = ? AND going = 1 AND leaf IS NOT NULL", (source_id,))


def _forget_unseen_aside(db: sqlite3.Connection, source_id: int, baseline: int) -> None:
    """What was put aside as of no use, and is not in the feed any more, is put aside no longer."""
    old = (source_id, baseline)
    condition = "source = ? AND NOT usable AND seen < ?"
    db.execute(
        "DELETE FROM finding WHERE (source, feed_kind, feed_id) IN"
        f" (SELECT source, feed_kind, feed_id FROM quarantine WHERE {condition})",
        old,
    )
    db.execute(f"DELETE FROM quarantine WHERE {condition}", old)
