"""OpenHub against its own vectors: it passes all but those listed here, which later issues take away from the list."""

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

# What the harvester cannot do yet. A vector that passes makes its test fail, so that it is taken out.
NOT_YET = {
    "it compares no root, so that it never says verified; nothing else is wrong": """
        brake-a-fifth-may-go brake-counts-one-run brake-ten-may-go changed-and-deleted deleted-and-published-again empty-feed
        empty-page-with-status-500 first-harvest gone-for-a-while killed-at-every-request killed-between-pages
        last-page-names-another-address level-0-file-becomes-a-feed more-state-in-the-query new-epoch-in-the-middle
        next-on-another-host next-on-another-path next-on-another-port next-stands-still no-answer number-2-53-minus-1
        restored-from-backup-lower-numbers restored-from-backup-new-epoch stale-cache-after-purge stale-cache-after-reset
        tombstone-purged-ahead-in-a-baseline tombstone-purged-behind-in-a-baseline tombstone-purged-while-away truncated-answer
        urgent-tombstone-does-not-count urgent-tombstone-in-a-run-that-fails web-page-instead
    """,
    "it compares no root, so that it does not notice what is missing": """
        clock-put-back-root-heals commit-order-broken-root-heals equal-numbers-root-heals next-skips-an-entry
        restored-from-backup-same-epoch root-wrong-nothing-swept stale-cache-hides-what-is-missing stale-cache-on-a-later-page
        two-versions-with-one-number vanished-without-tombstone
    """,
    "its brake does not hold tombstones, and knows of none that is urgent": """
        brake-holds-tombstones brake-over-a-killed-run brake-over-two-pages brake-updated-while-waiting urgent-tombstone-passes-brake
    """,
    "a confirmed deletion makes it read the feed from its start": "brake-holds-a-sweep",
    "without a root it sweeps after one baseline, not two": """
        level-0-item-put-aside tombstone-purged-no-root vanished-without-tombstone-no-root
    """,
    "it reads a feed without a root from its start only when told to, not each week": """
        changed-without-a-new-number commit-order-broken-found-weekly restored-from-backup-level-1
    """,
    "in a feed without epochs it does not ignore older versions": "older-version-after-tombstone older-version-comes-again",
    "a horizon above the cursor makes it begin again although the baseline has seen it": "horizon-before-the-baseline",
    "it goes on where it should stop before a third baseline": "epoch-changes-every-time",
    "after it was killed it does not remember to ask past caches": "killed-in-a-baseline",
    "a page is unreadable as a whole when a text on it is no Unicode": "half-a-surrogate-pair-put-aside",
    "it takes ids that are numbers, as RPDE allows": "entry-without-id-put-aside",
    "it keeps change numbers up to 2^63 - 1": "number-2-53-put-aside",
    "it takes a list, or an object without `next`, for a file, although the feed had pages": "json-that-is-no-page",
}
REASONS = {f"{name}.json": reason for reason, names in NOT_YET.items() for name in names.split()}


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


def marked(case: Case) -> object:
    reason = REASONS.get(case.file)
    marks = [pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] if reason else []
    return pytest.param(case, id=case.file, marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in cases("harvests")])
def test_harvest(program: Program, case: Case) -> None:
    assert found(program, [case]) == []


def test_what_is_not_yet_passed_exists() -> None:
    assert REASONS.keys() <= {case.file for case in cases("harvests")}
