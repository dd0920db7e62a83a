"""Writing items into PostgreSQL, a page at a time, within the transaction of whoever calls: kept, put aside, taken away."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from openhub.model.finding import Finding
from openhub.model.root import bucket, leaf
from openhub.stores import postgres_index
from openhub.stores.contract import Batch, Key, Put, Quarantine
from openhub.stores.postgres_index import Entry
from openhub.stores.postgres_numbers import Numbers
from openhub.stores.postgres_pool import Db
from openhub.stores.postgres_vectors import Words

LOOSE = "\n"  # the kind under which findings of pages are kept; no item has it

_THESE = "unnest(%s::int[], %s::bigint[]) AS d(origin, key)"
_NAMED = "unnest(%s::text[], %s::text[]) AS d(kind, id)"
_IS = "t.origin = d.origin AND t.key = d.key"


# Keeping


def put(
    db: Db, numbers: Numbers, words: Words, source_id: int, puts: Sequence[Put], epoch: str, now: datetime
) -> tuple[int, list[Entry]]:
    """Keeps good items; how many of them are new, and all of them, which have no change number yet. Of two that are the
    same item the later is kept."""
    puts = tuple({p.ref: p for p in puts}.values())
    if not puts:
        return 0, []
    known, marks = _known(db, puts)
    if _bury_usurped(db, source_id, [p for p in puts if not _is_named_so(known.get(p.ref), source_id, p.key)], now):
        known, marks = _known(db, puts)
    fresh = iter(_new_keys(db, len(puts) - len(known)))
    entries = []
    for one in puts:
        if row := known.get(one.ref):
            entries.append(Entry(origin=row["origin"], key=row["key"], known=True, mark=marks.get(row["key"]), put=one))
        else:
            entries.append(Entry(origin=numbers.origin(one.origin), key=next(fresh), put=one))
    postgres_index.write(db, numbers, words, source_id, entries, epoch, now)
    return sum(p.ref not in known or bool(known[p.ref]["gone"]) for p in puts), entries


def _known(db: Db, puts: Sequence[Put]) -> tuple[dict[str, dict[str, Any]], dict[int, bytes]]:
    """Rows of items by their references, and marks by their keys. Another source of the same origin, and who forgets tombstones,
    waits from here on."""
    rows = db.execute(
        "SELECT ref, origin, key, gone, source, feed_kind, feed_id FROM item WHERE ref = ANY(%s) ORDER BY ref FOR NO KEY UPDATE",
        ([p.ref for p in puts],),
    ).fetchall()
    marked = db.execute(  # only now, since it may have been another's turn
        "SELECT f.key, f.mark FROM unnest(%s::int[], %s::bigint[]) AS d(origin, key) JOIN found f USING (origin, key)",
        _keys(rows),
    ).fetchall()
    return {row["ref"]: row for row in rows}, {row["key"]: row["mark"] for row in marked}


def give_numbers(db: Db, entries: Sequence[Entry]) -> None:
    """Gives items that were kept their place in the hub's own feed. Nobody else gives out numbers until this is committed."""
    if not entries:
        return
    given = next_numbers(db, len(entries))
    address = own_address(db)
    owned = [own(address, e.put.type, e.put.ref, n, e.put.digest) for e, n in zip(entries, given, strict=True)]
    origins, keys = [e.origin for e in entries], [e.key for e in entries]
    if known := [e for e in entries if e.known]:
        forget_own_buckets(db, [e.origin for e in known], [e.key for e in known])
    db.execute(
        "INSERT INTO change (origin, key, number, own_bucket, own_leaf)"
        " SELECT * FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::smallint[], %s::bytea[])"
        " ON CONFLICT (origin, key) DO UPDATE SET number = excluded.number, own_bucket = excluded.own_bucket, own_leaf = excluded.own_leaf",
        (origins, keys, list(given), [bucket for bucket, _ in owned], [leaf for _, leaf in owned]),
    )
    touched = sorted({number for number, _ in owned if number is not None})
    db.execute("DELETE FROM bucket WHERE source = 0 AND number = ANY(%s)", (touched,))


def own(address: str | None, kind: str, ref: str, number: int, digest: str) -> tuple[int | None, bytes | None]:
    """The bucket and the leaf of an item in the hub's own feed, once the hub knows under which address its items stand."""
    if address is None:
        return None, None
    item_id = address + ref
    return bucket(item_id), leaf(kind, item_id, number, digest)


def renumber(db: Db, same: Sequence[Key], source_id: int, epoch: str) -> None:
    """Notes where the origin's feed has items that are otherwise as they were."""
    if not same:
        return
    db.execute(
        "UPDATE item t SET modified = d.modified, epoch = %s FROM unnest(%s::text[], %s::text[], %s::bigint[]) AS d(kind, id, modified)"
        " WHERE t.source = %s AND t.feed_id = d.id AND t.feed_kind = d.kind AND (t.modified, t.epoch) <> (d.modified, %s)",
        (epoch, *_names(same), [k.modified for k in same], source_id, epoch),
    )


