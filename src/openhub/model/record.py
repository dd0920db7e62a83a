"""Record and Page: what a format reads out of bytes, whatever the format."""

import base64
import hashlib
from dataclasses import dataclass, field
from typing import Any

from openhub.model.finding import Finding


@dataclass(slots=True, kw_only=True)  # not frozen, for one is made of every item, and that would take twice as long
class Record:
    """A document and where in its page it stood; `data` is None for a tombstone (the item is gone).

    `digest` is that of data as far as it was worked out in reading, also of some that is put aside; `reason` says why the
    item is gone.
    """

    id: str
    kind: str
    modified: int
    data: dict[str, Any] | None
    raw: bytes = b""
    pointer: str = ""
    offset: int = 0
    findings: tuple[Finding, ...] = ()
    digest: str = ""
    reason: str = ""

    @property
    def deleted(self) -> bool:
        return self.data is None and not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a feed. `whole` says that what is not on it is gone; `last` that nothing follows.

    `root` is that of all live items, on the last page of a feed that proves that nothing is missing.
    `findings` are those that belong to no single record, such as an item without an id.
    """

    records: tuple[Record, ...]
    next: str = ""
    last: bool = False
    whole: bool = False
    licence: str = ""
    epoch: str = ""
    horizon: int = 0
    root: str = ""
    findings: tuple[Finding, ...] = field(default=())


def reference(origin: str, kind: str, item_id: str) -> str:
    """The short name by which a hub speaks of an item: 16 letters and digits from SHA-256 of origin, type and id."""
    digest = hashlib.sha256("\n".join((origin, kind, item_id)).encode()).digest()
    return base64.b32encode(digest[:10]).decode().lower()
