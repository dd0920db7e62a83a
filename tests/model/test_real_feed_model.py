"""The real publisher and the real harvester keep the rules of the model, over a network that does everything a network does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Engine

from openhub.harvest.walk import Walk
from openhub.model.record import Page
from openhub.publish import tables
from openhub.stores import sqlite_ledger as ledger
from tests.model.cache import PAGE_HOURS
from tests.model.feed import Clock
from tests.model.machine import USUAL, FeedMachine, Scenario, Trouble, World, allowed, check_claim, search, settle
from tests.model.publisher import RETENTION_HOURS
from tests.model.real_harvester import RealHarvester
from tests.model.real_publisher import CHECKPOINT, Continuity, RealPublisher, database
from tests.model.rules import Fault, Kind
from tests.model.test_schedules import KEPT_HOURS, forgetting_all_the_time, pages_to_the_end, put, take_away
from tests.model.transport import FAILURES, MISLEADING, ODD, Disturbance, Transport

STEPS = 10


@dataclass(frozen=True, slots=True)
class Case:
    """What the publisher proves, what it notices, and what may happen."""

    says: str
    proves: bool = True
    continuity: Continuity = "new epoch"
    troubles: frozenset[Trouble] = USUAL
    checkpoint: bool | None = None
    """Whether the harvester knows the checkpoint; by default if the publisher proves anything."""

    def __str__(self) -> str:
        return self.says

    def world(self, engine: Engine) -> World:
        clock = Clock()
        publisher = RealPublisher(engine, clock, self.continuity, proves=self.proves)
        transport = Transport(publisher, clock, hours=PAGE_HOURS, keeps_ends="kept end" in self.troubles)
        known = self.proves if self.checkpoint is None else self.checkpoint
        return World(clock, publisher, transport, RealHarvester(transport, clock, CHECKPOINT if known else ""))


def parts(world: World) -> tuple[RealPublisher, RealHarvester]:
    assert isinstance(world.publisher, RealPublisher)
    assert isinstance(world.harvester, RealHarvester)
    return world.publisher, world.harvester


def check_end(world: World) -> None:
    """When all is quiet the source is in the best state that it can be in, and nothing is put aside."""
    publisher, harvester = parts(world)
    assert harvester.source.state == ("verified" if publisher.proves else "complete")
    assert harvester.source.quarantined == 0


class RealFeedMachine(FeedMachine):
    """The model's machine, and all that a network does beside."""

    def __init__(self, scenario: Scenario, world: Callable[[], World]) -> None:
        super().__init__(scenario, world)
        self.publisher, self.harvester = parts(self.world)

    @rule(how=st.sampled_from(FAILURES + ODD))
    def disturb(self, how: Disturbance) -> None:
        self.harvester.disturbance = how
        self.step("none")

    @allowed("misled")
    @rule(how=st.sampled_from(MISLEADING))
    def mislead(self, how: Disturbance) -> None:
        self.harvester.disturbance = how
        self.step("none")

    def teardown(self) -> None:
        try:
            if self.harvester.waits and not self.broken:
                self.step("none")
            super().teardown()
            if not self.broken:
                check_end(self.world)
        finally:
            self.publisher.close()


def run_real(case: Case, engine: Engine, examples: int) -> None:
    search(partial(RealFeedMachine, Scenario(troubles=case.troubles), partial(case.world, engine)), examples, STEPS)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = database(tmp_path_factory.mktemp("publisher") / "club.db")
    yield made
    made.dispose()


ANYTHING: frozenset[Trouble] = USUAL | frozenset[Trouble]({"kept end", "misled"})
HOLD = [
    (Case("with a root", troubles=ANYTHING), 1300),
    (Case("without a root", proves=False), 800),
    (Case("without a root, purging between every two pages", False, troubles=USUAL | {"constant purge"}), 200),
    (Case("with a root, and nobody notices what was put back", True, "unnoticed", ANYTHING), 500),
    (Case("without a root, and the toolkit notices what was put back", False, "high-water mark"), 200),
]


@pytest.mark.parametrize(("case", "examples"), HOLD, ids=str)
def test_the_harvester_has_exactly_what_is_live(
    case: Case, examples: int, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda _: None)  # the high-water mark need not outlive the test
    run_real(case, engine, examples)


# With one rule of the code switched off, the machine finds what goes wrong