def _is_named_so(row: dict[str, Any] | None, source_id: int, key: Key) -> bool:
    return row is not None and (row["source"], row["feed_kind"], row["feed_id"]) == (source_id, key.kind, key.id)


def _bury_usurped(db: Db, source_id: int, puts: Sequence[Put], now: datetime) -> bool:
    """Where the feed now means another item by a name, what it meant before is gone. Whether there was any."""
    if not puts:
        return False
    meant = {(p.key.kind, p.key.id): p.ref for p in puts}
    rows = db.execute(
        "SELECT origin, key, gone, '' AS reason, feed_kind, feed_id, ref FROM item WHERE feed_id = ANY(%s) AND source = %s",
        ([p.key.id for p in puts], source_id),
    ).fetchall()
    usurped = [row for row in rows if meant.get((row["feed_kind"], row["feed_id"]), row["ref"]) != row["ref"]]
    if usurped:
        bury(db, [row for row in usurped if not row["gone"]], now)
        db.execute(f"UPDATE item t SET feed_id = feed_id || chr(10) || t.key FROM {_THESE} WHERE {_IS}", _keys(usurped))
    return bool(usurped)


def _new_keys(db: Db, number: int) -> list[int]:
    if not number:
        return []
    rows = db.execute("SELECT nextval('item_key') AS key FROM generate_series(1, %s)", (number,)).fetchall()
    return [row["key"] for row in rows]


# Taking away


def bury(db: Db, doomed: Sequence[dict[str, Any]], now: datetime) -> int:
    """Live items become tombstones: nothing of what they said can be found, only that they were. How many.

    Each is a row with `origin`, `key` and the `reason` why it is gone.
    """
    if not doomed:
        return 0
    given = list(next_numbers(db, len(doomed)))
    origins, keys = _keys(doomed)
    postgres_index.forget(db, origins, keys)
    forget_own_buckets(db, origins, keys)
    db.execute(
        "UPDATE item t SET gone = true, reason = d.reason, digest = '', retrieved = %s, repeats = false"
        f" FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS d(origin, key, reason) WHERE {_IS}",
        (now, origins, keys, [row["reason"] for row in doomed]),
    )
    _move_changes(db, origins, keys, given)
    return len(doomed)


def give_reasons(db: Db, source_id: int, gone: Sequence[Key], now: datetime) -> None:
    """What is gone already, and is said to be gone for another reason, gets a new tombstone (feed-reason)."""
    said = [key for key in gone if key.reason]
    if not said:
        return
    rows = db.execute(
        "SELECT t.origin, t.key, d.reason FROM unnest(%s::text[], %s::text[], %s::text[]) AS d(kind, id, reason)"
        " JOIN item t ON t.source = %s AND t.feed_id = d.id AND t.feed_kind = d.kind WHERE t.gone AND t.reason <> d.reason",
        (*_names(said), [key.reason for key in said], source_id),
    ).fetchall()
    if not rows:
        return
    given = list(next_numbers(db, len(rows)))
    db.execute(
        "UPDATE item t SET reason = d.reason, retrieved = %s"
        f" FROM unnest(%s::int[], %s::bigint[], %s::text[]) AS d(origin, key, reason) WHERE {_IS}",
        (now, *_keys(rows), [row["reason"] for row in rows]),
    )
    _move_changes(db, *_keys(rows), given)


def next_numbers(db: Db, number: int) -> range:
    """Outgoing change numbers. The row of the last one is held until commit, so numbers are seen in order (feed-visibility)."""
    row = db.execute(
        "UPDATE hub SET value = (value::bigint + %s)::text WHERE name = 'number' RETURNING value::bigint AS last",
        (number,),
    ).fetchone()
    assert row
    return range(row["last"] - number + 1, row["last"] + 1)


def _move_changes(db: Db, origins: Sequence[int], keys: Sequence[int], given: Sequence[int]) -> None:
    db.execute(
        "UPDATE change t SET number = d.number, own_bucket = NULL, own_leaf = NULL"
        f" FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS d(origin, key, number) WHERE {_IS}",
        (origins, keys, given),
    )


def forget_own_buckets(db: Db, origins: Sequence[int], keys: Sequence[int]) -> None:
    """The buckets of the hub's own feed in which these items are now have to be worked out again."""
    db.execute(
        f"DELETE FROM bucket WHERE source = 0 AND number IN (SELECT t.own_bucket FROM change t JOIN {_THESE} ON {_IS})",
        (origins, keys),
    )


# Putting aside


