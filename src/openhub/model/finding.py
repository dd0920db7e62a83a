"""A finding: what is wrong with a document, where, and what to do."""

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Change:
    """What mends a finding without asking: at its own pointer put a value, give the member another name, or take it out."""

    op: Literal["replace", "move", "remove"]
    value: Any = None

    def patch(self, pointer: str) -> dict[str, Any]:
        """The operation of JSON Patch (RFC 6902) that makes the change at the pointer."""
        if self.op == "move":
            parent = pointer.rpartition("/")[0]
            return {"op": "move", "from": pointer, "path": f"{parent}/{escaped(self.value)}"}
        return {"op": self.op, "path": pointer, **({"value": self.value} if self.op == "replace" else {})}


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
    suggestion: Change | None = None


def escaped(name: object) -> str:
    """A member's name as a part of a JSON Pointer (RFC 6901 section 3)."""
    return str(name).replace("~", "~0").replace("/", "~1")
