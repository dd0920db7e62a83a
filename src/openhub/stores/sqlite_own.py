"""The hub's own feed in SQLite: what changed, and the root over all that it holds, from one snapshot."""

import json
import sqlite3
import threading
import uuid
from datetime import datetime

from openhub.model.root import BUCKETS, bucket_digest, root_of
from openhub.stores.contract import Change, Changes, Proof
from openhub.stores.sqlite_ledger import OWN, proof, settle
from openhub.stores.sqlite_write import own_address, text

_MOST_KEPT = 8
_KEEPING = threading.Lock()  # web threads share what is kept

Proofs = dict[tuple[str, str, int], Proof]
"""Proofs that were worked out for addresses other than the hub's own, by address, epoch and head."""


def changes(db: sqlite3.Connection, after: int, limit: int, address: str | None, kept: Proofs) -> Changes:
    """Changes after a number, in order. With an address, under which items stand, the last page has a proof."""
    rows = db.execute(
        "SELECT i.*, b.data FROM item i LEFT JOIN body b USING (key) WHERE i.number > ? ORDER BY i.number LIMIT ?",
        (after, limit),
    ).fetchall()
    facts = dict(db.execute("SELECT name, value FROM hub").fetchall())
    epoch, head = facts["epoch"], int(facts["number"])
    proven = _proof(db, address, epoch, head, kept) if address is not None and not rows else None
    return Changes(
        entries=tuple(map(_change, rows)),
        epoch=epoch,
        horizon=int(facts["horizon"]),
        head=head,
        previous=tuple(json.loads(facts.get("previous_epochs", "[]"))),
        proof=proven,
    )


def publish_at(db: sqlite3.Connection, address: str) -> None:
    """From now on the items stand under this address. When they stood under another, all are given out anew in a new
    epoch, since their ids are others (feed-epoch, feed-renumber, feed-reissue)."""
    if own_address(db) is not None:
        _begin_epoch(db)
    db.execute("INSERT OR REPLACE INTO hub VALUES ('own_address', ?)", (address,))
    db.execute(
        "UPDATE item SET own_bucket = bucket_of(?1 || ref), own_leaf = leaf_of(type, ?1 || ref, number, digest) WHERE NOT gone",
        (address,),
    )
    db.execute("DELETE FROM bucket WHERE source = ?", (OWN,))
    settle(db, OWN)


def purge(db: sqlite3.Connection, before: datetime) -> int:
    """Forgets tombstones made before a moment, and says through the horizon that they are forgotten."""
    old = "gone AND retrieved < ?"
    highest = db.execute(f"SELECT max(number) FROM item WHERE {old}", (text(before),)).fetchone()[0]
    if highest is None:
        return 0
    forgotten = db.execute(f"DELETE FROM item WHERE {old}", (text(before),)).rowcount
    db.execute("UPDATE hub SET value = max(CAST(value AS INTEGER), ?) WHERE name = 'horizon'", (highest,))
    return forgotten


def _begin_epoch(db: sqlite3.Connection) -> None:
    head, items = db.execute("SELECT value, (SELECT count(*) FROM item) FROM hub WHERE name = 'number'").fetchone()
    db.execute(
        "UPDATE item SET number = ? + r.place FROM (SELECT key, row_number() OVER (ORDER BY number) AS place FROM item) r"
        " WHERE item.key = r.key",
        (int(head),),
    )
    facts = dict(db.execute("SELECT name, value FROM hub").fetchall())
    previous = [*json.loads(facts.get("previous_epochs", "[]")), facts["epoch"]]
    changed = {
        "number": str(int(head) + items),
        "epoch": uuid.uuid4().hex,
        "horizon": "0",
        "previous_epochs": json.dumps(previous),
    }
    db.executemany("INSERT OR REPLACE INTO hub VALUES (?, ?)", changed.items())


def _proof(db: sqlite3.Connection, address: str, epoch: str, head: int, kept: Proofs) -> Proof:
    if address == own_address(db):
        return proof(db, OWN)
    name = (address, epoch, head)
    with _KEEPING:
        found = kept.get(name)
    if found is None:
        found = _worked_out(db, address)
        with _KEEPING:
            while len(kept) >= _MOST_KEPT:
                kept.pop(next(iter(kept)))
            kept[name] = found
    return found


def _worked_out(db: sqlite3.Connection, address: str) -> Proof:
    buckets: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    rows = db.execute(
        "SELECT bucket_of(?1 || ref), leaf_of(type, ?1 || ref, number, digest) FROM item WHERE NOT gone", (address,)
    )
    for number, leaf in rows:
        buckets[number].append(leaf)
    return Proof(root=root_of(map(bucket_digest, buckets)), count=sum(map(len, buckets)))


def _change(row: sqlite3.Row) -> Change:
    numbered = {"originEpoch": row["epoch"], "originModified": row["modified"]}
    envelope = {
        "origin": row["origin"],
        "originId": row["id"],
        **{name: value for name, value in numbered.items() if value},  # a file has neither
        "digest": row["digest"],
        "retrievedAt": row["retrieved"],
        "license": row["licence"],
    }
    return Change(
        number=row["number"],
        ref=row["ref"],
        type=row["type"],
        raw=None if row["gone"] else row["data"],
        envelope={} if row["gone"] else envelope,
        reason=row["reason"] if row["gone"] else "",
    )
