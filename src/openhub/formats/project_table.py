"""The tables of the projections: what they say of each member, and what is lost by them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from openhub import spec
from openhub.errors import UsageError

Table = dict[str, Any]
Data = dict[str, Any]

UNKNOWN = "It is not a member of the vocabulary."


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A member of a part that a profile has no place for: in items of which types, and why."""

    part: str
    member: str
    types: tuple[str, ...]
    reason: str


@cache
def profiles() -> tuple[str, ...]:
    """The names of all profiles: each is a table in `schemas/projections/`."""
    return tuple(sorted(file.stem for file in (spec.folder() / "projections").glob("*.json")))


@cache
def table(profile: str) -> Table:
    """The table of a profile. Raises UsageError when there is none of that name."""
    if profile not in profiles():
        raise UsageError(f"There is no profile called {profile}. There are: {', '.join(profiles())}.")
    return _read(profile)


def target(entry: Data, kind: str, made_as: str = "") -> str:
    """Where the member of an item goes, by the class that is made or the item's type; "" when it goes nowhere."""
    to = entry.get("to", "")
    return to if isinstance(to, str) else to.get(made_as) or to.get(kind, "")


def lost(profile: str) -> list[Lost]:
    """Every member that a profile has no place for in some type that has it, in the order of the table."""
    known = table(profile)
    found = (
        Lost(part=part, member=member, types=_without(known, part, member, entry), reason=entry["lost"])
        for part, about in known["parts"].items()
        for member, entry in about["members"].items()
        if "lost" in entry
    )
    return [one for one in found if one.types]


def _without(known: Table, part: str, member: str, entry: Data) -> tuple[str, ...]:
    """The types whose items can have a member, and for which it has no place."""
    about = spec.schema("item")["properties"].get(member, {}) if part == "Item" else {}
    return tuple(t for t in known["types"] if t in about.get("x-on", spec.TYPES) and not target(entry, t))


def left_out(document: Data, profile: str) -> list[tuple[str, str]]:
    """The members of an item that the profile has no place for, such as ("roles.skills", why), each once."""
    found = _left_out(table(profile), str(document.get("type")), "Item", document, "")
    return list(dict.fromkeys(found))


def _left_out(known: Table, kind: str, part: str, holder: Data, path: str) -> Iterator[tuple[str, str]]:
    members = known["parts"].get(part, {"members": {}})["members"]
    for name, value in holder.items():
        entry = members.get(name)
        if entry is None:
            yield path + name, UNKNOWN
        elif "lost" in entry and not target(entry, kind):
            yield path + name, entry["lost"]
        elif "part" in entry and target(entry, kind):
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict):
                    yield from _left_out(known, kind, _shape(entry["part"], inner), inner, f"{path}{name}.")


def _shape(part: str, value: Data) -> str:
    """The part that a value is of: online is no place."""
    return "VirtualLocation" if part == "Place" and value.get("type") == "VirtualLocation" else part


@cache
def _read(name: str) -> Table:
    found: Table = json.loads((spec.folder() / "projections" / f"{name}.json").read_text("utf-8"))
    return found
