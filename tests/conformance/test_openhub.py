"""OpenHub passes all vectors of its own, its harvester those of feeds with all their faults."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from openhub.conform.outcome import Case, Result
from openhub.conform.program import Program
from openhub.conform.runner import GROUPS, run
from openhub.conform.vectors import cases

PROGRAM = Path(__file__).parents[2] / "examples" / "openhub_program.py"
TIMEOUT_SECONDS = 30


@pytest.fixture(scope="module")
def program() -> Iterator[Program]:
    started = Program(f"{sys.executable} {PROGRAM}", TIMEOUT_SECONDS)
    yield started
    started.kill()


def found(program: Program, some: list[Case]) -> list[tuple[str, str, str]]:
    """All that did not pass, with what came."""
    results: list[Result] = list(run(program, some))
    assert results
    return [(r.case.file, r.case.name, r.reason or r.failures[0].came) for r in results if r.verdict != "passed"]


@pytest.mark.parametrize("group", [group for group in GROUPS if group not in ("harvests", "publishing")])
def test_group(program: Program, group: str) -> None:
    assert found(program, list(cases(group))) == []


@pytest.mark.parametrize("case", list(cases("harvests")), ids=lambda case: case.file)
def test_harvest(program: Program, case: Case) -> None:
    assert found(program, [case]) == []
