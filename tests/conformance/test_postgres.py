"""OpenHub's harvester passes the vectors of feeds with all their faults also when its hub is in PostgreSQL."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from openhub.conform.program import Program
from openhub.conform.runner import run
from openhub.conform.vectors import cases
from tests.postgres import postgres, schemas

__all__ = ["postgres", "schemas"]

PROGRAM = Path(__file__).parent / "postgres_program.py"


@pytest.fixture(scope="module")
def program(postgres: str, schemas: AbstractContextManager[Any]) -> Iterator[Program]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", postgres.replace("+psycopg", ""))
        patch.setenv("PYTHONPATH", os.pathsep.join([str(PROGRAM.parents[2]), os.environ.get("PYTHONPATH", "")]))
        started = Program(f"{sys.executable} {PROGRAM}", 30)
        yield started
        started.kill()


def test_feeds_with_all_their_faults_are_harvested_into_postgresql(program: Program) -> None:
    some = list(cases("harvests"))[:: 1 if "OPENHUB_EVERY_VECTOR" in os.environ else 3]
    results = list(run(program, some))
    assert len(results) > 20
    assert [(r.case.file, r.reason or r.failures) for r in results if r.verdict != "passed"] == []
