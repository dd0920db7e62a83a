"""Judges a publisher's own items by the validator, before anybody else does."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from openhub.model.finding import Finding
from openhub.publish.dataset import Dataset
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

Judge = Callable[[dict[str, Any]], list[Finding]]


def judge(dataset: Dataset, zone: ZoneInfo) -> Judge:
    """Gives the errors of an item of the dataset; warnings are for `openhub validate`. It may be called from any thread."""
    validator, one_at_a_time = Validator(), threading.Lock()
    defaults = frozenset({"license"} | ({"themes"} & dataset.more.keys()))

    def errors(document: dict[str, Any]) -> list[Finding]:
        at = At(now=datetime.now(UTC), home=zone, hosts=frozenset({dataset.host}), defaults=defaults)
        with one_at_a_time:
            return [finding for finding in validator.check(document, at) if finding.severity == "error"]

    return errors
