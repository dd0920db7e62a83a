"""What `openhub validate` was asked for beyond its sources: a profile, a baseline, and which codes count how much."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from openhub.validate.baseline import Baseline
    from openhub.validate.choose import Choice
    from openhub.validate.engine import Entry
    from openhub.validate.profile import Profile


@dataclass(frozen=True, slots=True)
class Wishes:
    """Read from the options, before anything is checked."""

    profile: "Profile | None"
    baseline: "Baseline"
    choice: "Choice"

    def rules(self) -> "tuple[Entry, ...]":
        """The rules that are wanted, and those that the profile adds."""
        from openhub.validate.engine import catalogue

        wanted = tuple(entry for entry in catalogue() if self.looks_for(entry[0]))
        return wanted + (self.profile.rules if self.profile else ())

    def looks_for(self, code: str) -> bool:
        return not self.choice.left_out(code)


def wishes(options: dict[str, Any]) -> Wishes:
    """Raises UsageError or ConfigError for what cannot be."""
    profile = _profile(options["profile"])
    baseline = _baseline(options["baseline"], may_be_new=options["update_baseline"])
    return Wishes(profile, baseline, _choice(profile, options))


def _profile(file: str | None) -> "Profile | None":
    from openhub.validate.profile import read

    return read(_bytes(file), file) if file else None


def _baseline(file: str | None, *, may_be_new: bool) -> "Baseline":
    from openhub.validate.baseline import Baseline, read

    if not file or (may_be_new and not Path(file).exists()):
        return Baseline()
    if not Path(file).exists():
        raise click.UsageError(f"There is no baseline {file}. Make it with --update-baseline.")
    return read(_bytes(file), file)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise click.UsageError(f"{file} could not be read: {error.strerror}.") from error


def _choice(profile: "Profile | None", options: dict[str, Any]) -> "Choice":
    from openhub.cli.explain import reader_faults
    from openhub.validate.choose import choice
    from openhub.validate.engine import codes

    families = dict.fromkeys(reader_faults(), "reading") | {code: rule.family for code, rule in codes().items()}
    return choice(
        families,
        select=options["select"],
        ignore=options["ignore"],
        severities=options["severity"],
        raised=profile.raised if profile else {},
    )
