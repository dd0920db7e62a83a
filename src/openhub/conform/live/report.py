"""What came of a run: a verdict for each check, the level that is kept, and what the next one needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from openhub import __version__, spec
from openhub.conform.live.check import FEED_LADDER, FILE_LADDER, NAMES, Breach, Check, Rung
from openhub.validate.requirements import requirements

Verdict = Literal["passed", "failed", "advice", "not run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of one check. `breaches` are the first of `count`; `reason` says why it did not run."""

    code: str
    check: Check
    rung: Rung
    about: str
    verdict: Verdict
    breaches: tuple[Breach, ...] = ()
    count: int = 0
    reason: str = ""

    @property
    def place(self) -> str:
        """Where the requirement stands."""
        known = requirements().get(self.check.anchor)
        return known.place if known else self.check.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`declared` is the level that the description names, `asked` the one that was asked for. `writes` is what went wrong with
    the command of --writes.
    """

    given: str
    address: str
    form: str
    as_of: str
    description: str
    declared: int | None
    asked: int | None
    pages: int
    items: int
    tombstones: int
    others: tuple[str, ...]
    results: tuple[Result, ...]
    writes: str = ""

    @property
    def ladder(self) -> tuple[Rung, ...]:
        return FILE_LADDER if self.form == "file" else FEED_LADDER

    @property
    def reached(self) -> Rung:
        """The highest rung up to which nothing failed; "" for none."""
        failed = {result.rung for result in self.results if result.verdict == "failed"}
        reached: Rung = ""
        for rung in self.ladder:
            if rung in failed:
                return reached
            reached = rung
        return reached

    @property
    def level(self) -> int | None:
        """The level that is kept; None when there is none, as for RPDE."""
        return int(self.reached) if self.reached.isdecimal() else None

    @property
    def following(self) -> Rung:
        """The rung above the one that is kept; "" when there is none."""
        left = self.ladder[self.ladder.index(self.reached) + 1 :] if self.reached else self.ladder
        return left[0] if left else ""

    @property
    def needed(self) -> tuple[Result, ...]:
        """What stands between the publisher and the next rung."""
        return tuple(r for r in self.results if r.verdict == "failed" and r.rung == self.following)

    @property
    def wanted(self) -> int | None:
        """The level that has to be kept: the one asked for, else the one declared."""
        return self.declared if self.asked is None else self.asked

    @property
    def is_enough(self) -> bool:
        """Whether that level is kept, and nothing went wrong with the command of --writes."""
        return self.is_kept and not self.writes

    @property
    def remarks(self) -> tuple[str, ...]:
        """What has to be known beside the level, in sentences."""
        empty = "0 items: nothing could be checked on items. Has anything been published yet?"
        failed = f"The command of --writes {self.writes}. So nothing is proven of what happens while items change."
        return ((empty,) if self.reached and not self.items else ()) + ((failed,) if self.writes else ())

    @property
    def is_kept(self) -> bool:
        if self.wanted is None:
            return self.reached != ""
        return self.level is not None and self.level >= self.wanted

    def of(self, verdict: Verdict) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.verdict == verdict)


def as_json(report: Report) -> dict[str, Any]:
    """The report by schemas/conform.schema.json."""
    return {
        "type": "ConformanceReport",
        "tool": {"name": "openhub", "version": __version__, "protocol": spec.VERSION},
        "asOf": report.as_of,
        "given": report.given,
        "address": report.address,
        "form": report.form,
        **({"description": report.description} if report.description else {}),
        "declared": report.declared,
        "wanted": report.wanted,
        "reached": report.reached or "none",
        "level": report.level,
        "next": report.following or None,
        "needed": [result.code for result in report.needed],
        "enough": report.is_enough,
        "remarks": list(report.remarks),
        "pages": report.pages,
        "items": report.items,
        "tombstones": report.tombstones,
        "others": list(report.others),
        "counts": {name: len(report.of(verdict)) for name, verdict in _COUNTS.items()},
        "checks": [_result(result) for result in report.results],
    }


_COUNTS: dict[str, Verdict] = {"passed": "passed", "failed": "failed", "advice": "advice", "notRun": "not run"}


def _result(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": result.code,
        "group": result.check.group,
        "rung": result.rung or None,
        "requirement": result.place,
        "about": result.about,
        "verdict": result.verdict,
    }
    if result.verdict == "not run":
        found["reason"] = result.reason
    if result.breaches:
        found["count"] = result.count
        found["breaches"] = [
            {"where": one.where, "came": one.came, "remedy": one.remedy or result.check.remedy, "advice": one.advice}
            for one in result.breaches
        ]
    return found


def by_rung(report: Report) -> Iterable[tuple[Rung, list[Result]]]:
    """The results in the order of the ladder, those on none last."""
    for rung in (*report.ladder, ""):
        found = [result for result in report.results if result.rung == rung]
        if found:
            yield rung, found


def named(rung: Rung) -> str:
    """A rung in words, short."""
    return "no level" if not rung else rung if rung == "RPDE" else f"Level {rung}"


def heading(rung: Rung) -> str:
    return NAMES[rung]
