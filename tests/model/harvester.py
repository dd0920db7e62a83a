"""A harvester as the feed's rules have it, with each rule that can be broken broken on request."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from tests.model.feed import START, Clock, Cursor, Feed, Held, Mishap, Page, Record, Root, State, is_last, root
from tests.model.rules import Rules

BASELINES_A_RUN = 2
PAGES_A_RUN = 30
HOURS_BETWEEN_BASELINES = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """All that outlives the program: a page changes it in one transaction (harvest-atomic)."""

    items: Mapping[str, Held] = field(default_factory=dict)
    cursor: Cursor = START
    epoch: str = ""
    baselines: int = 1
    """How many have begun."""
    reach: int = 0
    """How far the feed was known to reach when the latest baseline began."""
    gap: bool = False
    """Whether a deletion may have been lost since then; at an end without a root that begins a baseline."""
    seen: frozenset[str] | None = frozenset()
    """What the baseline under way has shown; None when none is."""
    unconfirmed: Mapping[str, int] = field(default_factory=dict)
    """Items that a baseline did not show, each with the hour at which the first such baseline ended."""

    def live(self) -> dict[str, Held]:
        return {id: held for id, held in self.items.items() if held.content is not None}


class ModelHarvester:
    """Reads one page at a step."""

    def __init__(self, feed: Feed, rules: Rules, clock: Clock) -> None:
        self.feed, self.rules, self.clock = feed, rules, clock
        self.memory = Memory()
        self._forget()

    def _forget(self) -> None:
        """What only the running program knows."""
        self.state: State = "failed"  # no run is under way
        self.begun = 0
        self.pages = 0

    def begin_baseline(self) -> None:
        """harvest-plain: from time to time, or whenever somebody asks for it."""
        self._forget()
        self.memory = self._begin_baseline(self.memory)

    def held(self) -> Mapping[str, Held]:
        return self.memory.live()

    def unconfirmed(self) -> frozenset[str]:
        return frozenset(self.memory.unconfirmed)

    def step(self, mishap: Mishap = "none") -> State:
        if self.state not in ("reading", "baseline"):
            self._begin_run()
        before = self.memory
        page = self._ask(before)
        after = self._read(before, self._unbroken(before, page, mishap))
        if mishap == "killed":
            self.memory = self._saved(before, after)
            self._forget()
        else:
            self.memory = after
        return self.state

    # Runs

    def _begin_run(self) -> None:
        self._forget()
        self.state = "reading" if self.memory.seen is None else "baseline"
        if self._beyond_head():
            self.memory = replace(self._begin_baseline(self.memory), reach=0)
        elif self._second_is_due():
            self.memory = self._begin_baseline(self.memory)

    def _beyond_head(self) -> bool:
        """harvest-head: the publisher has gone back behind the cursor."""
        return self.rules.harvest_head and self.rules.feed_count and self.memory.cursor[0] > self.feed.head()

    def _second_is_due(self) -> bool:
        """harvest-second: the first run after the hour begins the second baseline."""
        return self.memory.seen is None and any(map(self._long_ago, self.memory.unconfirmed.values()))

    def _long_ago(self, hour: int) -> bool:
        return self.clock.now >= hour + HOURS_BETWEEN_BASELINES

    def _begin_baseline(self, memory: Memory) -> Memory:
        """harvest-third, harvest-horizon: drops the cursor but not how far it was, and reads from the start; the third time
        in a run is too often."""
        self.begun += 1
        too_often = self.rules.harvest_third and self.begun > BASELINES_A_RUN
        self.state = "failed" if too_often else "baseline"
        known = 0 if self.rules.harvest_horizon in ("at once", "without the cursor") else memory.cursor[0]
        reach, baselines = max(memory.reach, known), memory.baselines + 1
        return replace(memory, cursor=START, baselines=baselines, seen=frozenset(), reach=reach, gap=False)

    def _saved(self, before: Memory, after: Memory) -> Memory:
        """harvest-atomic: what is left of a page when the program is killed while it saves it."""
        if self.rules.harvest_atomic == "cursor first":
            return replace(before, cursor=after.cursor, epoch=after.epoch)
        if self.rules.harvest_atomic == "data first":
            return replace(after, cursor=before.cursor, epoch=before.epoch)
        if self.rules.harvest_atomic == "without the marks":
            return replace(after, seen=None if after.seen is None else frozenset())
        if self.rules.harvest_atomic == "without the gap":
            return replace(after, gap=before.gap)
        return before

    # Pages

    def _ask(self, memory: Memory) -> Page:
        """harvest-fresh: baselines go past the caches, except for the first; so may ends, where that is asked for too."""
        rule, cursor = self.rules.harvest_fresh, memory.cursor
        again = memory.seen is not None and memory.baselines > 1
        page = self.feed.get(cursor, fresh=again and rule != "off")
        return self.feed.get(cursor, fresh=True) if rule == "baselines and ends" and is_last(page, cursor) else page

    def _unbroken(self, memory: Memory, page: Page, mishap: Mishap) -> Page | None:
        """harvest-failure: an answer that failed is no page; without the rule it passes for an empty one."""
        if mishap != "broken answer":
            return page
        if self.rules.harvest_failure:
            return None
        return replace(page, records=(), next=memory.cursor, epoch=memory.epoch or page.epoch, root=None)

    def _read(self, memory: Memory, page: Page | None) -> Memory:
        """What a page does to what is held; sets the state."""
        if page is None:
            return self._fail(memory)
        if self._another_epoch(memory, page):
            return self._begin_baseline(memory)
        memory = self._at_the_start(memory, page)
        if self._forgotten(memory, page):
            if self.rules.harvest_horizon == "at once":
                return self._begin_baseline(memory)
            memory = replace(memory, gap=True)
        for record in page.records:
            memory = self._apply(memory, record)
        if is_last(page, memory.cursor):
            return self._end(memory, page)
        return replace(memory, cursor=page.next) if self._goes_on(memory, page) else self._fail(memory)

    def _fail(self, memory: Memory) -> Memory:
        self.state = "failed"
        return memory

    def _another_epoch(self, memory: Memory, page: Page) -> bool:
        """harvest-epoch: the cursor belongs to an epoch that is over."""
        return self.rules.harvest_epoch and not _starts(memory) and memory.epoch != page.epoch

    def _forgotten(self, memory: Memory, page: Page) -> bool:
        """harvest-horizon: a tombstone was removed that is newer than the latest baseline, and that the cursor had not reached."""
        rule, baseline = self.rules.harvest_horizon, memory.seen is not None
        if memory.cursor[0] >= page.horizon or rule == "off":
            return False
        if rule == "at every run" and not baseline:
            return True
        return page.horizon > memory.reach and not (rule == "not in a baseline" and baseline)

    def _goes_on(self, memory: Memory, page: Page) -> bool:
        """harvest-progress, harvest-limits: `next` rises, and the run does not go on for ever."""
        self.pages += 1
        rises = page.next > memory.cursor or not self.rules.harvest_progress
        return rises and (self.pages < PAGES_A_RUN or not self.rules.harvest_limits)

    def _at_the_start(self, memory: Memory, page: Page) -> Memory:
        """harvest-horizon: the first page of a baseline says in which epoch it is, and that the feed reaches to its horizon."""
        if not _starts(memory):
            return memory
        reach = memory.reach if memory.epoch == page.epoch else 0
        return replace(memory, epoch=page.epoch, reach=max(reach, page.horizon))

    def _apply(self, memory: Memory, record: Record) -> Memory:
        """harvest-entries, harvest-repeat: keeps or deletes an item; either way a baseline has seen it."""
        items, seen = memory.items, memory.seen
        if not self._overtaken(memory, record):
            items = {**items, record.id: Held(record.content, record.number, memory.epoch, memory.baselines)}
        unconfirmed = {id: hour for id, hour in memory.unconfirmed.items() if id != record.id}
        seen = None if seen is None else seen | {record.id}
        return replace(memory, items=items, seen=seen, unconfirmed=unconfirmed)

    def _overtaken(self, memory: Memory, record: Record) -> bool:
        """harvest-repeat: what was applied last, since the latest baseline began, has a higher number."""
        last, rule = memory.items.get(record.id), self.rules.harvest_repeat
        if rule == "off" or last is None or last.epoch != memory.epoch:
            return False
        if rule == "since the baseline" and last.baseline < memory.baselines:
            return False
        return record.number < last.number or (rule == "equal ones too" and record.number == last.number)

    # The end

    def _end(self, memory: Memory, page: Page) -> Memory:
        """harvest-root, harvest-sweep, harvest-second, harvest-horizon: the last page is reached."""
        unseen = memory.live().keys() - (memory.seen or ())
        if memory.seen is None or not self.rules.harvest_sweep:
            unseen = set()
        if page.root is None or not self.rules.harvest_root:
            return self._begin_baseline(memory) if memory.gap else self._end_without_root(memory, unseen)
        for gone in (unseen, set()):
            if self._root(memory, gone) == page.root:
                return self._ended(memory, "verified", gone)
        if memory.seen is not None:
            return self._ended(memory, "inconsistent", set())
        return self._begin_baseline(memory)

    def _root(self, memory: Memory, without: set[str]) -> Root:
        live = {id: (held.number, held.content) for id, held in memory.items.items() if id not in without}
        return root(
            {id: (number, content) for id, (number, content) in live.items() if content is not None}, self.rules
        )

    def _end_without_root(self, memory: Memory, unseen: set[str]) -> Memory:
        """harvest-second: what two baselines an hour apart have not shown is gone."""
        first = memory.unconfirmed
        gone = {id for id in unseen if id in first and self._long_ago(first[id])}
        if not self.rules.harvest_second:
            gone = unseen
        waiting = {id: first.get(id, self.clock.now) for id in unseen - gone} if memory.seen is not None else first
        return replace(self._ended(memory, "complete", gone), unconfirmed=waiting)

    def _ended(self, memory: Memory, state: State, gone: set[str]) -> Memory:
        self.state = state
        items = {id: replace(held, content=None) if id in gone else held for id, held in memory.items.items()}
        return replace(memory, items=items, seen=None, unconfirmed={}, gap=False)


def _starts(memory: Memory) -> bool:
    """Whether the next page is the first of a baseline."""
    return memory.cursor == START and memory.seen is not None
