"""What each feed has said of each entry, in PostgreSQL, and the root over it; within the transaction of whoever calls."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from psycopg import Rollback

from openhub.model.root import BUCKETS, bucket, root_of
from openhub.model.source import State
from openhub.stores.contract import Batch, Ended, Ending, Held, Key, Proof
from openhub.stores.postgres_pool import Db, by_index
from openhub.stores.postgres_write import bury, next_numbers, release_gone

OWN = 0  # the number by which the hub's own feed goes among the sources
_NOTHING = hashlib.sha256(b"").digest()
_DIGEST = "sha256(coalesce(string_agg({leaf}, ''::bytea ORDER BY {leaf}){only}, ''::bytea))"
_BUCKETS = (
    f"SELECT bucket AS number, {_DIGEST.format(leaf='leaf', only=' FILTER (WHERE going = 0)')} AS digest, count(*) AS live"
    " FROM entry WHERE source = %s AND bucket = ANY(%s) AND leaf IS NOT NULL GROUP BY bucket"
)
_OWN_BUCKETS = (
    f"SELECT own_bucket AS number, {_DIGEST.format(leaf='own_leaf', only='')} AS digest, count(*) AS live"
    " FROM change WHERE %s = 0 AND own_bucket = ANY(%s) AND own_leaf IS NOT NULL GROUP BY own_bucket"
)
_UNSEEN = "source = %(source)s AND leaf IS NOT NULL AND going = 0 AND walk < %(walk)s"


# What is held


def held(db: Db, source_id: int, keys: Iterable[Key]) -> dict[tuple[str, str], Held]:
    """What is known of these entries, by (kind, id); nothing of those that were never heard of."""
    by_index(db)
    wanted = sorted({(bucket(key.id), key.id, key.kind) for key in keys})
    rows = db.execute(
        "SELECT n.kind, n.id, e.last, e.walk, i.digest, i.licence, i.modified, i.epoch, i.gone"
        " FROM unnest(%s::smallint[], %s::text[], %s::text[]) AS n(bucket, id, kind)"
        " LEFT JOIN entry e ON e.source = %s AND e.bucket = n.bucket AND e.id = n.id AND e.kind = n.kind"
        " LEFT JOIN item i ON i.source = %s AND i.feed_kind = n.kind AND i.feed_id = n.id"
        " WHERE e.id IS NOT NULL OR i.id IS NOT NULL",
        (*_columns(wanted, 3), source_id, source_id),
    ).fetchall()
    return {(row["kind"], row["id"]): _held(row) for row in rows}


def _held(row: dict[str, Any]) -> Held:
    return Held(
        last=row["last"] or 0,
        walk=row["walk"] or 0,
        digest=row["digest"] or "",
        licence=row["licence"] or "",
        modified=row["modified"] or 0,
        epoch=row["epoch"] or "",
        gone=row["gone"] is not False,
    )


# A page


def write(db: Db, source_id: int, batch: Batch) -> None:
    """Notes what a page said of its entries: kept, gone, or named without being of use."""
    walk = abs(batch.baseline)
    kept = batch.kept()
    gone = {(bucket(key.id), key.id, key.kind): key for key in batch.gone}
    aside = {(bucket(bad.key.id), bad.key.id) for bad in batch.quarantined if not bad.key.digest}
    if kept:
        db.execute(
            "INSERT INTO entry AS t (source, walk, bucket, id, kind, leaf, last)"
            " SELECT %s, %s, * FROM unnest(%s::smallint[], %s::text[], %s::text[], %s::bytea[], %s::bigint[])"
            " ON CONFLICT (source, bucket, id, kind) DO UPDATE"
            " SET leaf = excluded.leaf, last = excluded.last, walk = excluded.walk, going = 0, missed = NULL, reason = ''"
            " WHERE (t.leaf, t.last, t.walk, t.going, t.missed, t.reason)"
            " IS DISTINCT FROM (excluded.leaf, excluded.last, excluded.walk, 0, NULL, '')",
            (source_id, walk, *_columns(kept, 5)),
        )
    if gone:
        db.execute(
            "INSERT INTO entry AS t (source, walk, bucket, id, kind, last, reason)"
            " SELECT %s, %s, * FROM unnest(%s::smallint[], %s::text[], %s::text[], %s::bigint[], %s::text[])"
            " ON CONFLICT (source, bucket, id, kind) DO UPDATE"
            " SET last = excluded.last, walk = excluded.walk, missed = NULL, reason = excluded.reason,"
            " going = CASE WHEN t.leaf IS NULL THEN 0 ELSE greatest(t.going, 1) END",
            (source_id, walk, *_columns([(*name, k.modified, k.reason) for name, k in sorted(gone.items())], 5)),
        )
    if aside:  # it is seen, but no number was applied: one from before this baseline is no matter
        db.execute(
            "UPDATE entry t SET last = CASE t.walk WHEN %s THEN t.last ELSE 0 END, walk = %s, missed = NULL"
            " FROM unnest(%s::smallint[], %s::text[]) AS d(bucket, id)"
            " WHERE t.source = %s AND t.bucket = d.bucket AND t.id = d.id",
            (walk, walk, *_columns(sorted(aside), 2), source_id),
        )
    forget_buckets(db, source_id, {row[0] for row in kept} | {name[0] for name in gone})


def delete_at_once(db: Db, source_id: int, gone: Sequence[Key], now: datetime) -> int:
    """Carries out these deletions, whatever else waits; how many items that took away."""
    if not gone:
        return 0
    db.execute(
        "UPDATE entry t SET going = 3 FROM unnest(%s::smallint[], %s::text[], %s::text[]) AS d(bucket, id, kind)"
        " WHERE t.source = %s AND t.bucket = d.bucket AND t.id = d.id AND t.kind = d.kind AND t.leaf IS NOT NULL",
        (*_columns([(bucket(key.id), key.id, key.kind) for key in gone], 3), source_id),
    )
    return carry_out(db, source_id, 3, now)


def carry_out(db: Db, source_id: int, going: int, now: datetime) -> int:
    """Deletes the entries that are marked so; how many items of the hub that took away."""
    where = (source_id, going)
    doomed = db.execute(
        "SELECT i.origin, i.key, e.reason FROM entry e JOIN item i ON i.source = e.source AND i.feed_kind = e.kind"
        " AND i.feed_id = e.id WHERE e.source = %s AND e.going = %s AND e.going > 0 AND NOT i.gone ORDER BY e.last, i.key",
        where,
    ).fetchall()
    count = bury(db, doomed, now)
    release_gone(db, *where)
    db.execute(
        "DELETE FROM bucket WHERE source = %s AND number IN"
        " (SELECT bucket FROM entry WHERE source = %s AND going = %s AND going > 0)",
        (source_id, *where),
    )
    db.execute(
        "UPDATE entry SET leaf = NULL, going = 0, missed = NULL WHERE source = %s AND going = %s AND going > 0", where
    )
    return count


# The root


def forget_buckets(db: Db, source_id: int, numbers: Iterable[int]) -> None:
    """Something in these buckets has changed, so they are worked out again when the root is wanted."""
    db.execute("DELETE FROM bucket WHERE source = %s AND number = ANY(%s)", (source_id, sorted(numbers)))


def settle(db: Db, source_id: int) -> None:
    """Works out the buckets that were touched."""
    known = _known(db, source_id)
    if len(known) == BUCKETS:
        return
    if (
        source_id == OWN
    ):  # what others are about to write must be seen, or these would be wrong as soon as they are kept
        next_numbers(db, 0)
        known = _known(db, source_id)
    rows = [(number, *one) for number, one in _worked_out(db, source_id, known).items()]
    db.execute(
        "INSERT INTO bucket (source, number, digest, live) SELECT %s, * FROM unnest(%s::smallint[], %s::bytea[], %s::bigint[])",
        (source_id, *_columns(rows, 3)),
    )


def proof(db: Db, source_id: int) -> Proof:
    """The root, and the number of live entries, also of those that wait to be deleted. Writes nothing."""
    known = _known(db, source_id)
    buckets = known | _worked_out(db, source_id, known)
    return Proof(
        root=root_of(buckets[number][0] for number in range(BUCKETS)), count=sum(live for _, live in buckets.values())
    )


def _known(db: Db, source_id: int) -> dict[int, tuple[bytes, int]]:
    rows = db.execute("SELECT number, digest, live FROM bucket WHERE source = %s", (source_id,)).fetchall()
    return {row["number"]: (row["digest"], row["live"]) for row in rows}


def _worked_out(db: Db, source_id: int, known: Iterable[int]) -> dict[int, tuple[bytes, int]]:
    """The digests of all other buckets, without what waits to be deleted, and how many live entries each has with that."""
    unknown = sorted(set(range(BUCKETS)) - set(known))
    if not unknown:
        return {}
    rows = db.execute(_BUCKETS if source_id else _OWN_BUCKETS, (source_id, unknown)).fetchall()
    return dict.fromkeys(unknown, (_NOTHING, 0)) | {row["number"]: (row["digest"], row["live"]) for row in rows}


# The end of a run


def finish(db: Db, source_id: int, ending: Ending, now: datetime) -> Ended:
    """What the end of the feed settles: the sweep of a baseline, deletions and their brake, and the state (spec/2-feed.md)."""
    settle(db, source_id)
    if ending.baseline > 0:
        _sweep(db, source_id, ending, now)
    equal = ending.root and ending.root == proof(db, source_id).root
    _brake(db, source_id, ending)
    deleted = carry_out(db, source_id, 1, now)
    if ending.baseline > 0:
        db.execute("DELETE FROM entry WHERE source = %s AND leaf IS NULL AND walk < %s", (source_id, ending.baseline))
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


def is_missing_since(db: Db, source_id: int, moment: datetime) -> bool:
    """Whether a baseline that ended before this moment did not show an entry that is held, and that nothing deletes yet."""
    query = "SELECT 1 FROM entry WHERE source = %s AND missed <= %s AND leaf IS NOT NULL AND going = 0 LIMIT 1"
    return db.execute(query, (source_id, int(moment.timestamp()))).fetchone() is not None


def count(db: Db, source_id: int, condition: str) -> int:
    """How many entries wait to be deleted and are so marked."""
    query = f"SELECT count(*) AS number FROM entry WHERE source = %s AND {condition} AND going > 0"
    row = db.execute(query, (source_id,)).fetchone()
    return int(row["number"]) if row else 0


def _sweep(db: Db, source_id: int, ending: Ending, now: datetime) -> None:
    """Marks what the baseline did not show, as far as that proves that it is gone."""
    unseen: dict[str, Any] = {"source": source_id, "walk": ending.baseline, "now": int(now.timestamp())}
    if ending.whole:
        _mark_unseen(db, unseen)
    elif ending.root:
        with db.transaction() as sweep:
            _mark_unseen(db, unseen)
            if proof(db, source_id).root != ending.root:
                raise Rollback(sweep)
    else:
        _mark_unseen(db, unseen | {"before": int(ending.agreed_before.timestamp())}, "AND missed <= %(before)s")
        later = "(missed IS NULL OR missed > %(now)s)"  # the clock may have been put back
        db.execute(f"UPDATE entry SET missed = %(now)s WHERE {_UNSEEN} AND {later}", unseen)


def _mark_unseen(db: Db, unseen: dict[str, Any], condition: str = "") -> None:
    which = f"{_UNSEEN} {condition}"
    db.execute(
        f"DELETE FROM bucket WHERE source = %(source)s AND number IN (SELECT bucket FROM entry WHERE {which})", unseen
    )
    db.execute(f"UPDATE entry SET going = 1 WHERE {which}", unseen)


def _brake(db: Db, source_id: int, ending: Ending) -> None:
    """More deletions than one run may bring wait for a person; so does a file that has nothing left."""
    going = count(db, source_id, "going = 1")
    nothing_left = ending.whole and going and not proof(db, source_id).count - count(db, source_id, "going > 0")
    if going > ending.most or nothing_left:
        db.execute("UPDATE entry SET going = 2 WHERE source = %s AND going = 1 AND leaf IS NOT NULL", (source_id,))


def _forget_unseen_aside(db: Db, source_id: int, baseline: int) -> None:
    """What was put aside as of no use, and is not in the feed any more, is put aside no longer."""
    old = "q.source = %s AND NOT q.usable AND q.seen < %s"
    values = (source_id, baseline)
    db.execute(
        f"DELETE FROM finding t USING quarantine q WHERE {old} AND t.source = q.source AND t.feed_kind = q.feed_kind"
        " AND t.feed_id = q.feed_id",
        values,
    )
    db.execute(f"DELETE FROM quarantine q WHERE {old}", values)


def _columns(rows: Sequence[tuple[Any, ...]], number: int) -> tuple[list[Any], ...]:
    """Rows as so many columns, which there are also when there is no row."""
    return tuple(map(list, zip(*rows, strict=True))) if rows else tuple([] for _ in range(number))
