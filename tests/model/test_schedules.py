"""The shortest way to each fault, written out: it is lost without the rule, and is not with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import pytest

from tests.model.feed import Clock, Cursor, Page, Record, State
from tests.model.harvester import BASELINES_A_RUN, PAGES_A_RUN, ModelHarvester
from tests.model.machine import FeedMachine, Scenario, World, check_claim, settle
from tests.model.publisher import RETENTION_HOURS
from tests.model.rules import Fault, Kind, Rules
from tests.model.test_feed_model import LEVEL_2, PLAIN_RPDE, without_continuity


def put(world: World, **items: int) -> None:
    for item, content in items.items():
        world.publisher.begin(item, content)
        world.publisher.commit(world.publisher.open_transactions() - 1)


def take_away(world: World, item: str) -> None:
    world.publisher.begin(item, None)
    world.publisher.commit(world.publisher.open_transactions() - 1)


def purge(world: World) -> None:
    world.clock.now += RETENTION_HOURS
    world.publisher.purge()


def harvest(world: World, *, pages: int = PAGES_A_RUN, edge: int = 0) -> State:
    """A whole run, or some pages of one."""
    world.cache.edge = edge
    state: State = "reading"
    for _ in range(pages):
        state = world.harvester.step()
        check_claim(world, state)
        if state not in ("reading", "baseline"):
            break
    return state


# The schedules. Each is written for two items on a page.


def lower_number_later(world: World) -> None:
    world.publisher.begin("a", 1)
    world.publisher.begin("b", 1)
    world.publisher.commit(1)
    harvest(world)
    world.publisher.commit(0)


def lower_id_later(world: World) -> None:
    put(world, b=1)
    harvest(world)
    put(world, a=1)


def twice_in_an_hour(world: World) -> None:
    put(world, a=1)
    harvest(world)
    put(world, a=2)


def clock_goes_back(world: World) -> None:
    world.clock.now += 1
    put(world, a=1)
    harvest(world)
    world.publisher.turn_clock_back()
    put(world, a=2)


def silent_change(world: World) -> None:
    put(world, a=1)
    harvest(world)
    world.publisher.change_silently("a", 2)


def away_too_long(world: World) -> None:
    put(world, a=1)
    harvest(world)
    take_away(world, "a")
    purge(world)


def away_within_a_baseline(world: World) -> None:
    put(world, a=1)
    harvest(world, pages=1)
    take_away(world, "a")
    purge(world)
    harvest(world)


def last_change_is_a_purged_deletion(world: World) -> None:
    put(world, a=1, b=1)
    take_away(world, "b")
    purge(world)


def killed_with_a_gap(world: World) -> None:
    put(world, a=1, b=1)
    harvest(world)
    take_away(world, "a")
    purge(world)
    put(world, c=1)
    world.harvester.step("killed")


def hidden_without_a_word(world: World) -> None:
    put(world, a=1)
    harvest(world)
    world.publisher.import_anew("a")


def restored(world: World) -> None:
    world.publisher.back_up()
    put(world, a=1)
    harvest(world)
    world.publisher.restore()


def restored_twice(world: World) -> None:
    world.publisher.back_up()
    world.publisher.restore()
    put(world, a=1)
    harvest(world)
    world.publisher.restore()


def restored_and_gone_on(world: World) -> None:
    restored(world)
    put(world, b=1)


def version_taken_back(world: World) -> None:
    put(world, a=1)
    world.publisher.back_up()
    put(world, a=2)
    harvest(world)
    world.publisher.restore()


def page_older_than_its_tombstones(world: World) -> None:
    put(world, a=1, b=1, c=1)
    world.cache.edge = 1
    world.cache.let_others_read(2)
    take_away(world, "c")
    purge(world)
    harvest(world, pages=1, edge=0)
    harvest(world, edge=1)


def end_older_than_its_pages(world: World) -> None:
    put(world, a=1, b=1, c=1)
    world.cache.edge = 1
    world.cache.let_others_read(3)
    put(world, b=2)
    harvest(world, pages=1, edge=0)
    harvest(world, edge=1)


def page_of_two_states(world: World) -> None:
    put(world, a=1)
    world.publisher.begin("b", 1)
    harvest(world)


def killed(world: World) -> None:
    put(world, a=1)
    world.harvester.step("killed")


def killed_within_a_baseline(world: World) -> None:
    put(world, a=1, b=1, c=1)
    harvest(world, pages=1)
    world.harvester.step("killed")


def broken_answer(world: World) -> None:
    put(world, a=1)
    check_claim(world, world.harvester.step("broken answer"))


@dataclass(frozen=True, slots=True)
class Schedule:
    """What happens, to which fault it leads when a rule is not kept, and which rules prevent it."""

    fault: str
    kind: Kind
    happens: Callable[[World], None]
    without: Scenario
    kept: Scenario

    def __str__(self) -> str:
        return f"{self.fault} {self.happens.__name__}"


def schedule(fault: str, kind: Kind, happens: Callable[[World], None], without: Rules, kept: Rules) -> Schedule:
    return Schedule(fault, kind, happens, Scenario(without), Scenario(kept))


IN_TRANSACTION = replace(PLAIN_RPDE, feed_visibility="in the transaction")
BY_THE_CLOCK = Rules(feed_visibility="by the clock")
LIKE_RPDE_BY_THE_CLOCK = replace(PLAIN_RPDE, feed_visibility="by the clock")
AT_ONCE = replace(LEVEL_2, harvest_second=False)
COUNTS_AGAIN = replace(LEVEL_2, harvest_horizon="at every run")
HEAD_ONLY = without_continuity(Rules(harvest_root=False))
SLOW_CACHE = Scenario(LEVEL_2, page_hours=2 * RETENTION_HOURS)
KEPT_ENDS = Scenario(LEVEL_2, frozenset({"kept end"}))

SCHEDULES = [
    schedule("F1", "lost item", lower_number_later, IN_TRANSACTION, PLAIN_RPDE),
    schedule("F1", "lost item", lower_number_later, IN_TRANSACTION, Rules(feed_visibility="in the transaction")),
    schedule("F2", "lost item", lower_id_later, LIKE_RPDE_BY_THE_CLOCK, PLAIN_RPDE),
    schedule("F2", "lost item", lower_id_later, LIKE_RPDE_BY_THE_CLOCK, BY_THE_CLOCK),
    schedule("F3", "lost version", twice_in_an_hour, LIKE_RPDE_BY_THE_CLOCK, PLAIN_RPDE),
    schedule("F3", "lost version", twice_in_an_hour, replace(BY_THE_CLOCK, feed_leaf=False), BY_THE_CLOCK),
    schedule(
        "F3", "never ends", twice_in_an_hour, replace(BY_THE_CLOCK, harvest_repeat="equal ones too"), BY_THE_CLOCK
    ),
    schedule("F4", "never ends", clock_goes_back, replace(BY_THE_CLOCK, harvest_repeat="in the epoch"), BY_THE_CLOCK),
    schedule("F5", "lost version", silent_change, LEVEL_2, Rules()),
    schedule("F6", "zombie item", away_too_long, replace(LEVEL_2, harvest_horizon="off"), LEVEL_2),
    schedule("F6", "zombie item", away_too_long, replace(LEVEL_2, feed_horizon=False), LEVEL_2),
    schedule(
        "F6", "zombie item", away_within_a_baseline, replace(LEVEL_2, harvest_horizon="not in a baseline"), LEVEL_2
    ),
    schedule("F6", "starts over", last_change_is_a_purged_deletion, COUNTS_AGAIN, LEVEL_2),
    schedule("F6", "zombie item", killed_with_a_gap, replace(LEVEL_2, harvest_atomic="without the gap"), LEVEL_2),
    schedule("F7", "zombie item", hidden_without_a_word, replace(PLAIN_RPDE, feed_reissue=False), PLAIN_RPDE),
    schedule("F8", "zombie item", hidden_without_a_word, replace(PLAIN_RPDE, feed_renumber=False), PLAIN_RPDE),
    schedule("F8", "zombie item", restored, PLAIN_RPDE, LEVEL_2),
    schedule("F8", "zombie item", restored, replace(HEAD_ONLY, harvest_head=False), HEAD_ONLY),
    schedule("F8", "zombie item", restored_and_gone_on, HEAD_ONLY, Rules(harvest_root=False)),
    schedule("F8", "zombie item", restored_twice, replace(LEVEL_2, feed_epoch="one more than now"), LEVEL_2),
    schedule(
        "F8",
        "never ends",
        version_taken_back,
        without_continuity(Rules(harvest_repeat="in the epoch")),
        without_continuity(Rules()),
    ),
    Schedule("F12", "zombie item", page_older_than_its_tombstones, SLOW_CACHE, Scenario(LEVEL_2)),
    Schedule(
        "F12",
        "lost item",
        end_older_than_its_pages,
        KEPT_ENDS,
        replace(KEPT_ENDS, rules=replace(LEVEL_2, harvest_fresh="baselines and ends")),
    ),
    Schedule("F12", "lost item", end_older_than_its_pages, KEPT_ENDS, replace(KEPT_ENDS, rules=Rules())),
    schedule("F14", "lost item", page_of_two_states, replace(LEVEL_2, feed_snapshot=False), LEVEL_2),
    schedule("F15", "lost item", killed, replace(LEVEL_2, harvest_atomic="cursor first"), LEVEL_2),
    schedule(
        "F15", "lost item", killed_within_a_baseline, replace(AT_ONCE, harvest_atomic="without the marks"), AT_ONCE
    ),
    schedule("F16", "lost item", broken_answer, Rules(harvest_failure=False), Rules()),
]


def tell(story: Schedule, scenario: Scenario) -> None:
    world = scenario.world()
    story.happens(world)
    settle(world)


@pytest.mark.parametrize("story", SCHEDULES, ids=str)
def test_without_the_rule_it_goes_wrong(story: Schedule) -> None:
    with pytest.raises(Fault) as found:
        tell(story, story.without)
    assert found.value.kind == story.kind


@pytest.mark.parametrize("story", SCHEDULES, ids=str)
def test_with_the_rule_it_does_not(story: Schedule) -> None:
    tell(story, story.kept)


def read_an_old_page_after_being_killed(rules: Rules) -> None:
    machine = FeedMachine(Scenario(rules))
    machine.write("a", at_once=True)
    machine.harvest(steps=2, edge=0)
    machine.others_read(pages=1, edge=1)
    machine.write("a", at_once=True)
    machine.others_read(pages=2, edge=1)
    machine.write("a", at_once=True)
    machine.kill(edge=0)
    machine.harvest(steps=1, edge=1)


def test_an_old_page_takes_nothing_back() -> None:
    """F12: harvest-repeat is for harvesters that save the cursor after the data."""
    data_first = replace(LEVEL_2, harvest_atomic="data first")
    read_an_old_page_after_being_killed(data_first)
    with pytest.raises(Fault, match="gone back"):
        read_an_old_page_after_being_killed(replace(data_first, harvest_repeat="off"))


# Runs that could go on for ever


@dataclass
class Endless:
    """A feed whose pages lead as `leads` says, with no end."""

    leads: Callable[[int], int]
    asked: int = 0

    def get(self, after: Cursor, *, fresh: bool = False) -> Page:
        self.asked += 1
        number = self.leads(after[0])
        return Page(records=(Record("a", number, 1),), next=(number, ""), epoch="1", horizon=0, root=None)

    def head(self) -> int:
        return 1_000_000


ENDLESS: Mapping[str, Callable[[int], int]] = {
    "to itself": lambda number: max(number, 1),
    "back and forth": lambda number: 3 - number if number else 1,
    "ever on": lambda number: number + 1,
}


def pages_of_a_run(feed: Endless, rules: Rules) -> int:
    """How many pages a run reads; a thousand stand for no end."""
    harvester = ModelHarvester(feed, rules, Clock())
    while harvester.step() in ("reading", "baseline") and feed.asked < 1000:
        pass
    return feed.asked


@pytest.mark.parametrize("leads", ENDLESS)
def test_a_run_through_a_feed_that_does_not_end_stops(leads: str) -> None:
    """F9: harvest-progress sees that a feed leads back; harvest-limits is for one that leads ever on."""
    assert pages_of_a_run(Endless(ENDLESS[leads]), Rules()) <= PAGES_A_RUN
    assert pages_of_a_run(Endless(ENDLESS[leads]), Rules(harvest_progress=False, harvest_limits=False)) == 1000
    assert (pages_of_a_run(Endless(ENDLESS[leads]), Rules(harvest_limits=False)) == 1000) == (leads == "ever on")


# Purging while somebody reads


def feed_with_old_tombstones() -> World:
    """Eight tombstones, removed one each hour, then twelve live items."""
    world = Scenario(LEVEL_2).world()
    for number in range(8):
        put(world, **{f"old{number}": 1})
    for number in range(8):
        take_away(world, f"old{number}")
        world.clock.now += 1
    put(world, **{f"item{number}": 1 for number in range(12)})
    return world


def test_a_purge_behind_the_cursor_does_not_stop_a_baseline() -> None:
    """harvest-horizon: what is removed there was read."""
    world = feed_with_old_tombstones()
    world.clock.now -= RETENTION_HOURS + 6
    pages = 0
    while harvest(world, pages=1) == "baseline":
        pages += 1
        if pages >= 4:
            world.clock.now += 1
            world.publisher.purge()
    assert pages == 10
    assert settle(world) == "complete"


def test_who_purges_ahead_of_every_page_is_left_for_the_next_turn() -> None:
    """harvest-third: such a run reads everything twice and stops, and the run after the purging succeeds."""
    world = feed_with_old_tombstones()
    pages = 0
    state: State = "baseline"
    while state == "baseline" and pages < 1000:
        state = harvest(world, pages=1)
        pages += 1
        put(world, new=pages)
        take_away(world, "new")
        purge(world)
    assert state == "failed"
    assert pages <= 13 * BASELINES_A_RUN
    assert settle(world) == "complete"


KEPT_HOURS = 60


def forgetting_all_the_time(world: World) -> World:
    """24 live items, then a deletion in each hour: for as long as a tombstone is kept."""
    put(world, **{f"item{number}": 1 for number in range(24)})
    for _ in range(KEPT_HOURS):
        world.clock.now += 1
        delete_one_more(world)
    return world


def delete_one_more(world: World) -> None:
    put(world, **{f"new{world.clock.now}": 1})
    take_away(world, f"new{world.clock.now}")


def pages_to_the_end(world: World, most: int) -> int:
    """How many pages it takes to reach the end: one an hour, and all that may be forgotten is forgotten between every two."""
    for page in range(1, most):
        if harvest(world, pages=1) in ("verified", "complete"):
            return page
        world.clock.now += 1
        if page % 2:  # else no page would ever be the last
            delete_one_more(world)
        world.publisher.purge()
    return most


@pytest.mark.parametrize(
    ("rules", "walks"), [(Rules(), 1), (LEVEL_2, 2)], ids=["with a root in one walk", "without a root in two"]
)
def test_who_keeps_tombstones_for_their_time_stops_no_baseline(
    rules: Rules, walks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """harvest-horizon: however often the publisher purges, if a walk takes less time than a tombstone is kept."""
    monkeypatch.setattr("tests.model.publisher.RETENTION_HOURS", KEPT_HOURS)
    world = forgetting_all_the_time(Scenario(rules).world())
    assert pages_to_the_end(world, 1000) <= walks * KEPT_HOURS
    settle(world)


@pytest.mark.parametrize("rule", ["at once", "without the cursor"])
def test_a_baseline_that_does_not_know_how_far_the_feed_reaches_never_ends(
    rule: Literal["at once", "without the cursor"], monkeypatch: pytest.MonkeyPatch
) -> None:
    """harvest-horizon: the first page's horizon is not enough."""
    monkeypatch.setattr("tests.model.publisher.RETENTION_HOURS", KEPT_HOURS)
    world = forgetting_all_the_time(Scenario(replace(LEVEL_2, harvest_horizon=rule)).world())
    assert pages_to_the_end(world, 1000) == 1000


def test_a_restart_goes_past_the_caches() -> None:
    """harvest-fresh: otherwise the old first page would start it again and again."""
    asked = {}
    for fresh in ("baselines", "off"):
        world = Scenario(replace(LEVEL_2, harvest_fresh=fresh, harvest_third=False)).world()
        put(world, a=1, b=1, c=1)
        harvest(world, pages=1)
        world.publisher.back_up()
        world.publisher.restore()
        steps = 1
        while harvest(world, pages=1) != "complete" and steps < PAGES_A_RUN:
            steps += 1
        asked[fresh] = steps
    assert asked["baselines"] < asked["off"] == PAGES_A_RUN
