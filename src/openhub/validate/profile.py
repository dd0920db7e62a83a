"""A profile that a validator is run with: what it asks for beyond the protocol, as rules of its own."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from openhub import spec
from openhub.errors import ConfigError
from openhub.model.finding import Severity, escaped
from openhub.validate import members
from openhub.validate.rule import Faults, Rule
from openhub.validate.standard import fault
from openhub.validate.surroundings import At

CODE = "missing-property"


@dataclass(frozen=True, slots=True)
class Profile:
    """`rules` are for the validator; `raised` are the codes that are taken more seriously, with their severity."""

    id: str
    title: str
    version: str
    raised: Mapping[str, Severity]
    rules: tuple[tuple[str, Rule, ModuleType], ...]

    def named(self) -> dict[str, str]:
        """How a report names it."""
        return {"id": self.id, "title": self.title, "version": self.version}


def read(data: bytes, name: str) -> Profile:
    """Raises ConfigError for what is no profile, or not one that can be used."""
    try:
        document: Any = json.loads(data)
    except ValueError as error:
        raise ConfigError(f"The profile {name} is not JSON: {error}.") from error
    if wrong := fault(document, *(spec.schema(name) for name in ("profile", "parts", "codes"))):
        raise ConfigError(f"The profile {name} is not valid {wrong}.")
    for problem in _problems(document):
        raise ConfigError(f"The profile {name} cannot be used: {problem}")
    required = document.get("require", ())
    return Profile(
        id=document["id"],
        title=document["title"],
        version=document["version"],
        raised=document.get("raise", {}),
        rules=tuple(_rule(requirement, path) for requirement in required for path in requirement["members"]),
    )


def _problems(document: dict[str, Any]) -> Iterator[str]:
    """What the schema cannot say of a profile."""
    if document["protocol"].partition(".")[0] != spec.VERSION.partition(".")[0]:
        yield f"it was written for version {document['protocol']} of the protocol, and this is {spec.VERSION}."
    for name, codes in document.get("codes", {}).items():
        for code in (entry["code"] for entry in codes):
            if code in spec.codes(name):
                yield f"the code {code} is in the list {name} already."
            if code in spec.context()["@context"]:
                yield f"the code {code} is a word of the protocol and would mean something else as linked data."


def _rule(requirement: dict[str, Any], path: str) -> tuple[str, Rule, ModuleType]:
    """A rule that finds what lacks a member, or the objects within an item that lack it."""
    reason = requirement.get("reason", "The profile asks for it.")
    rule = Rule(
        family="profile",
        severity=requirement.get("severity", "error"),
        anchor="profile-require",
        message="`{property}` is missing. {reason}",
        remedy=f"Add {_added(path)}.",
        why=reason,
        types=tuple(requirement.get("types", ())),
        whole=True,
    )
    way = path.split("/")

    def check(document: dict[str, Any], at: At) -> Faults:
        return [(pointer, {"property": name, "reason": reason}) for pointer, name in _lacking(document, way, "")]

    module = ModuleType(f"profile.{path}", f"An item lacks `{path}`, which the profile asks for.")
    module.check = check  # type: ignore[attr-defined]  # a module has what is put on it
    return CODE, rule, module


def _lacking(value: Any, way: list[str], pointer: str) -> Iterator[tuple[str, str]]:
    """Each object that lacks the next member of the way, and that member; a list is looked at entry by entry."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _lacking(entry, way, f"{pointer}/{index}")
    elif isinstance(value, dict) and way:
        if way[0] in value:
            yield from _lacking(value[way[0]], way[1:], f"{pointer}/{escaped(way[0])}")
        else:
            yield pointer, way[0]


def _added(path: str) -> str:
    sample = members.at([*path.split("/")]).sample
    return f"`{path}`, such as {sample}" if sample else f"`{path}`"
