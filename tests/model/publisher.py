"""A publisher as the feed's rules have it, with each rule that can be broken broken on request."""

from dataclasses import dataclass, replace

from tests.model.feed import Clock, Cursor, Page, Record, Root, root
from tests.model.rules import Rules

PAGE_SIZE = 2
RETENTION_HOURS = 3


@dataclass(frozen=True, slots=True)
class Row:
    """An item's latest change, where it stands in the feed, and since when."""

    place: Cursor
    content: int | None
    since: int


@dataclass(frozen=True, slots=True)
class Transaction:
    """A change that nobody sees yet; it may have its place already."""

    item: str
    content: int | None
    place: Cursor | None


@dataclass(frozen=True, slots=True)
class Database:
    """All that a restored backup brings back."""

    rows: dict[str, Row]
    counter: int
    epoch: int
    horizon: int


class ModelPublisher:
    """Numbers changes, shows them page by page, forgets old tombstones, and is restored and imported anew."""

    def __init__(self, rules: Rules, clock: Clock) -> None:
        self.rules, self.clock = rules, clock
        self.database = Database({}, counter=0, epoch=1, horizon=0)
        self.back_up()
        self.transactions: list[Transaction] = []
        self.hidden: dict[str, Row] = {}
        self.clock_error = 0
        self.highest = 0  # feed-high-water: kept outside the database
        self.epochs = 1

    @property
    def rows(self) -> dict[str, Row]:
        return self.database.rows

    def live(self) -> dict[str, int]:
        return {id: row.content for id, row in self.rows.items() if row.content is not None}

    # Changing

    def begin(self, item: str, content: int | None) -> None:
        locked = any(t.item == item for t in self.transactions)
        if locked or item in self.hidden:
            return
        place = None if self.rules.feed_visibility == "at commit" else self._place(item)
        self.transactions.append(Transaction(item, content, place))

    def open_transactions(self) -> int:
        return len(self.transactions)

    def commit(self, which: int) -> None:
        """feed-visibility, feed-tombstone: a number given out here is visible before any higher one exists."""
        change = self.transactions.pop(which)
        there = self.rows.get(change.item)
        if change.content is None and (there is None or there.content is None):
            return
        place = change.place or self._place(change.item)
        self.rows[change.item] = Row(place, change.content, self.clock.now)

    def _place(self, item: str) -> Cursor:
        """The place of a change in the feed: by its number alone, or by its time and then its id."""
        by_the_clock = self.rules.feed_visibility == "by the clock"
        number = max(1, self.clock.now - self.clock_error) if by_the_clock else self.database.counter + 1
        self.database = replace(self.database, counter=max(number, self.database.counter))
        self.highest = max(self.highest, number)
        return (number, item if by_the_clock else "")

    def change_silently(self, item: str, content: int) -> None:
        row = self.rows.get(item)
        if row and row.content is not None:
            self.rows[item] = replace(row, content=content)

    def turn_clock_back(self) -> None:
        self.clock_error += 1

    def purge(self) -> None:
        """feed-horizon, feed-retention: the highest number of the tombstones that are no longer kept."""
        old = [i for i, r in self.rows.items() if r.content is None and self.clock.now - r.since >= RETENTION_HOURS]
        numbers = [self.rows.pop(item).place[0] for item in old]
        if self.rules.feed_horizon:
            self.database = replace(self.database, horizon=max([self.database.horizon, *numbers]))

    # Showing

    def head(self) -> int:
        """feed-checkpoint: the highest number given out, as far as the database knows."""
        return max([self.database.counter, *(row.place[0] for row in self.rows.values())])

    def page(self, after: Cursor) -> Page:
        """feed-page, feed-order, feed-next, feed-last, feed-state, feed-count: one state of the database (feed-snapshot)."""
        records = self._records(after)
        if not self.rules.feed_snapshot and self.transactions:
            self.commit(0)
        last = not records
        return Page(
            records=tuple(Record(id, place[0], content) for place, id, content in records),
            next=max((place for place, _, _ in self._records(after)), default=after),
            epoch=str(self.database.epoch),
            horizon=self.database.horizon,
            root=self._root() if last and self.rules.feed_count else None,
        )

    def _records(self, after: Cursor) -> list[tuple[Cursor, str, int | None]]:
        return sorted((r.place, id, r.content) for id, r in self.rows.items() if r.place > after)[:PAGE_SIZE]

    def _root(self) -> Root:
        return root({i: (r.place[0], r.content) for i, r in self.rows.items() if r.content is not None}, self.rules)

    # Losing continuity

    def back_up(self) -> None:
        self.backup = replace(self.database, rows=dict(self.rows))

    def restore(self) -> None:
        self.database = replace(self.backup, rows=dict(self.backup.rows))
        self.transactions = []
        self.hidden = {}
        self._begin_again()

    def import_anew(self, item: str) -> None:
        self.transactions = []
        if item in self.hidden:
            self.rows[item] = self.hidden.pop(item)
        elif item in self.live():
            self.hidden[item] = self.rows.pop(item)
            if self.rules.feed_reissue:
                self.rows[item] = replace(self.hidden[item], content=None)
        self.database = replace(self.database, counter=0)
        self._begin_again()

    def _begin_again(self) -> None:
        """feed-epoch, feed-renumber, feed-reissue: continuity is lost, and whoever reads is to know it."""
        if self.rules.feed_epoch == "one more than now":
            self.database = replace(self.database, epoch=self.database.epoch + 1)
        elif self.rules.feed_epoch == "never used before":
            self.epochs += 1
            self.database = replace(self.database, epoch=self.epochs, horizon=0)
        if self.rules.feed_renumber:
            self.database = replace(self.database, counter=self.highest)
        if self.rules.feed_reissue:
            for item, row in sorted(self.rows.items(), key=lambda pair: pair[1].place):
                self.rows[item] = Row(self._place(item), row.content, self.clock.now)
