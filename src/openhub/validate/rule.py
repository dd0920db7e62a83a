"""What a rule declares about itself, and how a fault that it found becomes a finding."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from openhub.model.finding import Finding, Severity

Faults = list[tuple[str, dict[str, Any]]] | None
"""What `check` returns: for each fault the JSON Pointer of the value, and the values for the message."""

FeedFaults = list[tuple[int, str, dict[str, Any]]]
"""What `finish` returns: the same, each with the index of the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A requirement that a schema cannot state. `message` is a format template over the values of a fault.

    `reads` are members that must be there for the rule to mean anything, `may_read` those it looks at when they are.
    It is not called when one of either failed the schema, nor when it `reads` nothing and nothing it may read is there.
    `one_of` are members of which at least one must be there, and that it looks at.
    `needs` are members of At that must be known. `text` is a pattern: what it matches in prose is given to `check`.
    `signs` is one that texts have in them, one on each line with a line's end before and after, when the rule may have
    something to say.
    `strange` is said by a rule that looks only at members that the schema does not know: without any it is not called, unless
    it has `signs` and they are there.
    `whole` is said by a rule that looks everywhere: it is called whatever failed, and must take any JSON object.
    `calm` has schemas by the names of members, "" for the item itself: where all such members are valid against them, and the
    schema knows the whole document, the rule has nothing to say and is not called. Most documents should be calm.
    """

    family: str
    severity: Severity
    anchor: str
    message: str
    remedy: str
    why: str
    types: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    may_read: tuple[str, ...] = ()
    one_of: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    text: str = ""
    whole: bool = False
    strange: bool = False
    signs: str = ""
    calm: Mapping[str, Any] = field(default_factory=dict)
    since: str = "0.1"


def finding(code: str, rule: Rule, pointer: str, values: Mapping[str, Any], item: str) -> Finding:
    """The finding for one fault that the rule found. Among its values, `suggestion` is the change that mends it, if one is safe."""
    given = dict(values)
    return Finding(
        code=code,
        severity=rule.severity,
        pointer=pointer,
        message=rule.message.format_map(given),
        remedy=rule.remedy,
        item=item,
        suggestion=given.pop("suggestion", None),
        values=given,
    )
