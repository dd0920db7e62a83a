"""The runner finds nothing wrong with a good publisher, and of each that breaks one thing it names exactly that requirement."""

import sys
from pathlib import Path

import pytest

from openhub.conform.outcome import Result
from openhub.conform.program import Program
from openhub.conform.runner import level, run, sums
from openhub.conform.vectors import cases

PUBLISHER = Path(__file__).parent / "good_publisher.py"
TIMEOUT_SECONDS = 20


def tried(broken: str, *levels: int) -> list[Result]:
    """What comes of all vectors of these levels; time passes only where that is what breaks something."""
    program = Program(f"{sys.executable} {PUBLISHER} {broken}", TIMEOUT_SECONDS)
    chosen = [
        c for c in cases("publishing") if c.level in levels and (c.file != "stable.json" or broken in ("", "clock"))
    ]
    try:
        return list(run(program, chosen))
    finally:
        program.kill()


def test_a_good_publisher_reaches_the_highest_level() -> None:
    results = tried("", 1, 2, 3)
    assert [(r.case.file, r.case.level, r.failures, r.reason) for r in results if r.verdict != "passed"] == []
    assert [f for r in results for f in r.failures] == []
    assert level(results) == 3


@pytest.mark.parametrize(
    ("broken", "requirement", "first"),
    [
        ("now-numbers", "feed-visibility", 1),
        ("sequence-numbers", "feed-visibility", 1),
        ("same-numbers", "feed-order", 1),
        ("falling-numbers", "feed-order", 1),
        ("numbers-as-text", "feed-order", 1),
        ("keeps-versions", "feed-once", 1),
        ("hard-deletes", "feed-tombstone", 1),
        ("tombstone-data", "feed-tombstone", 1),
        ("moves-no-tombstone", "feed-tombstone", 1),
        ("secret-reason", "feed-reason", 1),
        ("drops-members", "feed-page", 1),
        ("other-path", "feed-next", 1),
        ("relative-next", "feed-next", 1),
        ("first-number", "feed-next", 1),
        ("other-last", "feed-last", 1),
        ("long-cache", "feed-caching", 1),
        ("html", "feed-media-type", 1),
        ("no-licence", "feed-licence", 1),
        ("other-licence", "feed-licence", 1),
        ("no-reason", "feed-reason", 1),
        ("no-canonical-form", "item-numbers", 1),
        ("takes-any-cursor", "feed-bad-cursor", 1),
        ("takes-no-cursor-as-0", "feed-bad-cursor", 1),
        ("version-is-a-number", "feed-state", 2),
        ("no-state", "feed-state", 2),
        ("clock", "feed-stable", 2),
        ("long-epoch", "feed-epoch", 2),
        ("same-epoch", "feed-epoch", 2),
        ("old-epoch", "feed-epoch", 2),
        ("keeps-numbers", "feed-reissue", 2),
        ("forgets-tombstones", "feed-reissue", 2),
        ("stale-horizon", "feed-horizon", 2),
        ("rough-horizon", "feed-horizon", 2),
        ("keeps-tombstones", "feed-horizon", 2),
        ("no-root", "feed-count", 3),
        ("counts-one-more", "feed-count", 3),
        ("no-digest-in-leaf", "feed-root", 3),
        ("no-canonical-form", "feed-canonical", 3),
        ("unsorted-leaves", "feed-root", 3),
        ("no-contact", "feed-checkpoint", 3),
        ("head-beyond", "feed-checkpoint", 3),
        ("no-origin", "feed-checkpoint", 3),
        ("new-origins", "feed-checkpoint", 3),
        ("other-checkpoint-licence", "feed-checkpoint", 3),
        ("kept-checkpoint", "feed-checkpoint", 3),
        ("two-roots", "feed-one-root", 3),
    ],
)
def test_what_is_broken_is_named(broken: str, requirement: str, first: int) -> None:
    results = tried(broken, first)
    assert {name for r in results for f in r.failures if not f.advice for name in f.requirements} == {requirement}


@pytest.mark.parametrize(
    ("broken", "requirement", "first"),
    [
        ("dirty-reads", "feed-snapshot", 1),
        ("future-is-not-found", "feed-future-cursor", 1),
        ("short-cursors", "feed-future-cursor", 1),
        ("low-numbers", "feed-renumber", 2),
        ("stale-head", "feed-checkpoint", 3),
    ],
)
def test_what_breaks_several_things_at_once_is_named_too(broken: str, requirement: str, first: int) -> None:
    found = [f for r in tried(broken, first) for f in r.failures if not f.advice]
    assert requirement in {name for f in found for name in f.requirements}


def test_what_should_be_and_is_not_is_advice() -> None:
    results = tried("short-cache", 1)
    assert {r.verdict for r in results} == {"passed"}
    assert {f.requirements for r in results for f in r.failures} == {("feed-caching",)}


def test_a_page_size_that_is_not_kept_is_blamed_on_no_requirement() -> None:
    results = [r for r in tried("page-too-large", 1) if r.verdict == "failed"]
    assert {f.requirements for r in results for f in r.failures} == {()}
    assert {f.came for r in results if r.case.file == "full-page.json" for f in r.failures} == {
        "4 entries, and `page_size` is 3"
    }


def test_another_status_says_what_was_asked_what_came_and_what_should() -> None:
    (failure,) = [f for r in tried("takes-no-cursor-as-0", 1) for f in r.failures]
    asked = "https://goodgym.example/feed?afterChangeNumber="
    assert (failure.expected, failure.came.partition(":")[0]) == (f"status 400 to GET {asked}", "status 200")
    assert failure.remedy.startswith("Answer this address with status 400.")


def test_a_level_of_which_not_all_was_tried_is_not_reached() -> None:
    results = tried("no-backup", 1, 2)
    assert level(results) == 1
    second = sums(results)["Publisher Level 2"]
    assert (second.failed, second.reasons) == (0, ("the program does not support `backup`",))


def test_a_level_is_tried_when_nothing_of_a_lower_one_failed() -> None:
    results = tried("no-state", 1, 2, 3)
    third = sums(results)["Publisher Level 3"]
    assert level(results) == 1
    assert (third.passed, third.failed, third.reasons) == (0, 0, ("Level 2 comes first",))


def test_a_failure_says_where_what_came_and_what_to_do() -> None:
    failures = [f for r in tried("stale-horizon", 2) if r.case.file == "purge.json" for f in r.failures]
    assert [(f.where, f.came, f.remedy) for f in failures] == [
        (
            "step 15 (walk) https://goodgym.example/feed",
            "`horizon` is 0, and 7 the highest of a tombstone that is no longer there",
            "Raise `horizon` in the transaction that removes tombstones.",
        )
    ]
