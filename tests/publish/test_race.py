"""A live reader of eight concurrent writers loses nothing of the toolkit's feed, and something of each naive one."""

import os
from collections.abc import Callable

import pytest

from tests.publish import race
from tests.publish.race import Recipe, Writers

EACH = int(os.environ.get("OPENHUB_RACE_TRANSACTIONS", "60"))
RUNS = int(os.environ.get("OPENHUB_RACE_RUNS", "1"))


@pytest.mark.parametrize("seed", range(RUNS))
def test_the_toolkit_loses_nothing(database: Callable[[], str], seed: int) -> None:
    assert wrong(database(), "toolkit", seed) == 0


@pytest.mark.parametrize("seed", range(RUNS))
@pytest.mark.parametrize("recipe", ["now", "nextval"])
def test_a_naive_recipe_is_found_out(database: Callable[[], str], recipe: Recipe, seed: int) -> None:
    assert wrong(database(), recipe, seed) > 0


def wrong(address: str, recipe: Recipe, seed: int) -> int:
    race.prepare(address, recipe)
    return Writers(address, recipe, EACH, seed).run()
