"""What one transaction writes: which items are new, changed or gone, their numbers, and the buckets that follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from openhub.errors import UsageError
from openhub.model.root import BUCKETS, bucket, leaf
from openhub.publish import tables
from openhub.publish.items import Aside, Ready
from openhub.publish.tables import State
from openhub.publish.transactions import Connection

REASONS = ("ended", "withdrawn", "error", "urgent")  # feed-reason

Name = tuple[str, str]  # kind, id


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What came of a writing, in items; `aside` are those that were not published, each with its findings."""

    new: int = 0
    changed: int = 0
    gone: int = 0
    unchanged: int = 0
    aside: tuple[Aside, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.counts(), *map(str, self.aside)])

    def counts(self) -> str:
        counts = f"{self.new} new, {self.changed} changed, {self.gone} gone, {self.unchanged} unchanged"
        return f"{counts}, {len(self.aside)} put aside."


@dataclass(slots=True)
class Draft:
    """Changes on their way, in the order in which they will be numbered; `held` is what the feed says of their ids."""

    held: dict[Name, Any]
    puts: dict[Name, Ready] = field(default_factory=dict)
    deletes: dict[Name, str | None] = field(default_factory=dict)
    unchanged: int = 0

    def has(self, item: Ready) -> bool:
        """Whether the item is published just so."""
        row = self.held.get((item.kind, item.id))
        return row is not None and bool(row.digest == item.digest)

    def put(self, item: Ready) -> None:
        """A version that is published already changes nothing."""
        if self.has(item):
            self.unchanged += 1
        else:
            self.puts[item.kind, item.id] = item

    def delete(self, name: Name, reason: str | None) -> None:
        """What is gone already stays as it is, unless this time it is urgent."""
        row = self.held[name]
        if row.digest is not None or (reason == "urgent" != row.reason):
            self.deletes[name] = reason


def known_reason(reason: str | None) -> None:
    """Raises UsageError for a reason that a tombstone may not have."""
    if reason is not None and reason not in REASONS:
        raise UsageError(f"The reason {reason!r} cannot be given. Give {', '.join(REASONS)}, or none.")


def draft(connection: Connection, ids: Iterable[str] | None) -> Draft:
    """A draft that knows these items, or all."""
    return Draft({(row.kind, row.id): row for row in tables.named(connection, ids)})


def write(connection: Connection, state: State, changes: Draft, *, base: int, now: int) -> State:
    """Writes a draft; the state after it. Tombstones come first: an id whose type has changed is then live for everybody.

    `base` is what the first number must be above when none was given out yet, `now` in seconds since 1970.
    """
    names: list[tuple[Name, Ready | None, str | None]] = [(n, None, r) for n, r in changes.deletes.items()]
    names += [(name, item, None) for name, item in changes.puts.items()]
    if not names:
        return state
    first = max(state.head, state.floor, 0 if state.head else base) + 1
    rows = [_row(first + place, *change, now=now) for place, change in enumerate(names)]
    former = [changes.held[name] for name, _, _ in names if name in changes.held]
    tables.replace(connection, [row.number for row in former], rows)
    live = sum(row["leaf"] is not None for row in rows) - sum(row.digest is not None for row in former)
    after = replace(state, head=rows[-1]["number"], count=state.count + live)
    tables.set_state(connection, head=after.head, count=after.count)
    tables.redo(connection, [row["bucket"] for row in rows if row["leaf"]] + [r.bucket for r in former if r.digest])
    return after


def _row(number: int, name: Name, item: Ready | None, reason: str | None, *, now: int) -> dict[str, Any]:
    kind, id_ = name
    return {
        "number": number,
        "kind": kind,
        "id": id_,
        "data": item.data if item else None,
        "digest": item.digest if item else None,
        "bucket": bucket(id_),
        "leaf": leaf(kind, id_, number, item.digest).hex() if item else None,
        "reason": reason,
        "changed": now,
    }


def counted(changes: Draft, aside: Sequence[Aside]) -> Written:
    held = {name for name, row in changes.held.items() if row.digest is not None}
    changed = len(held & changes.puts.keys())
    return Written(
        new=len(changes.puts) - changed,
        changed=changed,
        gone=len(held & changes.deletes.keys()),
        unchanged=changes.unchanged,
        aside=tuple(aside),
    )


def begin_epoch(connection: Connection, state: State, *, epoch: str, above: int, floor: int, now: int) -> State:
    """All that is known is numbered anew (feed-epoch, feed-renumber, feed-reissue).

    `above` is a number that was given out, as far as that is known; `floor` one that is higher than any that may have been.
    """
    head, floor = max(state.head, above), max(state.floor, floor)
    rows = sorted(tables.named(connection), key=lambda row: row.number)
    first = max(head, floor) + 1
    tables.renumber(connection, [_renumbered(row, first + place, now) for place, row in enumerate(rows)])
    previous = f"{state.previous}\n{state.epoch}".strip()
    after = replace(
        state, epoch=epoch, head=first + len(rows) - 1 if rows else head, floor=floor, horizon=0, previous=previous
    )
    tables.set_state(connection, epoch=epoch, head=after.head, floor=after.floor, horizon=0, previous=previous)
    tables.redo(connection, range(BUCKETS))
    return after


def _renumbered(row: Any, number: int, now: int) -> dict[str, Any]:
    new_leaf = leaf(row.kind, row.id, number, row.digest).hex() if row.digest else None
    return {"old": row.number, "new": number, "new_leaf": new_leaf, "at": now}


def purge(connection: Connection, state: State, *, through: int, before: int, now: int) -> State:
    """Removes tombstones made by a time; the highest of them is the horizon (feed-horizon)."""
    horizon = max(state.horizon, tables.purge(connection, through=through, before=before))
    tables.set_state(connection, horizon=horizon, purged_at=now)
    return replace(state, horizon=horizon, purged_at=now)