def quarantine(db: Db, source_id: int, aside: Sequence[Quarantine], baseline: int, now: datetime) -> None:
    """Keeps bad items aside with the reasons. One without a digest is of no use; one with it only is not valid."""
    aside = tuple({(bad.key.kind, bad.key.id): bad for bad in aside}.values())
    if not aside:
        return
    keys = [bad.key for bad in aside]
    _forget_findings(db, source_id, keys)
    db.execute(
        "INSERT INTO quarantine (source, feed_kind, feed_id, modified, name, raw, seen, usable)"
        " SELECT %s, kind, id, modified, name, raw, %s, usable"
        " FROM unnest(%s::text[], %s::text[], %s::bigint[], %s::text[], %s::bytea[], %s::bool[])"
        " AS d(kind, id, modified, name, raw, usable)"
        " ON CONFLICT (source, feed_id, feed_kind) DO UPDATE SET modified = excluded.modified, name = excluded.name, raw = excluded.raw,"
        " seen = excluded.seen, usable = excluded.usable",
        (
            *(source_id, baseline, *_names(keys), [key.modified for key in keys]),
            *([bad.name for bad in aside], [bad.raw for bad in aside], [bool(key.digest) for key in keys]),
        ),
    )
    write_findings(db, source_id, [(bad.key, bad.findings) for bad in aside], now)


def release(db: Db, source_id: int, batch: Batch) -> None:
    """What was put aside is so no longer once an entry of that name can be used; nor is what was found on items that changed."""
    usable = [
        *(p.key for p in batch.puts),
        *batch.same,
        *batch.gone,
        *(b.key for b in batch.quarantined if b.key.digest),
    ]
    rows = db.execute(  # by its id alone, since what is of no use may have no kind
        "SELECT feed_kind, feed_id, usable FROM quarantine WHERE source = %s AND feed_id = ANY(%s)",
        (source_id, [key.id for key in usable]),
    ).fetchall()
    sound = {(key.kind, key.id) for key in (*batch.same, *(p.key for p in batch.puts))}
    over = [
        Key(kind=r["feed_kind"], id=r["feed_id"], modified=0)
        for r in rows
        if not r["usable"] or (r["feed_kind"], r["feed_id"]) in sound
    ]
    if over:
        db.execute(
            f"DELETE FROM quarantine t USING {_NAMED} WHERE t.source = %s AND t.feed_id = d.id AND t.feed_kind = d.kind",
            (*_names(over), source_id),
        )
    _forget_findings(db, source_id, [*(p.key for p in batch.puts), *over])


def release_gone(db: Db, source_id: int, going: int) -> None:
    """Nothing is kept aside of entries that are deleted, nor what was found on them."""
    for table in ("quarantine", "finding"):
        db.execute(
            f"DELETE FROM {table} t USING entry e WHERE e.source = %s AND e.going = %s AND e.going > 0"
            " AND t.source = e.source AND t.feed_id = e.id AND t.feed_kind = e.kind",
            (source_id, going),
        )


# Findings


def write_loose(db: Db, source_id: int, findings: Sequence[Finding], now: datetime, *, afresh: bool) -> None:
    """Findings of pages; `afresh` forgets those before. A page that leads astray is read again, and says the same each time."""
    if afresh:
        db.execute("DELETE FROM finding WHERE source = %s AND feed_kind = %s", (source_id, LOOSE))
    elif findings:
        db.execute(
            "DELETE FROM finding t USING unnest(%s::text[], %s::text[], %s::text[]) AS d(item, code, pointer)"
            " WHERE t.source = %s AND t.feed_kind = %s AND t.feed_id = d.item AND t.code = d.code AND t.pointer = d.pointer",
            ([f.item for f in findings], [f.code for f in findings], [f.pointer for f in findings], source_id, LOOSE),
        )
    write_findings(db, source_id, [(Key(kind=LOOSE, id=f.item, modified=0), (f,)) for f in findings], now)


def write_findings(db: Db, source_id: int, found: Iterable[tuple[Key, Iterable[Finding]]], now: datetime) -> None:
    rows = [
        (key.kind, key.id, f.code, f.severity, f.pointer, f.message, f.remedy)
        for key, findings in found
        for f in findings
    ]
    if rows:
        db.execute(
            "INSERT INTO finding (source, found, feed_kind, feed_id, code, severity, pointer, message, remedy)"
            f" SELECT %s, %s, * FROM unnest({', '.join(['%s::text[]'] * 7)})",
            (source_id, now, *map(list, zip(*rows, strict=True))),
        )


def _forget_findings(db: Db, source_id: int, keys: Sequence[Key]) -> None:
    if keys:
        db.execute(
            f"DELETE FROM finding t USING {_NAMED} WHERE t.source = %s AND t.feed_id = d.id AND t.feed_kind = d.kind",
            (*_names(keys), source_id),
        )


# Values


def text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def own_address(db: Db) -> str | None:
    """The address in front of the references of items in the hub's own feed; None while the hub knows none."""
    row = db.execute("SELECT value FROM hub WHERE name = 'own_address'").fetchone()
    return row["value"] if row else None


def _names(keys: Iterable[Key]) -> tuple[list[str], list[str]]:
    keys = list(keys)
    return [key.kind for key in keys], [key.id for key in keys]


def _keys(rows: Sequence[dict[str, Any]]) -> tuple[list[int], list[int]]:
    return [row["origin"] for row in rows], [row["key"] for row in rows]
