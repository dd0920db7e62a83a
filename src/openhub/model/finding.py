"""A finding: what is wrong with a document, where, and what to do."""

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Bad input is data. `pointer` is a JSON Pointer (RFC 6901) from the top of the item, or of the page if it has no item."""

    code: str
    severity: Severity
    pointer: str
    message: str
    remedy: str
    item: str = ""
    values: dict[str, Any] = field(default_factory=dict)


def escaped(name: object) -> str:
    """A member's name as a part of a JSON Pointer (RFC 6901 section 3)."""
    return str(name).replace("~", "~0").replace("/", "~1")
