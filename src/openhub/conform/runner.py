"""Runs cases against a program, one after another, and sums up what came of them."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from openhub.conform.exchanges import digests, discovery, documents, projections, rules, texts
from openhub.conform.harvests import harvests
from openhub.conform.outcome import Case, Failure, Result
from openhub.conform.program import Broke, Program, Unsupported
from openhub.conform.publishing import publishing
from openhub.conform.vectors import LEVELS, blame

MOST_BROKEN = 3
"""After so many cases in a row at which the program broke, the rest of their group is not tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Vectors of one folder: who is on trial with them, and what looks at the answers."""

    who: str
    judge: Callable[[Program, Case], Iterator[Failure]]


GROUPS = {
    "documents": Group(who="Validator", judge=documents),
    "rules": Group(who="Validator", judge=rules),
    "texts": Group(who="Validator", judge=texts),
    "digests": Group(who="Digests and roots", judge=digests),
    "discovery": Group(who="Harvester", judge=discovery),
    "projections": Group(who="Hub", judge=projections),
    "harvests": Group(who="Harvester", judge=harvests),
    "publishing": Group(who="Publisher", judge=publishing),
}


def who(case: Case) -> str:
    """Who is on trial, such as "Validator" or "Publisher Level 2"."""
    return f"{GROUPS[case.group].who} Level {case.level}" if case.level else GROUPS[case.group].who


def run(program: Program, cases: Iterable[Case]) -> Iterator[Result]:
    """What comes of each case of a group. A level is tried when nothing of a lower one has failed.

    Raises UsageError when a vector is not written as it has to be, or the program cannot be started.
    """
    broken, failed_at = 0, LEVELS[-1] + 1
    for case in sorted(cases, key=lambda case: case.level):
        if case.level > failed_at:
            yield Result(case=case, verdict="not tried", reason=f"Level {failed_at} comes first")
        elif broken >= MOST_BROKEN:
            yield Result(case=case, verdict="not tried", reason=f"the program broke {MOST_BROKEN} times in a row")
        else:
            result, broke = _tried(program, case)
            broken = broken + 1 if broke else 0
            if result.verdict == "failed" and case.level:
                failed_at = case.level
            yield result


def _tried(program: Program, case: Case) -> tuple[Result, bool]:
    """What came of a case, and whether the program broke at it."""
    try:
        failures = tuple(GROUPS[case.group].judge(program, case))
    except Unsupported as error:
        return Result(case=case, verdict="not tried", reason=f"the program does not support `{error}`"), False
    except Broke as error:
        return Result(case=case, verdict="failed", failures=(_broken(case, error, program.last_words),)), True
    except (KeyError, TypeError, AttributeError) as error:
        blame(case.group, case.file, case.vector, error)
        raise
    failed = any(not failure.advice for failure in failures)
    return Result(case=case, verdict="failed" if failed else "passed", failures=failures), False


def _broken(case: Case, error: Broke, last_words: str) -> Failure:
    said = f"\nIts last words: {last_words}" if last_words else ""
    remedy = "How a program is asked, and has to answer, is in spec/conformance/README.md, or: openhub conformance --convention"
    return Failure(requirements=case.requirements, came=f"{error}{said}", remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum:
    """How many cases passed, failed and were not tried, and why not."""

    passed: int = 0
    failed: int = 0
    not_tried: int = 0
    reasons: tuple[str, ...] = ()

    def with_(self, result: Result) -> "Sum":
        name = result.verdict.replace(" ", "_")
        reasons = dict.fromkeys((*self.reasons, *([result.reason] if result.reason else [])))
        return replace(self, **{name: getattr(self, name) + 1, "reasons": tuple(reasons)})


def sums(results: Iterable[Result]) -> dict[str, Sum]:
    """The sums by who was on trial, in the order in which they were."""
    found: dict[str, Sum] = {}
    for result in results:
        found[who(result.case)] = found.get(who(result.case), Sum()).with_(result)
    return found


def level(results: Iterable[Result]) -> int | None:
    """Up to which level a publisher passed everything; None when none was on trial."""
    found = sums(result for result in results if result.case.level)
    if not any(s.passed or s.failed for s in found.values()):
        return None
    reached = 0
    for number in LEVELS:
        s = found.get(f"Publisher Level {number}")
        if s is None or s.failed or s.not_tried:
            break
        reached = number
    return reached
