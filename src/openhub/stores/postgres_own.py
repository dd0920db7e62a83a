"""The hub's own feed in PostgreSQL: what changed, and the root over all that it holds, from one snapshot."""

import json
import threading
import uuid
from datetime import datetime
from typing import Any

from openhub.model.root import BUCKETS, bucket_digest, root_of
from openhub.stores.contract import Change, Changes, Proof
from openhub.stores.postgres_ledger import OWN, proof, settle
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_write import next_numbers, own_address, text

_MOST_KEPT = 8
_KEEPING = threading.Lock()  # web threads share what is kept
_ID = "convert_to(%(address)s || i.ref, 'UTF8')"
_BUCKET = f"get_byte(sha256({_ID}), 0)"
_LEAF = "sha256(convert_to(concat_ws(chr(10), i.type, %(address)s || i.ref, c.number, i.digest), 'UTF8'))"  # see model/root.py
SAY = "INSERT INTO hub (name, value) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET value = excluded.value"

Proofs = dict[tuple[str, str, int], Proof]
"""Proofs that were worked out for addresses other than the hub's own, by address, epoch and head."""


def changes(db: Db, after: int, limit: int, address: str | None, kept: Proofs) -> Changes:
    """Changes after a number, in order. With an address, under which items stand, the last page has a proof."""
    rows = db.execute(
        "SELECT c.number, i.*, o.iri, b.data FROM change c JOIN item i USING (origin, key) JOIN origin o ON o.id = c.origin"
        " LEFT JOIN body b USING (origin, key) WHERE c.number > %s ORDER BY c.number LIMIT %s",
        (after, limit),
    ).fetchall()
    facts = _facts(db)
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


def publish_at(db: Db, address: str) -> None:
    """From now on the items stand under this address. When they stood under another, all are given out anew in a new
    epoch, since their ids are others (feed-epoch, feed-renumber, feed-reissue)."""
    next_numbers(db, 0)  # nobody else gives out numbers meanwhile
    if own_address(db) == address:
        return
    if own_address(db) is not None:
        _begin_epoch(db)
    db.execute(SAY, ("own_address", address))
    db.execute(
        f"UPDATE change c SET own_bucket = {_BUCKET}, own_leaf = {_LEAF} FROM item i"
        " WHERE i.origin = c.origin AND i.key = c.key AND NOT i.gone",
        {"address": address},
    )
    db.execute("DELETE FROM bucket WHERE source = %s", (OWN,))
    settle(db, OWN)


def purge(db: Db, before: datetime) -> int:
    """Forgets tombstones made before a moment, and says through the horizon that they are forgotten."""
    next_numbers(db, 0)
    rows = db.execute(
        "WITH old AS (DELETE FROM item WHERE gone AND retrieved < %s RETURNING origin, key)"
        " DELETE FROM change c USING old WHERE c.origin = old.origin AND c.key = old.key RETURNING c.number",
        (before,),
    ).fetchall()
    if rows:
        db.execute(
            "UPDATE hub SET value = greatest(value::bigint, %s)::text WHERE name = 'horizon'",
            (max(row["number"] for row in rows),),
        )
    return len(rows)


def _facts(db: Db) -> dict[str, str]:
    return {row["name"]: row["value"] for row in db.execute("SELECT name, value FROM hub").fetchall()}


def _begin_epoch(db: Db) -> None:
    facts = _facts(db)
    items = db.execute(
        "UPDATE change c SET number = %s + r.place FROM (SELECT origin, key, row_number() OVER (ORDER BY number) AS place FROM change) r"
        " WHERE c.origin = r.origin AND c.key = r.key",
        (int(facts["number"]),),
    ).rowcount
    previous = [*json.loads(facts.get("previous_epochs", "[]")), facts["epoch"]]
    changed = {
        "number": str(int(facts["number"]) + items),
        "epoch": uuid.uuid4().hex,
        "horizon": "0",
        "previous_epochs": json.dumps(previous),
    }
    for fact in changed.items():
        db.execute(SAY, fact)


def _proof(db: Db, address: str, epoch: str, head: int, kept: Proofs) -> Proof:
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


def _worked_out(db: Db, address: str) -> Proof:
    buckets: list[list[bytes]] = [[] for _ in range(BUCKETS)]
    rows = db.execute(
        f"SELECT {_BUCKET} AS number, {_LEAF} AS leaf FROM change c JOIN item i USING (origin, key) WHERE NOT i.gone",
        {"address": address},
    )
    for row in rows:
        buckets[row["number"]].append(row["leaf"])
    return Proof(root=root_of(map(bucket_digest, buckets)), count=sum(map(len, buckets)))


def _change(row: dict[str, Any]) -> Change:
    numbered = {"originEpoch": row["epoch"], "originModified": row["modified"]}
    envelope = {
        "origin": row["iri"],
        "originId": row["id"],
        **{name: value for name, value in numbered.items() if value},  # a file has neither
        "digest": row["digest"],
        "retrievedAt": text(row["retrieved"]),
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
