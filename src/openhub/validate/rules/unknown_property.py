"""An item has a member that the schema does not know."""

import difflib
from typing import Any

from openhub.model.finding import escaped
from openhub.validate.members import Member, known
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
)

_ANYWHERE = frozenset({"type", "id"})
_MOST_LETTERS = 60


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
            hint = _hint(name, member)
            faults.append((f"{pointer}/{escaped(name)}", {"name": name[:_MOST_LETTERS], "hint": hint}))
    return faults


def _entries(value: list[Any], pointer: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    return [(f"{pointer}/{name}/{index}", entry) for index, entry in enumerate(value) if isinstance(entry, dict)]


def _hint(name: str, member: Member) -> str:
    """Did you mean: by capitals, separators or a slip of a letter or two."""
    plain = {_plain(other): other for other in member.within}
    close = difflib.get_close_matches(_plain(name[:_MOST_LETTERS]), plain, n=1, cutoff=0.8)
    return f"Did you mean `{plain[close[0]]}`?" if close else "It is kept, but no reader makes anything of it."


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(" ", "")
