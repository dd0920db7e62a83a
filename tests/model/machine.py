"""The state machine: anything may happen to a publisher and a harvester in any order, and no claim of the harvester may be false."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, cast

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from tests.model.cache import PAGE_HOURS, Cache
from tests.model.feed import Between, Clock, Harvester, Held, Mishap, State, Writer
from tests.model.harvester import ModelHarvester
from tests.model.publisher import RETENTION_HOURS, ModelPublisher
from tests.model.rules import Fault, Rules

Trouble = Literal[
    "delete",
    "purge",
    "constant purge",
    "restore",
    "import",
    "baseline",
    "killed",
    "broken answer",
    "clock back",
    "silent change",
    "kept end",
    "misled",
]
USUAL: frozenset[Trouble] = frozenset({"delete", "purge", "restore", "import", "baseline", "killed", "broken answer"})
STEPS = 40
QUIET_STEPS = 60
LONGEST = 3000
ITEMS = st.sampled_from("abcd")
EDGES = st.integers(0, 1)


@dataclass(frozen=True, slots=True)
class World:
    """A publisher, the caches before it, a harvester, and the time."""

    clock: Clock
    publisher: Writer
    cache: Between
    harvester: Harvester


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which rules are kept, and what may happen beside writing, waiting and harvesting."""

    rules: Rules = field(default_factory=Rules)
    troubles: frozenset[Trouble] = USUAL
    must_end: bool = True
    """Whether the harvester has to get everything in the end; otherwise all that is asked is that it claims nothing false."""
    page_hours: int = PAGE_HOURS

    def world(self) -> World:
        """The world of the model; real code brings a function of its own."""
        clock = Clock()
        publisher = ModelPublisher(self.rules, clock)
        cache = Cache(publisher, clock, hours=self.page_hours, keeps_ends="kept end" in self.troubles)
        return World(clock, publisher, cache, ModelHarvester(cache, self.rules, clock))


def compare(held: Mapping[str, Held], live: Mapping[str, int], unconfirmed: frozenset[str] = frozenset()) -> None:
    """Raises a Fault unless what is held is what is live; what waits for a second baseline may still be held."""
    contents = {id: h.content for id, h in held.items()}
    for id in sorted(contents.keys() | live.keys()):
        if id not in contents:
            raise Fault("lost item", (id, contents, dict(live)))
        if id not in live and id not in unconfirmed:
            raise Fault("zombie item", (id, contents, dict(live)))
        if id in live and contents[id] != live[id]:
            raise Fault("lost version", (id, contents, dict(live)))


def check_claim(world: World, state: State) -> None:
    """A harvester that says it has everything has exactly what was live when its last page was made."""
    if state in ("verified", "complete"):
        compare(world.harvester.held(), world.cache.live, world.harvester.unconfirmed())


def settle(world: World) -> State:
    """Lets all transactions commit, and harvests until the harvester has everything; it must get there in a while."""
    while world.publisher.open_transactions():
        world.publisher.commit(0)
    world.clock.now += PAGE_HOURS
    state: State = "reading"
    for _ in range(QUIET_STEPS):
        state = world.harvester.step()
        check_claim(world, state)
        if state in ("verified", "complete") and not world.harvester.unconfirmed():
            compare(world.harvester.held(), world.publisher.live())
            return check_rest(world, state)
        if state not in ("reading", "baseline"):
            world.clock.now += 1
    raise Fault("never ends", state)


def check_rest(world: World, state: State) -> State:
    """Where nothing has changed the next run needs one page only."""
    again = world.harvester.step()
    if again != state:
        raise Fault("starts over", again)
    return state


