"""The feed's rules hold together, and each is needed: with one switched off, something gets lost or nothing ends."""

import re
from dataclasses import dataclass, fields, replace
from pathlib import Path

import pytest

from tests.model.machine import LONGEST, USUAL, Scenario, Trouble, run
from tests.model.rules import FAULTS, Fault, Kind, Rules

SPECIFICATION = Path(__file__).parents[2] / "spec" / "2-feed.md"

LEVEL_2 = Rules(feed_count=False)  # no root: every rule has to stand by itself
PLAIN_RPDE = Rules(
    harvest_repeat="off",
    harvest_epoch=False,
    harvest_horizon="off",
    harvest_fresh="off",
    harvest_third=False,
    harvest_head=False,
    harvest_sweep=False,
    harvest_second=False,
    harvest_root=False,
)
A_FALSE_CLAIM: tuple[Kind, ...] = ("lost item", "zombie item", "lost version")
LOST: tuple[Kind, ...] = ("lost item",)
ZOMBIE: tuple[Kind, ...] = ("zombie item",)
VERSION: tuple[Kind, ...] = ("lost version",)
PURGING = frozenset[Trouble]({"delete", "purge"})
NEVER: tuple[Kind, ...] = ("never ends",)


def without_continuity(rules: Rules) -> Rules:
    """A publisher who does not know that it was restored."""
    return replace(rules, feed_epoch="off", feed_renumber=False, feed_reissue=False)


@dataclass(frozen=True, slots=True)
class Case:
    """One line of the table: a publisher and a harvester, what may happen to them, and what comes of it."""

    says: str
    rules: Rules
    troubles: frozenset[Trouble] = USUAL
    fault: str = ""
    kinds: tuple[Kind, ...] = A_FALSE_CLAIM

    def __str__(self) -> str:
        return f"{self.fault} {self.says}".strip()


def only(*troubles: Trouble) -> frozenset[Trouble]:
    return frozenset(troubles)


def beside(*troubles: Trouble) -> frozenset[Trouble]:
    return USUAL | frozenset(troubles)


HOLD = [
    Case("no root: the rules do not need it", LEVEL_2),
    Case("no root, items swept at once", replace(LEVEL_2, harvest_second=False)),
    Case("no root, all that may be is purged between every two pages", LEVEL_2, beside("constant purge")),
    Case("with a root, all that may be is purged between every two pages", Rules(), beside("constant purge")),
    Case("no root, a new epoch lets numbers begin again", replace(LEVEL_2, feed_renumber=False)),
    Case("no root, a new epoch gives no new numbers", replace(LEVEL_2, feed_reissue=False)),
    Case("plain RPDE harvester, nothing purged or restored", PLAIN_RPDE, USUAL - only("purge", "restore")),
    Case("the root repairs: harvester ignores epochs", Rules(harvest_epoch=False)),
    Case(
        "the root repairs: publisher keeps its epoch and numbers when restored",
        without_continuity(Rules()),
        USUAL - only("import"),
    ),
    Case("the root repairs: harvester ignores the horizon", Rules(harvest_horizon="off")),
    Case("no root, a baseline begins at once", replace(LEVEL_2, harvest_horizon="at once")),
    Case("no root, the reach is the first page's horizon", replace(LEVEL_2, harvest_horizon="without the cursor")),
    Case("the root repairs: numbers by the clock", Rules(feed_visibility="by the clock"), beside("clock back")),
    Case("the root repairs: numbers in the transaction", Rules(feed_visibility="in the transaction")),
    Case("the root repairs: changes without a new number", Rules(), beside("silent change")),
    Case("the root repairs: a page of two states", Rules(feed_snapshot=False)),
    Case("the root repairs: an end out of a cache", Rules(), beside("kept end")),
    Case(
        "no root, an end is asked for past the caches",
        replace(LEVEL_2, harvest_fresh="baselines and ends"),
        beside("kept end"),
    ),
]