def without(**blind: Any) -> Callable[[pytest.MonkeyPatch], None]:
    """The harvester does not look at this member of a page when it asks itself whether to begin again."""
    before = Walk._must_begin_again

    def switch_off(patch: pytest.MonkeyPatch) -> None:
        def must_begin_again(walk: Walk, page: Page) -> bool:
            seen = replace(page, **{name: getattr(walk.source, name, value) for name, value in blind.items()})
            return before(walk, seen)

        patch.setattr(Walk, "_must_begin_again", must_begin_again)

    return switch_off


def no_gap(patch: pytest.MonkeyPatch) -> None:
    """The harvester does not look at the horizon after the first page."""
    before = Walk._reach
    patch.setattr(Walk, "_reach", lambda walk, page: before(walk, page) if walk.first else walk.source.horizon)


def gap_forgotten(patch: pytest.MonkeyPatch) -> None:
    """The harvester does not remember that a deletion may have been lost."""
    before = Walk._reach
    patch.setattr(
        Walk,
        "_reach",
        lambda walk, page: before(walk, page) if page.last else max(before(walk, page), walk.source.horizon),
    )


def no_sweep(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(ledger, "_sweep", lambda *_: None)


def no_horizon(patch: pytest.MonkeyPatch) -> None:
    """The publisher does not say what it has forgotten."""
    before = tables.set_state
    patch.setattr(tables, "set_state", lambda db, **said: before(db, **{**said, "horizon": 0} if said else said))


def stale_buckets(patch: pytest.MonkeyPatch) -> None:
    """The publisher does not work the root out anew."""
    patch.setattr(tables, "redo", lambda *_: None)


@dataclass(frozen=True, slots=True)
class Broken:
    """What is switched off, what may happen, and what comes of it."""

    switch_off: Callable[[pytest.MonkeyPatch], None]
    case: Case
    kinds: tuple[Kind, ...]

    def __str__(self) -> str:
        return self.case.says


ZOMBIE: tuple[Kind, ...] = ("zombie item",)
NEVER: tuple[Kind, ...] = ("never ends",)
UNPROVEN = Case("", proves=False)
FORGETFUL = replace(UNPROVEN, troubles=frozenset({"delete", "purge"}))
RESTORED = replace(UNPROVEN, troubles=frozenset({"restore"}))
BREAK = [
    Broken(without(epoch=""), replace(RESTORED, says="harvester ignores epochs"), ZOMBIE),
    Broken(no_gap, replace(FORGETFUL, says="harvester ignores the horizon"), ZOMBIE),
    Broken(gap_forgotten, replace(FORGETFUL, says="harvester looks at the last page's horizon only"), ZOMBIE),
    Broken(no_sweep, replace(RESTORED, says="harvester does not sweep"), ZOMBIE),
    Broken(no_horizon, replace(FORGETFUL, says="publisher states no horizon"), ZOMBIE),
    Broken(
        lambda _: None,
        replace(UNPROVEN, says="nothing but a root tells of another page", troubles=frozenset({"misled"})),
        ("lost item", "lost version"),
    ),
    Broken(lambda _: None, replace(RESTORED, says="publisher keeps its epoch", continuity="unnoticed"), ZOMBIE),
    Broken(
        without(root=""),
        Case("harvester ignores the root", True, "unnoticed", frozenset({"restore"}), checkpoint=False),
        NEVER,
    ),
    Broken(stale_buckets, Case("publisher does not renew its root", troubles=frozenset()), NEVER),
]


@pytest.mark.parametrize("broken", BREAK, ids=str)
def test_each_rule_of_the_code_is_needed(broken: Broken, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    broken.switch_off(monkeypatch)
    with pytest.raises(Fault) as found:
        run_real(broken.case, engine, 1000)
    assert found.value.kind in broken.kinds, found.value


# A database that was put back, and nobody notices


@pytest.mark.parametrize("goes_on", [False, True], ids=["and stays so", "and gives out the same numbers again"])
@pytest.mark.parametrize(
    "case",
    [
        Case("the root shows it", True, "unnoticed", checkpoint=False),
        Case("the root and the checkpoint show it", True, "unnoticed"),
    ],
    ids=str,
)
def test_a_database_that_was_put_back_unnoticed(case: Case, goes_on: bool, engine: Engine) -> None:
    """harvest-root"""
    world = case.world(engine)
    put(world, a=1)
    world.publisher.back_up()
    put(world, a=2, b=1)
    assert settle(world) == "verified"
    world.publisher.restore()
    if goes_on:
        put(world, c=1, d=1)
    assert settle(world) == "verified"
    assert set(world.harvester.held()) == set(world.publisher.live())


def test_the_head_shows_what_no_root_does(engine: Engine) -> None:
    """harvest-head: without a root, the checkpoint says that the feed ends before the cursor."""
    world = Case("", False, "unnoticed", checkpoint=True).world(engine)
    put(world, a=1)
    world.publisher.back_up()
    put(world, b=1)
    settle(world)
    world.publisher.restore()
    settle(world)
    assert set(world.harvester.held()) == {"a"}


# Purging while somebody reads


def baseline_while(world: World, happens: Callable[[int], None], most: int = 100) -> int:
    """Reads until a run has reached the end, while something happens after each page; how many pages that took."""
    for page in range(1, most):
        state = world.harvester.step()
        check_claim(world, state)
        if state in ("verified", "complete"):
            return page
        happens(page)
    return most


PROVEN_OR_NOT = pytest.mark.parametrize("proves", [True, False], ids=["with a root", "without a root"])


def with_old_tombstones(proves: bool, engine: Engine) -> World:
    """Eight tombstones, of which one gets old enough in each hour from now on, then six live items."""
    world = Case("", proves).world(engine)
    for number in range(8):
        put(world, **{f"old{number}": 1})
        take_away(world, f"old{number}")
        world.clock.now += 1
    put(world, **{f"item{number}": 1 for number in range(6)})
    world.clock.now -= 8
    return world


@PROVEN_OR_NOT
def test_who_purges_constantly_behind_the_cursor_stops_no_baseline(proves: bool, engine: Engine) -> None:
    """harvest-horizon: a tombstone goes after every page, and not one page is read twice."""
    world = with_old_tombstones(proves, engine)

    def purge_the_next(page: int) -> None:
        world.clock.now += RETENTION_HOURS if page == 1 else 1
        world.publisher.purge()

    assert baseline_while(world, purge_the_next) == 8
    assert settle(world)


@PROVEN_OR_NOT
def test_the_toolkit_purges_so_seldom_that_a_baseline_ends(proves: bool, engine: Engine) -> None:
    """feed-purge: written to all the while, it purges once, and begins the baseline once more at most."""
    world = with_old_tombstones(proves, engine)
    world.clock.now += 36 * 24

    def write(page: int) -> None:
        world.clock.now += 1
        if page % 2:
            put(world, new=page)
            take_away(world, "new")

    assert baseline_while(world, write) <= 2 * 10
    assert settle(world)


@PROVEN_OR_NOT
@pytest.mark.parametrize("every", [6, 8])
def test_who_keeps_no_tombstone_at_all_delays_a_baseline_only(proves: bool, every: int, engine: Engine) -> None:
    """feed-horizon: what is deleted is purged at once, again and again; the baseline ends in between."""
    world = with_old_tombstones(proves, engine)
    publisher, _ = parts(world)
    world.clock.now += 100
    publisher.feed.purge(days=0)

    def delete_for_good(page: int) -> None:
        if page % every == 0:
            put(world, new=page)
            take_away(world, "new")
            publisher.feed.purge(days=0)

    assert baseline_while(world, delete_for_good) <= 2 * every
    assert settle(world)


@PROVEN_OR_NOT
def test_who_keeps_tombstones_for_their_time_stops_no_baseline(
    proves: bool, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """harvest-horizon: all that may be is purged between every two pages; with a root one walk does, without one two."""
    monkeypatch.setattr("tests.model.real_publisher.RETENTION_HOURS", KEPT_HOURS)
    world = forgetting_all_the_time(Case("", proves).world(engine))
    assert pages_to_the_end(world, 1000) <= (1 if proves else 2) * KEPT_HOURS
    assert settle(world)


def test_with_a_root_who_purges_ahead_of_every_page_delays_nothing(engine: Engine) -> None:
    """harvest-root: nothing that is held was lost, and the root proves it."""
    world = with_old_tombstones(True, engine)
    publisher, _ = parts(world)

    def delete_for_good(page: int) -> None:
        put(world, new=page)
        take_away(world, "new")
        publisher.feed.purge(days=0)

    assert baseline_while(world, delete_for_good) <= 10


def test_without_a_root_who_purges_ahead_of_every_page_is_left_for_the_next_turn(engine: Engine) -> None:
    """harvest-third: no run goes on for ever or says that it has everything; the first one in peace ends."""
    world = with_old_tombstones(False, engine)
    publisher, harvester = parts(world)

    def delete_for_good(page: int) -> None:
        put(world, new=page)
        take_away(world, "new")
        publisher.feed.purge(days=0)

    assert baseline_while(world, delete_for_good, 40) == 40
    assert harvester.source.state == "failed"
    assert settle(world)
