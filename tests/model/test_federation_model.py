"""Hubs that choose by position always have what the origin had at that position; hubs that choose item by item do not."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import cast

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from tests.model.federation import ORIGIN, RETENTION_DAYS, UPSTREAMS, Mode, ModelNetwork, Network, Version
from tests.model.machine import LONGEST, search

ITEMS = st.sampled_from("xy")
PULLS = st.sampled_from([(hub, upstream) for hub, upstreams in UPSTREAMS.items() for upstream in upstreams])
WHO = st.sampled_from([ORIGIN, *UPSTREAMS])
STEPS = 30


class Resurrection(AssertionError):
    """A hub shows a version that it had taken away before."""


class WrongSet(AssertionError):
    """A hub does not have what the origin had at the position that the hub states."""


class FallenBack(AssertionError):
    """A hub states a lower position than before."""


class FederationMachine(RuleBasedStateMachine):
    """Drives any network of three hubs and an origin, made anew for each example."""

    def __init__(self, network: Callable[[], Network]) -> None:
        super().__init__()
        self.network = network()
        self.history: dict[Version, Mapping[str, Version]] = {self.network.position(ORIGIN): {}}
        self.shown: dict[str, Mapping[str, Version]] = {hub: {} for hub in UPSTREAMS}
        self.gone: dict[str, dict[str, Version]] = {hub: {} for hub in UPSTREAMS}
        self.stated = {hub: self.network.position(hub) for hub in UPSTREAMS}
        self.broken = False

    @rule(item=ITEMS)
    def put(self, item: str) -> None:
        self.network.put(item)
        self.remember()

    @rule(item=ITEMS)
    def delete(self, item: str) -> None:
        self.network.delete(item)
        self.remember()

    @rule(days=st.integers(1, RETENTION_DAYS + 1))
    def wait(self, days: int) -> None:
        self.network.wait(days)

    @rule(who=WHO)
    def back_up(self, who: str) -> None:
        self.network.back_up(who)

    @rule(who=WHO)
    def restore(self, who: str) -> None:
        self.network.restore(who)
        if who == ORIGIN:
            self.remember()
        else:  # it has forgotten what it took away
            self.gone[who], self.shown[who], self.stated[who] = {}, self.network.live(who), self.network.position(who)

    @rule(pulls=st.lists(PULLS, min_size=1, max_size=4))
    def pull(self, pulls: list[tuple[str, str]]) -> None:
        self.broken = True
        for hub, upstream in pulls:
            self.network.pull(hub, upstream)
            self.check(hub)
        self.broken = False

    def teardown(self) -> None:
        """In the end, when all have harvested a while, all have what the origin has."""
        if self.broken:
            return
        self.network.wait(2 * RETENTION_DAYS)
        for _ in UPSTREAMS:
            self.pull([(hub, upstream) for hub, upstreams in UPSTREAMS.items() for upstream in upstreams])
        for hub in UPSTREAMS:
            if self.network.live(hub) != self.network.live(ORIGIN):
                raise WrongSet(hub, self.network.live(hub), self.network.live(ORIGIN))

    def remember(self) -> None:
        self.history[self.network.position(ORIGIN)] = dict(self.network.live(ORIGIN))

    def check(self, hub: str) -> None:
        now, before, gone = dict(self.network.live(hub)), self.shown[hub], self.gone[hub]
        for item in before.keys() - now.keys():
            gone[item] = before[item]
        if any(version <= gone.get(item, (0, 0)) for item, version in now.items()):
            raise Resurrection(hub, now, gone)
        self.shown[hub] = now
        position = self.network.position(hub)
        if position < self.stated[hub]:
            raise FallenBack(hub, position, self.stated[hub])
        self.stated[hub] = position
        if position != (1, 0) and now != self.history[position]:
            raise WrongSet(hub, position, now, self.history[position])


def run(mode: Mode, examples: int) -> None:
    search(partial(FederationMachine, partial(ModelNetwork, mode)), examples, STEPS)


def test_by_position_every_hub_has_what_the_origin_had() -> None:
    run("position", LONGEST)


@pytest.mark.parametrize(
    ("mode", "fault"), [("newest wins", (Resurrection, WrongSet)), ("position when changing", FallenBack)]
)
def test_other_ways_to_choose_go_wrong(mode: Mode, fault: type[AssertionError]) -> None:
    with pytest.raises(fault):
        run(mode, 2000)


def away_longer_than_tombstones_live(network: Network) -> None:
    """C has x of A and goes away; x is deleted, everybody else hears of it, and its tombstones are forgotten; C comes back."""
    network.put("x")
    network.pull("A", ORIGIN)
    network.pull("B", "A")
    network.pull("C", "A")
    network.delete("x")
    network.pull("A", ORIGIN)
    network.pull("B", "A")
    network.wait(RETENTION_DAYS)
    network.pull("B", "C")


@pytest.mark.parametrize(
    ("mode", "left"), [("newest wins", {"x"}), ("path vector", {"x"}), ("position", set())], ids=str
)
def test_a_hub_that_was_away_brings_nothing_back(mode: Mode, left: set[str]) -> None:
    """Item by item B takes x again, and keeps it whatever A says; by position C is behind B, and B takes nothing from it."""
    network = ModelNetwork(mode)
    away_longer_than_tombstones_live(network)
    assert set(network.live("B")) == left
    network.pull("B", "A")
    assert set(network.live("B")) == left


def test_a_relay_that_was_restored_takes_nobody_back_with_it() -> None:
    """federate-select: the position has to rise also where the upstream stays the same."""
    for mode, left in (("position", set()), ("position when changing", {"x"})):
        network = ModelNetwork(cast(Mode, mode))
        network.put("x")
        network.pull("A", ORIGIN)
        network.back_up("A")
        network.delete("x")
        network.pull("A", ORIGIN)
        network.pull("B", "A")
        network.restore("A")
        network.pull("B", "A")
        assert set(network.live("B")) == left


def test_a_hub_that_lost_everything_hears_of_its_own_items_from_others() -> None:
    """federate-via: entries that came through the hub itself are left out, so it must not state their position."""
    for mode, held in (("position", {"x"}), ("position, via by entry", set())):
        network = ModelNetwork(cast(Mode, mode))
        network.put("x")
        network.pull("A", ORIGIN)
        network.pull("B", "A")
        network.restore("A")
        network.pull("A", "B")
        assert network.position("A") == network.position("B")
        assert set(network.live("A")) == held
