"""Checks items that a program has at hand, one after another."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from openhub.model.finding import Finding
from openhub.validate.engine import Validator, catalogue
from openhub.validate.profile import Profile
from openhub.validate.report import RANK
from openhub.validate.surroundings import At


def findings(items: Iterable[Any], at: At, profile: Profile | None = None) -> Iterator[Finding]:
    """What is wrong with each of the items of one feed, and at the end what only all of them show."""
    validator = Validator(rules=(*catalogue(), *(profile.rules if profile else ())))
    raised = profile.raised if profile else {}
    for finding in _found(items, at, validator):
        severity = min(finding.severity, raised.get(finding.code, finding.severity), key=RANK.__getitem__)
        yield replace(finding, severity=severity)


def _found(items: Iterable[Any], at: At, validator: Validator) -> Iterator[Finding]:
    feed = validator.feed()
    for index, item in enumerate(items):
        feed.collect(item, index)
        yield from validator.check(item, at)
    yield from (finding for _, finding in feed.findings())
