"""Finds members and codes in a document that the schemas say should not be used any more."""

from collections.abc import Iterator
from typing import Any

from openhub.model.finding import escaped
from openhub.validate.members import Member

Used = tuple[str, str, dict[str, Any]]
"""The code of the finding, the pointer, and the values for its message."""


def pruned(member: Member) -> Member | None:
    """What is left of a tree of members when only the ways to what is deprecated are kept; None when nothing is."""
    within = {name: kept for name, inner in member.within.items() if (kept := pruned(inner))}
    if not (within or member.deprecated or member.old_codes):
        return None
    return Member(within=within, deprecated=member.deprecated, old_codes=member.old_codes)


def used(value: Any, member: Member, pointer: str = "") -> Iterator[Used]:
    """Every use in a value of what a pruned tree holds."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from used(entry, member, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for name in value.keys() & member.within.keys():
            yield from _member(name, value[name], member.within[name], f"{pointer}/{escaped(name)}")
    elif isinstance(value, str) and value in member.old_codes:
        old = member.old_codes[value]
        yield "deprecated-code", pointer, {"code": value, "since": old.since, "use": old.use}


def _member(name: str, value: Any, member: Member, pointer: str) -> Iterator[Used]:
    if old := member.deprecated:
        yield "deprecated-property", pointer, {"property": name, "since": old.since, "use": old.use}
    yield from used(value, member, pointer)
