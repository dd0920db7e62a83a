"""The toolkit's own tables in the publisher's database, and every statement on them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Executable,
    FromClause,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    bindparam,
    func,
    inspect,
    select,
)
from sqlalchemy.sql.functions import aggregate_strings

from openhub.model.root import BUCKETS, bucket_digest

_EMPTY = bucket_digest(()).hex()
_MOST_IDS = 500  # of one statement; SQLite takes 32,766 values
_NUMBER = BigInteger().with_variant(Integer, "sqlite")  # there an INTEGER PRIMARY KEY is the row's own number

METADATA = MetaData()
FEED = Table(
    "openhub_feed",
    METADATA,
    Column("one", SmallInteger, primary_key=True, autoincrement=False),
    Column("epoch", String(64), nullable=False),
    Column("head", BigInteger, nullable=False),
    Column("floor", BigInteger, nullable=False),
    Column("horizon", BigInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("purged_at", BigInteger, nullable=False),
    Column("previous", Text, nullable=False),
)
CHANGE = Table(
    "openhub_change",
    METADATA,
    Column("number", _NUMBER, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("data", Text),
    Column("digest", String(64)),
    Column("bucket", SmallInteger, nullable=False),
    Column("leaf", String(64)),
    Column("reason", String(20)),
    Column("changed", BigInteger, nullable=False),
    Index("openhub_change_item", "id", "kind", unique=True),
    Index("openhub_change_leaf", "bucket", "leaf"),
)
BUCKET = Table(
    "openhub_bucket",
    METADATA,
    Column("number", SmallInteger, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """`head` is the highest number given out; `floor` one that the next must be above; `previous` epochs, one a line."""

    epoch: str
    head: int
    floor: int
    horizon: int
    count: int
    purged_at: int
    previous: str


_C, _F = CHANGE.c, FEED.c
_STATE = select(_F.epoch, _F.head, _F.floor, _F.horizon, _F.count, _F.purged_at, _F.previous)
_NAMED = select(_C.number, _C.kind, _C.id, _C.digest, _C.bucket, _C.reason)
_FOUND = _NAMED.where(_C.id.in_(bindparam("ids", expanding=True)))
_PAGE = (
    select(_C.number, _C.kind, _C.id, _C.data, _C.reason)
    .where(_C.number > bindparam("after"))
    .order_by(_C.number)
    .limit(bindparam("most"))
)
_LIVE = select(_C.number, _C.kind, _C.id, _C.data, _C.reason).where(_C.data.is_not(None)).order_by(_C.number)
_LEAVES = select(aggregate_strings(_C.leaf, "")).where(_C.bucket == bindparam("which"), _C.leaf.is_not(None))
_ALL_LEAVES = select(_C.bucket, aggregate_strings(_C.leaf, "")).where(_C.leaf.is_not(None)).group_by(_C.bucket)
_GONE = _C.data.is_(None) & (_C.number <= bindparam("through")) & (_C.changed <= bindparam("before"))
_HIGHEST_GONE = select(func.max(_C.number)).where(_GONE)
_INSERT = CHANGE.insert()
_DELETE = CHANGE.delete().where(_C.number == bindparam("old"))
_RENUMBER = (
    CHANGE.update()
    .where(_C.number == bindparam("old"))
    .values(number=bindparam("new"), leaf=bindparam("new_leaf"), changed=bindparam("at"))
)
_SET_BUCKET = BUCKET.update().where(BUCKET.c.number == bindparam("which")).values(digest=bindparam("new"))


def create(connection: Connection, epoch: str) -> None:
    """Makes the tables that are not there. The caller holds the lock."""
    METADATA.create_all(connection)
    if connection.execute(_STATE).first() is None:
        start = {"epoch": epoch, "head": 0, "floor": 0, "horizon": 0, "count": 0, "purged_at": 0, "previous": ""}
        connection.execute(FEED.insert(), {"one": 1, **start})
        connection.execute(BUCKET.insert(), [{"number": number, "digest": _EMPTY} for number in range(BUCKETS)])


def are_there(connection: Connection) -> bool:
    return inspect(connection).has_table(FEED.name)


def rows(connection: Connection, source: Any) -> Iterator[Any]:
    """The rows of a publisher's own table or select."""
    statement: Executable = source.select() if isinstance(source, FromClause) else source
    yield from connection.execute(statement)


def state(connection: Connection) -> State:
    row = connection.execute(_STATE).one()
    return State(**row._mapping)


def set_state(connection: Connection, **values: Any) -> None:
    connection.execute(FEED.update().values(**values))


def named(connection: Connection, ids: Iterable[str] | None = None) -> Iterator[Any]:
    """Number, kind, id, digest (None: it is a tombstone), bucket and reason of these items, or of all."""
    if ids is None:
        yield from connection.execute(_NAMED)
        return
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), _MOST_IDS):
        yield from connection.execute(_FOUND, {"ids": wanted[start : start + _MOST_IDS]}).all()


def replace(connection: Connection, old: Sequence[int], rows: Sequence[dict[str, Any]]) -> None:
    """Takes the changes with the old numbers away and puts in new ones."""
    if old:
        connection.execute(_DELETE, [{"old": number} for number in old])
    if rows:
        connection.execute(_INSERT, rows)


def renumber(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Each row has `old` and `new` numbers, the `new_leaf`, and the time `at`."""
    if rows:
        connection.execute(_RENUMBER, rows)


def page(connection: Connection, after: int, most: int) -> Sequence[Any]:
    """Number, kind, id, data and reason of the changes after a number."""
    return connection.execute(_PAGE, {"after": after, "most": most}).all()


def live(connection: Connection) -> Iterator[Any]:
    """The same of all live items, in the order of their numbers, a thousand held at a time."""
    yield from connection.execution_options(yield_per=1000).execute(_LIVE)


def purge(connection: Connection, *, through: int, before: int) -> int:
    """Removes tombstones up to a number that were made by a time (Unix seconds); the highest of them, or 0."""
    which = {"through": through, "before": before}
    highest = connection.execute(_HIGHEST_GONE, which).scalar()
    if highest is None:
        return 0
    connection.execute(CHANGE.delete().where(_GONE), which)
    return int(highest)


# The root, of which a change redoes one bucket of 256 (feed-root)


def redo(connection: Connection, numbers: Iterable[int]) -> None:
    """Works the digests of these buckets out anew, in one reading when there are many."""
    numbers = sorted(set(numbers))
    if len(numbers) > BUCKETS // 4:
        leaves: dict[int, str] = {row[0]: row[1] for row in connection.execute(_ALL_LEAVES)}
    else:
        leaves = {number: connection.execute(_LEAVES, {"which": number}).scalar() or "" for number in numbers}
    if numbers:
        new = [{"which": number, "new": _digest(leaves.get(number, ""))} for number in numbers]
        connection.execute(_SET_BUCKET, new)


def _digest(leaves: str) -> str:
    """The digest of a bucket whose leaves are given in hexadecimal, one after another in any order."""
    every = bytes.fromhex(leaves)
    return bucket_digest(every[start : start + 32] for start in range(0, len(every), 32)).hex()


def buckets(connection: Connection) -> list[bytes]:
    """The 256 digests in order."""
    digests = connection.execute(select(BUCKET.c.digest).order_by(BUCKET.c.number)).scalars()
    return [bytes.fromhex(digest) for digest in digests]