def allowed(trouble: Trouble) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The step may be taken only where the scenario has this trouble."""
    return precondition(lambda machine: trouble in machine.troubles)


class FeedMachine(RuleBasedStateMachine):
    """Drives any publisher and harvester; `world` makes others than the model's, anew for each example."""

    def __init__(self, scenario: Scenario, world: Callable[[], World] | None = None) -> None:
        super().__init__()
        self.world, self.troubles, self.must_end = (world or scenario.world)(), scenario.troubles, scenario.must_end
        self.contents = 0
        self.newest: dict[str, Held] = {}
        self.broken = False

    @initialize(items=st.integers(0, 4), steps=st.integers(0, 3))
    def set_up(self, items: int, steps: int) -> None:
        for item in "abcd"[:items]:
            self.write(item, at_once=True)
        for _ in range(steps):
            self.step("none")

    @rule(item=ITEMS, at_once=st.booleans())
    def write(self, item: str, at_once: bool) -> None:
        self.contents += 1
        self.change(item, self.contents, at_once)

    @allowed("delete")
    @rule(item=ITEMS, at_once=st.booleans())
    def delete(self, item: str, at_once: bool) -> None:
        self.change(item, None, at_once)

    @precondition(lambda self: self.world.publisher.open_transactions())
    @rule(which=st.integers(0, 3))
    def commit(self, which: int) -> None:
        self.world.publisher.commit(which % self.world.publisher.open_transactions())

    @rule(hours=st.integers(1, 3))
    def wait(self, hours: int) -> None:
        self.world.clock.now += hours

    @rule(steps=st.integers(1, 3), edge=EDGES)
    def harvest(self, steps: int, edge: int) -> None:
        self.world.cache.edge = edge
        for _ in range(steps):
            self.step("none")

    @rule(pages=st.integers(1, 3), edge=EDGES)
    def others_read(self, pages: int, edge: int) -> None:
        self.world.cache.edge = edge
        self.world.cache.let_others_read(pages)

    @allowed("baseline")
    @rule()
    def begin_baseline(self) -> None:
        self.world.harvester.begin_baseline()

    @allowed("killed")
    @rule(edge=EDGES)
    def kill(self, edge: int) -> None:
        self.world.cache.edge = edge
        self.step("killed")

    @allowed("broken answer")
    @rule()
    def break_answer(self) -> None:
        self.step("broken answer")

    @allowed("purge")
    @rule(hours=st.sampled_from([RETENTION_HOURS, 0]))
    def purge(self, hours: int) -> None:
        self.world.clock.now += hours
        self.world.publisher.purge()

    @allowed("restore")
    @rule()
    def back_up(self) -> None:
        self.world.publisher.back_up()

    @allowed("restore")
    @rule()
    def restore(self) -> None:
        self.world.publisher.restore()

    @allowed("import")
    @rule(item=ITEMS)
    def import_anew(self, item: str) -> None:
        self.world.publisher.import_anew(item)

    @allowed("clock back")
    @rule()
    def turn_clock_back(self) -> None:
        self.world.publisher.turn_clock_back()

    @allowed("silent change")
    @rule(item=ITEMS)
    def change_silently(self, item: str) -> None:
        self.contents += 1
        self.world.publisher.change_silently(item, self.contents)

    def teardown(self) -> None:
        """Hypothesis comes here after a fault too; then the fault is enough."""
        if self.must_end and not self.broken:
            settle(self.world)

    def change(self, item: str, content: int | None, at_once: bool) -> None:
        publisher = self.world.publisher
        before = publisher.open_transactions()
        publisher.begin(item, content)
        if at_once and publisher.open_transactions() > before:
            publisher.commit(before)

    def step(self, mishap: Mishap) -> None:
        self.broken = True
        if "constant purge" in self.troubles:
            self.world.publisher.purge()
        state = self.world.harvester.step(mishap)
        check_claim(self.world, state)
        self._check_going_back(state)
        self.broken = False

    def _check_going_back(self, state: State) -> None:
        """harvest-repeat: outside a baseline no item goes back to an older version of the same epoch."""
        held = self.world.harvester.held()
        for id, now in held.items() if state == "reading" else ():
            before = self.newest.get(id, now)
            if now.epoch == before.epoch and now.number < before.number:
                raise Fault("gone back", (id, before, now))
        self.newest = dict(held)


def run(scenario: Scenario, examples: int, world: Callable[[], World] | None = None) -> None:
    """Tries a scenario; a Fault is raised for the first example that breaks it."""
    search(partial(FeedMachine, scenario, world), examples, STEPS)


def search(machine: Callable[[], RuleBasedStateMachine], examples: int, steps: int) -> None:
    """Tries a machine: always the same examples, or where OPENHUB_MODEL_EXAMPLES is set, others each time, and as many more.

    That number stands for the longest search; shorter ones grow with it. Hypothesis remembers all that it tried, so a long
    search is made in parts; after the first they are others each time.
    """
    wanted = os.environ.get("OPENHUB_MODEL_EXAMPLES")
    left = whole = max(1, examples * int(wanted) // LONGEST) if wanted else examples
    while left > 0:
        how = settings(
            max_examples=min(left, LONGEST),
            stateful_step_count=steps,
            derandomize=not wanted and left == whole,
            database=None,
            deadline=None,
            phases=(Phase.generate,),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            print_blob=False,
        )
        run_state_machine_as_test(cast(type[RuleBasedStateMachine], machine), settings=how)
        left -= LONGEST
