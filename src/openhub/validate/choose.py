"""Which codes are looked for and how bad each is: what the user chose, on top of what the rules and a profile say."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from openhub.errors import UsageError
from openhub.model.finding import Finding, Severity
from openhub.validate.report import RANK, SEVERITIES

Level = Literal["error", "warning", "info", "off"]
LEVELS: tuple[Level, ...] = (*SEVERITIES, "off")

ALWAYS = frozenset({"unreadable-page", "unreadable-item", "not-an-object", "nothing-to-check"})
"""Without them a file that cannot be checked would look like a good one: only their whole name takes them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """`families` has every code that there is. A name stands for a code, a family, or all codes that begin with it and a hyphen."""

    families: Mapping[str, str]
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    levels: Mapping[str, Level] = field(default_factory=dict)
    raised: Mapping[str, Severity] = field(default_factory=dict)

    def left_out(self, code: str) -> str:
        """Why a code is not looked for; "" when it is."""
        if self.levels.get(code) == "off":
            return "turned off"
        if self._named(code, self.ignore) and (code not in ALWAYS or code in self.ignore):
            return "ignored"
        if self.select and code not in ALWAYS and not self._named(code, self.select):
            return "not selected"
        return ""

    def severity(self, finding: Finding) -> Severity | None:
        """How bad a finding is under this choice; None when it is not to be shown. A profile only makes it worse."""
        if self.left_out(finding.code):
            return None
        level = self.levels.get(finding.code)
        if level is not None and level != "off":
            return level
        return min(finding.severity, self.raised.get(finding.code, finding.severity), key=RANK.__getitem__)

    def _named(self, code: str, names: tuple[str, ...]) -> bool:
        return any(name in (code, self.families.get(code)) or code.startswith(f"{name}-") for name in names)


def choice(
    families: Mapping[str, str],
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Iterable[str] = (),
    raised: Mapping[str, Severity] | None = None,
) -> Choice:
    """From words as they are typed, each of which may hold several with commas between. Raises UsageError for what there is not."""
    chosen, left = _names(select, families), _names(ignore, families)
    levels = dict(_level(text, families) for text in _split(severities))
    return Choice(families=families, select=chosen, ignore=left, levels=levels, raised=raised or {})


def _split(texts: Iterable[str]) -> list[str]:
    return [word.strip() for text in texts for word in text.split(",") if word.strip()]


def _names(texts: Iterable[str], families: Mapping[str, str]) -> tuple[str, ...]:
    names = tuple(_split(texts))
    for name in names:
        if name not in families.values() and not any(code == name or code.startswith(f"{name}-") for code in families):
            raise UsageError(f"There is no code or family {name}. {_hint(name, [*families, *families.values()])}")
    return names


def _level(text: str, families: Mapping[str, str]) -> tuple[str, Level]:
    code, _, word = text.partition("=")
    if code not in families:
        raise UsageError(f"There is no code {code}. {_hint(code, families)}")
    for level in LEVELS:
        if level == word:
            return code, level
    raise UsageError(f"Write the severity of {code} as {code}=error, or with warning, info or off.")


def _hint(name: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(names), n=1)
    return f"Did you mean {close[0]}?" if close else "See `openhub rules`."
