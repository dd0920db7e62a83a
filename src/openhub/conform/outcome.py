"""What comes of a vector: passed, failed with what is wrong, or not tried."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import orjson

from openhub.conform.program import short

Verdict = Literal["passed", "failed", "not tried"]

DIFFERENCES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One thing that is wrong: what should have come and what came. `advice` is a SHOULD, with which nothing fails."""

    requirements: tuple[str, ...]
    where: str = ""
    expected: str = ""
    came: str
    remedy: str = ""
    advice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing to try. `level` is that of the publisher on trial; 0 where there are no levels."""

    group: str
    file: str
    name: str
    requirements: tuple[str, ...]
    vector: dict[str, Any]
    data: dict[str, Any]
    level: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of a case; `reason` says why it was not tried."""

    case: Case
    verdict: Verdict
    failures: tuple[Failure, ...] = ()
    reason: str = ""


def differences(expected: Any, came: Any, pointer: str = "") -> Iterator[str]:
    """Where two JSON values differ, each as a line."""
    if isinstance(expected, dict) and isinstance(came, dict):
        for name in sorted(expected.keys() | came.keys()):
            if name not in came:
                yield f"{pointer}/{name}: {shown(expected[name])} is missing"
            elif name not in expected:
                yield f"{pointer}/{name}: {shown(came[name])} is too much"
            else:
                yield from differences(expected[name], came[name], f"{pointer}/{name}")
    elif isinstance(expected, list) and isinstance(came, list) and len(expected) == len(came):
        for index, pair in enumerate(zip(expected, came, strict=True)):
            yield from differences(*pair, f"{pointer}/{index}")
    elif expected != came or isinstance(expected, bool) != isinstance(came, bool):
        yield f"{pointer or 'the answer'}: {shown(expected)} was expected, {shown(came)} came"


def lines(found: list[str]) -> str:
    """The first of these lines, and how many more there are."""
    more = [f"and {len(found) - DIFFERENCES} more"] if len(found) > DIFFERENCES else []
    return "\n".join([*found[:DIFFERENCES], *more])


def shown(value: Any) -> str:
    return short(orjson.dumps(value))
