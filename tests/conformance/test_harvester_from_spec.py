"""The example harvester passes all vectors of a harvester, and each of its rules that is switched off makes one fail."""

import ast
import functools
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from openhub.conform.outcome import Case
from openhub.conform.program import Program
from openhub.conform.runner import run
from openhub.conform.vectors import cases
from openhub.validate.requirements import requirements
from tests.conftest import Site

PROGRAM = Path(__file__).parents[2] / "examples" / "harvester_from_spec.py"
TEXT = PROGRAM.read_text("utf-8")
TIMEOUT_SECONDS = 20

NO_WAIT = ("BEGIN; {TABLES}", "PRAGMA synchronous = OFF; BEGIN; {TABLES}")
APPLY = "            for entry in page.entries:\n"
A_PAGE_LATE = (
    "            before, self.late = getattr(self, 'late', []), page.entries\n            for entry in before:\n"
)
NO_PAGE = (
    'raise Failed("the answer is not a page") from error',
    'return Page([], "https://goodgym.example/feed", "2027-01", 0, None)',
)


@functools.cache
def all_cases() -> list[Case]:
    return [*cases("digests"), *cases("harvests")]


@contextmanager
def started(file: Path) -> Iterator[Program]:
    program = Program(f"{sys.executable} {file}", TIMEOUT_SECONDS)
    try:
        yield program
    finally:
        program.kill()


@pytest.mark.parametrize("group", ["digests", "harvests"])
def test_it_passes_all_vectors_of_a_harvester(group: str) -> None:
    with started(PROGRAM) as program:
        results = list(run(program, (case for case in all_cases() if case.group == group)))
    assert results
    assert [(r.case.file, r.case.name, r.failures, r.reason) for r in results if r.verdict != "passed"] == []


