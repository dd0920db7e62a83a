"""The toolkit passes all publishing vectors up to Level 3, over SQLite and over PostgreSQL, through its Flask blueprint."""

import sys

from openhub.conform.program import Program
from openhub.conform.runner import run
from openhub.conform.vectors import cases

TIMEOUT_SECONDS = 30


def test_the_toolkit_passes_all_vectors_as_a_publisher_of_level_3(address: str) -> None:
    command = f"{sys.executable} -m tests.publish.program" + ("" if address.startswith("sqlite") else f" {address}")
    program = Program(command, TIMEOUT_SECONDS)
    try:
        results = list(run(program, [case for case in cases("publishing") if case.level == 3]))
    finally:
        program.kill()
    assert len(results) > 30
    assert [(r.case.file, r.verdict, r.failures, r.reason) for r in results if r.verdict != "passed"] == []
    assert [failure for r in results for failure in r.failures] == []
