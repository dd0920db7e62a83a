"""An item has a member that the schema does not know."""

from typing import Any

from openhub.model.finding import Change, escaped
from openhub.validate.members import Member, known
from openhub.validate.near import MOST_LETTERS, near, synonym
from openhub.validate.rule import Faults, Rule
from openhub.validate.surroundings import At

RULE = Rule(
    family="completeness",
    severity="warning",
    anchor="item-members",
    message="OpenHub does not know `{name}`. {hint}",
    remedy="Correct the spelling; or if it is meant as a member of your own, write it with a prefix and a colon.",
    why="It is passed on, but nothing reads it: a slip in one letter hides a price or a step-free entrance.",
    whole=True,
    strange=True,
)

_ANYWHERE = frozenset({"type", "id"})
_LIKELY = 0.8


def check(document: dict[str, Any], at: At) -> Faults:
    return _unknown(document, known(), "")


def _unknown(value: dict[str, Any], member: Member, pointer: str) -> list[tuple[str, dict[str, Any]]]:
    faults: list[tuple[str, dict[str, Any]]] = []
    for name, inner in value.items():
        if below := member.within.get(name):
            if below.within and isinstance(inner, dict | list):
                entries = [(f"{pointer}/{name}", inner)] if isinstance(inner, dict) else _entries(inner, pointer, name)
                for where, entry in entries:
                    faults += _unknown(entry, below, where)
        elif not (name.startswith("@") or ":" in name or (pointer and name in _ANYWHERE)):
            meant, sure = near(name, member.within, _LIKELY)
            if (other := synonym(name, member.within)) and other != meant:
                meant, sure = other, False
            hint = f"Did you mean `{meant}`?" if meant else "It is kept, but no reader makes anything of it."
            change = Change("move", meant) if sure and meant not in value else None
            values = {"name": name[:MOST_LETTERS], "hint": hint, "suggestion": change}
            faults.append((f"{pointer}/{escaped(name)}", values))
    return faults


def _entries(value: list[Any], pointer: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{pointer}/{name}/{index}", entry) for index, entry in enumerate(value) if isinstance(entry, dict)]
