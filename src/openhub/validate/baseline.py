"""A baseline: the findings that are known and put up with, so that only new ones count."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import jsonschema_rs

from openhub import spec
from openhub.errors import ConfigError
from openhub.validate.report import Lasting, Placed, within_item


class Baseline:
    """Takes findings off what is known, one by one, and says at the end what of it was in vain."""

    def __init__(self, entries: Iterable[Lasting] = ()) -> None:
        self._entries = {entry.fingerprint: entry for entry in entries}
        self._left = Counter({entry.fingerprint: entry.count for entry in self._entries.values()})
        self._seen = Counter[str]()
        self._about: dict[str, Placed] = {}

    def knows(self, found: Placed) -> bool:
        """Whether it is one of those that are known. Two alike need two entries, or one that counts two."""
        if self._left[found.fingerprint] <= 0:
            return False
        self._left[found.fingerprint] -= 1
        return True

    def note(self, found: Placed) -> None:
        """Remembers it for the next baseline."""
        self._seen[found.fingerprint] += 1
        self._about.setdefault(found.fingerprint, found)

    def stale(self, runs: Callable[[str], bool]) -> tuple[Lasting, ...]:
        """Entries of codes that were looked for whose finding is not there any more, or there less often."""
        gone = (entry for entry in self._entries.values() if self._left[entry.fingerprint] > 0 and runs(entry.code))
        return tuple(sorted(gone, key=_order))

    def updated(self, runs: Callable[[str], bool]) -> bytes:
        """The file for what was noted; entries of codes that were not looked for stay."""
        noted = [
            Lasting(mark, found.code, found.item or found.file, within_item(found.pointer), self._seen[mark])
            for mark, found in self._about.items()
        ]
        kept = [entry for mark, entry in self._entries.items() if not runs(entry.code) and mark not in self._about]
        entries = [
            {"code": e.code, "item": e.item, "pointer": e.pointer, "count": e.count, "fingerprint": e.fingerprint}
            for e in sorted([*noted, *kept], key=_order)
        ]
        document = {"type": "Baseline", "version": spec.VERSION, "findings": entries}
        return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode("utf-8", "replace")


def _order(entry: Lasting) -> tuple[str, ...]:
    return entry.code, entry.item, entry.pointer, entry.fingerprint


def read(data: bytes, name: str) -> Baseline:
    """Raises ConfigError when it is no baseline."""
    try:
        document: Any = json.loads(data)
        jsonschema_rs.Draft202012Validator(spec.schema("baseline")).validate(document)
    except (ValueError, jsonschema_rs.ValidationError) as error:
        problem = getattr(error, "message", "") or str(error)
        raise ConfigError(
            f"{name} is no baseline: {problem}. Delete it first; --update-baseline then makes it anew."
        ) from error
    return Baseline(
        Lasting(e["fingerprint"], e["code"], e["item"], e["pointer"], e["count"]) for e in document["findings"]
    )
