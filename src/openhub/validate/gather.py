"""Gathers findings as they come: counts all of them, keeps a few of each code, and makes the report in the end."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from openhub import __version__
from openhub.model.finding import Severity
from openhub.validate.baseline import Baseline
from openhub.validate.choose import Choice
from openhub.validate.engine import codes
from openhub.validate.report import RANK, SEVERITIES, Group, Input, Placed, Report, Shown, placed, top_of, within_item

_WHOLE = frozenset({"not-an-object", "unreadable-item", "unknown-type"})  # of such an item nothing else is checked


@dataclass(slots=True)
class _Count:
    """Of one code and severity. The findings of an item come one after the other, so the last item is enough to count items."""

    count: int = 0
    items: int = 0
    last: tuple[str, str] = ("", "")
    samples: list[Placed] = field(default_factory=list)


class Gathered:
    """What was found so far, under a choice and a baseline. Its size does not grow with the feed, but with `keep` and `samples`."""

    def __init__(self, choice: Choice, baseline: Baseline, *, samples: int, keep: int, remember: bool = False) -> None:
        """With `remember` the baseline learns everything that is found; that does grow."""
        self._choice, self._baseline, self._remember = choice, baseline, remember
        self._samples, self._keep = samples, keep
        self._counts: dict[tuple[str, Severity], _Count] = {}
        self._worst: dict[Severity, list[Placed]] = {severity: [] for severity in SEVERITIES}
        self.totals: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        self.known: dict[Severity, int] = dict.fromkeys(SEVERITIES, 0)
        self.misshapen = 0
        self._last_misshapen = ("", "")

    def take(self, shown: Shown) -> Placed | None:
        """Counts a finding; gives it back when it is wanted and new."""
        self._count_misshapen(shown)
        severity = self._choice.severity(shown.finding)
        if severity is None:
            return None
        found = placed(shown, severity)
        if self._remember:
            self._baseline.note(found)
        if self._baseline.knows(found):
            self.known[severity] += 1
            return None
        self.totals[severity] += 1
        self._count(found)
        self._keep_worst(found)
        return found

    def groups(self, about: Callable[[str], str]) -> tuple[Group, ...]:
        """By severity, the most frequent first."""
        found = [
            Group(
                code=code,
                severity=severity,
                family=self._choice.families.get(code, ""),
                about=about(code),
                count=count.count,
                items=count.items,
                samples=tuple(count.samples),
            )
            for (code, severity), count in self._counts.items()
        ]
        return tuple(sorted(found, key=lambda group: (RANK[group.severity], -group.count, group.code)))

    def worst(self) -> tuple[Placed, ...]:
        return tuple(found for severity in SEVERITIES for found in self._worst[severity])

    def _count(self, found: Placed) -> None:
        count = self._counts.setdefault((found.code, found.severity), _Count())
        count.count += 1
        item = (found.file, found.item or top_of(found.pointer))
        if item != count.last:
            count.items += 1
            count.last = item
        if len(count.samples) < self._samples:
            count.samples.append(found)

    def _count_misshapen(self, shown: Shown) -> None:
        """Counts the item when rules were not run on what the schema refused in it, even when that is not to be shown."""
        found = shown.finding
        if found.severity != "error" or self._choice.families.get(found.code) != "shape":
            return
        item = (shown.file, found.item or top_of(found.pointer))
        if item != self._last_misshapen and (found.code in _WHOLE or within_item(found.pointer)):
            self.misshapen += 1
            self._last_misshapen = item

    def _keep_worst(self, found: Placed) -> None:
        """Keeps it while there is room, or in the place of the last that is not as bad."""
        if sum(map(len, self._worst.values())) >= self._keep:
            lesser = [s for s in reversed(SEVERITIES) if self._worst[s] and RANK[s] > RANK[found.severity]]
            if not lesser:
                return
            self._worst[lesser[0]].pop()
        self._worst[found.severity].append(found)


class Inputs:
    """What was read, each with the digest of its bytes."""

    def __init__(self) -> None:
        self._done: list[Input] = []
        self._name, self._size, self._last = "", 0, b""
        self._hash = hashlib.sha256()

    def note(self, name: str, data: bytes) -> None:
        """Takes note of a file, or of the next part of one."""
        if data is self._last and name == self._name:
            return  # the same sheet again, with what is wrong with it as a page
        if name != self._name or not self._size:
            self._close()
            self._name, self._size, self._hash = name, 0, hashlib.sha256()
        self._hash.update(data)
        self._size, self._last = self._size + len(data), data

    def add(self, inputs: Iterable[Input]) -> None:
        """Takes note of what was read elsewhere."""
        self._done += inputs

    def all(self) -> tuple[Input, ...]:
        self._close()
        self._name = ""
        return tuple(self._done)

    def _close(self) -> None:
        if self._name:
            self._done.append(Input(self._name, self._size, self._hash.hexdigest()))


def rule_set() -> str:
    """A short digest of everything that the rules say of themselves: the same as long as they are the same."""
    told = json.dumps({code: asdict(rule) for code, rule in codes().items()}, sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def reported(gathered: Gathered, about: Callable[[str], str], **facts: Any) -> Report:
    """The report on all that was gathered. `about` says what a code is; `facts` are the report's other members."""
    return Report(
        version=__version__,
        rules=rule_set(),
        counts=dict(gathered.totals),
        groups=gathered.groups(about),
        worst=gathered.worst(),
        known=sum(gathered.known.values()),
        known_errors=gathered.known["error"],
        misshapen=gathered.misshapen,
        **facts,
    )


def rules_run(
    choice: Choice, all_codes: Iterable[str], not_run: Mapping[str, str]
) -> tuple[tuple[str, ...], dict[str, str]]:
    """The codes that were looked for, and those that were not, each with the reason."""
    reasons = {code: choice.left_out(code) or not_run.get(code, "") for code in sorted(all_codes)}
    return tuple(code for code, why in reasons.items() if not why), {c: why for c, why in reasons.items() if why}