BREAK = [
    Case("plain RPDE, numbers by the clock", replace(PLAIN_RPDE, feed_visibility="by the clock"), only("delete"), "F1"),
    Case(
        "plain RPDE, numbers in the transaction",
        replace(PLAIN_RPDE, feed_visibility="in the transaction"),
        only(),
        "F1",
    ),
    Case("plain RPDE, restored", PLAIN_RPDE, only("restore"), "F8"),
    Case("plain RPDE, tombstones purged", PLAIN_RPDE, PURGING, "F6", ZOMBIE),
    Case("plain RPDE, numbers begin again", replace(PLAIN_RPDE, feed_renumber=False), only("import"), "F8"),
    Case("plain RPDE, no tombstone for what is hidden", replace(PLAIN_RPDE, feed_reissue=False), only("import"), "F7"),
    Case("no root, harvester ignores epochs", replace(LEVEL_2, harvest_epoch=False), only("restore"), "F8"),
    Case("no root, publisher keeps its epoch", replace(LEVEL_2, feed_epoch="off"), only("restore"), "F8"),
    Case("no root, an epoch comes again", replace(LEVEL_2, feed_epoch="one more than now"), only("restore"), "F8"),
    Case("no root, publisher keeps epoch and numbers", without_continuity(LEVEL_2), only("restore"), "F8"),
    Case("no root, harvester ignores the horizon", replace(LEVEL_2, harvest_horizon="off"), PURGING, "F6", ZOMBIE),
    Case(
        "no root, harvester ignores the horizon in a baseline",
        replace(LEVEL_2, harvest_horizon="not in a baseline"),
        PURGING,
        "F6",
        ZOMBIE,
    ),
    Case("no root, publisher states no horizon", replace(LEVEL_2, feed_horizon=False), PURGING, "F6", ZOMBIE),
    Case("no root, no sweep", replace(LEVEL_2, harvest_sweep=False), only("restore"), "F8", ZOMBIE),
    Case("no root, a page of two states", replace(LEVEL_2, feed_snapshot=False), only(), "F14"),
    Case("no root, changes without a new number", LEVEL_2, only("silent change"), "F5", VERSION),
    Case("no root, the cursor is saved first", replace(LEVEL_2, harvest_atomic="cursor first"), only("killed"), "F15"),
    Case(
        "no root, the marks of a baseline are not saved",
        replace(LEVEL_2, harvest_atomic="without the marks", harvest_second=False),
        only("killed"),
        "F15",
        LOST,
    ),
    Case(
        "no root, what may have been lost is not saved",
        replace(LEVEL_2, harvest_atomic="without the gap"),
        only("delete", "purge", "killed"),
        "F6",
        ZOMBIE,
    ),
    Case("a broken answer passes for an empty page", Rules(harvest_failure=False), only("broken answer"), "F16"),
    Case("digest not in the leaf", Rules(feed_visibility="by the clock", feed_leaf=False), only(), "F3", VERSION),
    Case(
        "no root, the horizon counts again after every baseline",
        replace(LEVEL_2, harvest_horizon="at every run"),
        only("delete", "purge", "baseline"),
        "F6",
        ("starts over",),
    ),
]

ALARM = [
    Case("no sweep", Rules(harvest_sweep=False), only("restore"), "F8", NEVER),
    Case(
        "equal numbers are ignored",
        Rules(feed_visibility="by the clock", harvest_repeat="equal ones too"),
        only(),
        "F3",
        NEVER,
    ),
    Case(
        "lower numbers from before the baseline count, and a clock goes back",
        Rules(feed_visibility="by the clock", harvest_repeat="in the epoch"),
        only("clock back"),
        "F4",
        NEVER,
    ),
    Case(
        "lower numbers from before the baseline count, and numbers begin again",
        without_continuity(Rules(harvest_repeat="in the epoch")),
        only("restore"),
        "F8",
        NEVER,
    ),
]


def test_with_all_rules_the_harvester_has_exactly_what_is_live() -> None:
    run(Scenario(), LONGEST)


@pytest.mark.parametrize("case", HOLD, ids=str)
def test_rules_that_are_enough(case: Case) -> None:
    run(Scenario(case.rules, case.troubles), 200)


@pytest.mark.parametrize("case", BREAK + ALARM, ids=str)
def test_rules_that_are_not_enough(case: Case) -> None:
    assert case.fault in FAULTS
    with pytest.raises(Fault) as found:
        run(Scenario(case.rules, case.troubles), 5 * LONGEST)  # which modules are loaded changes what Hypothesis tries
    assert found.value.kind in case.kinds, found.value


@pytest.mark.parametrize("case", ALARM, ids=str)
def test_with_a_root_the_harvester_sees_that_it_gets_nowhere(case: Case) -> None:
    """It stays *inconsistent*, which is an alarm; never does it claim something false."""
    run(Scenario(case.rules, case.troubles, must_end=False), 100)


def test_every_rule_of_the_model_is_a_requirement() -> None:
    required = set(re.findall(r'<a id="([a-z0-9-]+)"', SPECIFICATION.read_text("utf-8")))
    assert {field.name.replace("_", "-") for field in fields(Rules)} <= required


def test_every_requirement_that_the_model_names_is_one() -> None:
    required = set(re.findall(r'<a id="([a-z0-9-]+)"', SPECIFICATION.read_text("utf-8")))
    named = {
        word
        for file in Path(__file__).parent.glob("*.py")
        for docstring in re.findall(r'"""((?:feed|harvest)-[^"]*?):', file.read_text("utf-8"))
        for word in docstring.split(", ")
    }
    assert len(named) > 15
    assert named <= required