def test_it_needs_nothing_but_the_standard_library() -> None:
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(TEXT))
        for name in (
            [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported
    assert imported <= sys.stdlib_module_names


def test_it_names_every_requirement_of_a_harvester_and_none_that_is_not() -> None:
    named = set(re.findall(r"\b(?:feed|harvest)-[a-z0-9-]+", TEXT))
    assert named - requirements().keys() == set()
    asked = {r.id for r in requirements().values() if r.document == "2-feed.md" and "harvester" in r.who}
    assert asked - named == {"harvest-head"}  # reading the checkpoint is not required


def test_it_harvests_over_http(site: Site, tmp_path: Path) -> None:
    feed, last = f"{site.address}/feed", f"{site.address}/feed?afterChangeNumber=1"
    site.answers["/feed"] = b"""{"license": "", "next": "%s", "items":
        [{"state": "updated", "kind": "Group", "id": "a", "modified": 1, "data": {}}]}""" % last.encode()
    site.answers["/feed?afterChangeNumber=1"] = b'{"license": "", "next": "%s", "items": []}' % last.encode()
    said = subprocess.run([sys.executable, PROGRAM, feed, tmp_path], capture_output=True, text=True, check=True)
    assert said.stdout == "Group a\n1 items are held, 0 put aside. State: complete.\n"
    site.answers["/feed?afterChangeNumber=1"] = (301, b"", {"Location": feed})
    said = subprocess.run([sys.executable, PROGRAM, feed, tmp_path], capture_output=True, text=True, check=True)
    assert said.stdout == "Group a\n1 items are held, 0 put aside. State: failed.\n"
    assert said.stderr == f"It stopped: {last} answers 301.\n"


@dataclass(frozen=True, slots=True)
class Mutation:
    """A rule that is not kept: what is written in the program in place of what."""

    requirement: str
    fault: str
    old: str
    new: str


MUTATIONS = (
    Mutation("feed-digest", "members in Python's order", '.encode("utf-16-be")', ""),
    Mutation("feed-digest", "numbers as Python writes them", "return ecmascript(value)", "return repr(value)"),
    Mutation(
        "feed-canonical", "a member may stand twice", "== len(pairs) else math.nan", "== len(pairs) else dict(pairs)"
    ),
    Mutation("feed-canonical", "numbers beyond 2^53", " and abs(value) <= LARGEST", ""),
    Mutation("feed-leaf", "no digest in the leaf", r"{modified}\n{digest}", r"{modified}"),
    Mutation("feed-root", "leaves as they come", "*sorted(bucket)", "*bucket"),
    Mutation("feed-root", "one bucket for all", 'sha256(item["id"].encode())[0]', "0"),
    Mutation("feed-whole-file", "what a file no longer has stays", "page.next is None or page.root ==", "page.root =="),
    Mutation("harvest-entries", "nothing is ever deleted", 'self.delete("going = 1")', 'self.count("going = 1")'),
    Mutation(
        "harvest-end",
        "the last page's next is kept",
        "page.next and page.entries and not wrong",
        "page.next and not wrong",
    ),
    Mutation("harvest-repeat", "older versions are applied", "AND last > ?", "AND last > ? + 9999"),
    Mutation("harvest-repeat", "the same number is ignored", "AND last > ?", "AND last >= ?"),
    Mutation("harvest-repeat", "what was applied long ago counts", "AND walk = ? AND last", "AND walk <= ? AND last"),
    Mutation(
        "harvest-repeat",
        "tombstones are forgotten",
        'self.delete("going = 1")',
        'self.db.execute("DELETE FROM item WHERE going = 1")',
    ),
    Mutation("harvest-atomic", "nothing is kept before the end", "with self.db:  # harvest-atomic", "if True:"),
    Mutation("harvest-atomic", "the cursor is kept before the data", APPLY, A_PAGE_LATE),
    Mutation("harvest-epoch", "the epoch is ignored", "page.epoch != self.state.epoch", "False"),
    Mutation("harvest-horizon", "the horizon is ignored", "or page.horizon >", "or 0 >"),
    Mutation(
        "harvest-horizon",
        "ignored within a baseline",
        "or page.horizon >",
        "or not self.state.baseline and page.horizon >",
    ),
    Mutation("harvest-horizon", "only the cursor counts", "max(cursor, reach)", "cursor"),
    Mutation("harvest-horizon", "only the reach counts", "max(cursor, reach)", "reach"),
    Mutation("harvest-horizon", "the first page does not count", "max(page.horizon, reach if", "max(0, reach if"),
    Mutation(
        "harvest-horizon",
        "nothing but the first page counts",
        "max(position(self.state.cursor)[0], self",
        "max(0, self",
    ),
    Mutation("harvest-horizon", "another epoch counts", "reach if page.epoch == self.state.epoch else 0", "reach"),
    Mutation(
        "harvest-horizon",
        "in spite of the root",
        "if page.root is None:\n            return self",
        "if self.reach(page) == GAP:\n            return self",
    ),
    Mutation("harvest-horizon", "at once", "        if page.entries:\n            return False\n", ""),
    Mutation("harvest-atomic", "the gap is forgotten", "reach=self.reach(page)", "reach=max(self.reach(page), 0)"),
    Mutation("harvest-fresh", "caches are believed", "bool(self.state.fresh)", "False"),
    Mutation(
        "harvest-fresh",
        "only the first page is fresh",
        "bool(self.state.fresh)",
        "bool(self.state.fresh and address == self.feed)",
    ),
    Mutation("harvest-third", "a third time", "self.begun == 3", "self.begun == 4"),
    Mutation("harvest-third", "not even a second time", "self.begun == 3", "self.begun == 2"),
    Mutation(
        "harvest-sweep", "nothing is swept", 'WHERE {unseen}")  # feed-whole-file', 'WHERE 0")  # feed-whole-file'
    ),
    Mutation(
        "harvest-sweep",
        "swept without proof",
        "page.next is None or page.root ==",
        "page.root is not None or page.root ==",
    ),
    Mutation("harvest-second", "one baseline is enough", " AND missed <= {self.state.began - HOUR}", ""),
    Mutation("harvest-second", "an hour is nothing", "HOUR, WEEK = 3600", "HOUR, WEEK = 0"),
    Mutation("harvest-second", "the second comes after a week", "return missed > 0 or self.now", "return self.now"),
    Mutation("harvest-second", "what is seen counts as missed", "?, 0, NULL)", "?, 0, 0)"),
    Mutation("harvest-brake", "no brake", "if going > 10 and", "if going > 9999 and"),
    Mutation("harvest-brake", "it acts at ten", "if going > 10 and", "if going > 9 and"),
    Mutation("harvest-brake", "it acts at a fifth", "going * 5 > self", "going * 5 >= self"),
    Mutation(
        "harvest-brake",
        "it acts page by page",
        "            self.save(cursor=cursor, ",
        "            self.brake()\n            self.save(cursor=cursor, ",
    ),
    Mutation("harvest-brake", "what waits counts for the root", "NOT NULL AND going = 0", "NOT NULL"),
    Mutation("harvest-brake", "who waits must go", "?, 0, NULL)", "?, (SELECT 2 FROM item WHERE going = 2), NULL)"),
    Mutation("harvest-urgent", "like any other", 'more.get("reason") == "urgent"', "False"),
    Mutation(
        "harvest-root", "no baseline when it differs", "not self.state.baseline and page.root != root", "False and root"
    ),
    Mutation("harvest-root", "always verified", 'else "inconsistent"', 'else "verified"'),
    Mutation("harvest-plain", "never from the start again", ">= WEEK", ">= 99 * WEEK"),
    Mutation("harvest-progress", "next may be anywhere", "urlsplit(following)[:3] != urlsplit(self.feed)[:3]", "False"),
    Mutation(
        "harvest-progress",
        "any scheme and host",
        "urlsplit(following)[:3] != urlsplit(self.feed)[:3]",
        "urlsplit(following)[2] != urlsplit(self.feed)[2]",
    ),
    Mutation("harvest-progress", "next may go back", "position(following) <= position(self.state.cursor)", "False"),
    Mutation(
        "harvest-progress",
        "the cursor moves all the same",
        "page.next and page.entries and not wrong",
        "page.next and page.entries",
    ),
    Mutation("harvest-failure", "any status will do", "if status != 200:", "if status == 0:"),
    Mutation("harvest-failure", "no page is an empty page", *NO_PAGE),
    Mutation("harvest-failure", "pages may become a file", "text, self.state.paged)", "text, False)"),
    Mutation(
        "harvest-quarantine",
        "a bad entry spoils its page",
        "return self.put_aside(entry, reason)",
        "raise Failed(reason)",
    ),
    Mutation("harvest-quarantine", "a bad entry is dropped", "return self.put_aside(entry, reason)", "return None"),
    Mutation("harvest-quarantine", "aside for ever", "DELETE FROM aside WHERE", "DELETE FROM aside WHERE 0 AND"),
    Mutation("harvest-quarantine", "not seen by the sweep", "walk = ?1, missed = NULL WHERE", "walk = walk WHERE"),
    Mutation("harvest-quarantine", "what was applied long ago counts", "THEN last ELSE -1", "THEN last ELSE last"),
    Mutation("harvest-numbers", "32 bits", 'entry["modified"], self', 'entry["modified"] % 2**32, self'),
    Mutation("harvest-numbers", "2^53 is one", "0 <= value <= LARGEST", "0 <= value <= LARGEST + 1"),
    Mutation("harvest-rpde", "no order of time", 'query.get("afterTimestamp", ["0"])', '["0"]'),
    Mutation("harvest-rpde", "equal times do not rise", 'query.get("afterId", [""])[0]', '""'),
)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.requirement}: {m.fault}")
def test_a_vector_of_each_rule_fails_when_it_is_not_kept(mutation: Mutation, tmp_path: Path) -> None:
    assert TEXT.count(mutation.old) == 1
    worse = tmp_path / "worse.py"
    worse.write_text(TEXT.replace(*NO_WAIT).replace(mutation.old, mutation.new), "utf-8")
    with started(worse) as program:
        results = run(program, (case for case in all_cases() if mutation.requirement in case.requirements))
        assert any(result.verdict == "failed" for result in results)
        assert not re.match(r"\w+Error:", program.last_words)  # it fails by what it holds, not by falling over
