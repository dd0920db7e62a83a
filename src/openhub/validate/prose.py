"""The texts of a document that people wrote for people to read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from typing import Any

from openhub.model.finding import escaped
from openhub.validate.calm import Calm
from openhub.validate.members import Member, known

MEMBERS = frozenset({
    "name", "summary", "description", "instructions", "note", "statusNote", "travelNote", "meetingPoint", "joiningNote",
    "selfDescription", "restrictionReason", "conditions", "keywords", "attribution", "alt", "credit", "displayName",
    "expenses", "training", "skills", "allergenInformation", "facilities", "purpose", "outcomes", "text", "tools",
    "hazard", "mitigation", "who", "learning", "permissions", "inviteText", "contactType", "unit", "streetAddress",
    "addressLocality", "addressRegion", "scheduleNote", "role", "lastVerifiedBy",
})  # fmt: skip
MAPS = frozenset({"nameMap", "descriptionMap"})
_MOST_CHOICES = 4_096
_NOT_READ = frozenset({"id", "@id", "@context"})


@dataclass(frozen=True, slots=True)
class Way:
    """What is prose in a member that the schema knows: its own text, those of a map of languages, or some within."""

    prose: bool
    map: bool
    listed: bool
    within: "Ways"

    @property
    def plain(self) -> bool:
        """Whether it is one text and nothing else."""
        return self.prose and not (self.map or self.listed or self.within.every)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of an object with some choice of members: what gives its plain texts, if any, and the ways to others."""

    plain: Callable[[dict[str, Any]], tuple[str, ...]] | None
    others: list[tuple[str, Way]]


class Ways:
    """The ways to prose in an object, for each choice of members worked out once."""

    def __init__(self, every: dict[str, Way]) -> None:
        self.every = every
        self._chosen: dict[tuple[str, ...], Chosen] = {}

    def of(self, value: dict[str, Any]) -> list[tuple[str, Way]]:
        """The members that lead to prose, in the object's own order."""
        return [(name, self.every[name]) for name in value if name in self.every]

    def chosen(self, value: dict[str, Any]) -> Chosen:
        """The same as what is done with them, worked out once for all objects with the same members."""
        names = tuple(value)
        chosen = self._chosen.get(names)
        if chosen is None:
            if len(self._chosen) >= _MOST_CHOICES:
                self._chosen.clear()
            ways = self.of(value)
            plain = [name for name, way in ways if way.plain]
            chosen = self._chosen[names] = Chosen(_getter(plain), [(n, way) for n, way in ways if not way.plain])
        return chosen


def _getter(names: list[str]) -> Callable[[dict[str, Any]], tuple[str, ...]] | None:
    if len(names) == 1:
        only = names[0]
        return lambda value: (value[only],)
    return itemgetter(*names) if names else None


def without(pattern: str) -> Calm:
    """Schemas of every text, by the names of members, in which the pattern matches nothing."""
    bare = {"not": {"type": "string", "pattern": pattern}}
    listed = _listed(known())
    texts = {name: {**bare, "items": bare} if name in listed else bare for name in MEMBERS}
    return texts | {name: {"additionalProperties": bare} for name in MAPS}


def _listed(member: Member) -> set[str]:
    """The names of the members in it, however deep, that may be lists."""
    found = {name for name, inner in member.within.items() if inner.listed}
    return found.union(*map(_listed, member.within.values()))


def joined(document: dict[str, Any]) -> str:
    """The texts, one on each line, of a document in which the schema knows every member: of another some are left out."""
    found: list[str] = []
    _gather(document, _ways(), found)
    return in_lines(found)


def in_lines(found: list[str]) -> str:
    """The texts in one, with a line's end before and after each."""
    return "\n".join(("", *found, ""))


def _gather(value: dict[str, Any], ways: Ways, found: list[str]) -> None:
    chosen = ways.chosen(value)
    if chosen.plain:
        found += chosen.plain(value)
    for name, way in chosen.others:
        inner = value[name]
        if type(inner) is str:
            if way.prose:
                found.append(inner)
        elif type(inner) is dict:
            if way.map:
                found += [text for text in inner.values() if type(text) is str]
            _gather(inner, way.within, found)
        elif type(inner) is list:
            for entry in inner:
                if type(entry) is dict:
                    _gather(entry, way.within, found)
                elif way.prose and type(entry) is str:
                    found.append(entry)


def known_texts(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The same with their pointers."""
    found: list[tuple[str, str]] = []
    _find(document, _ways(), "", found)
    return found


def _find(value: dict[str, Any], ways: Ways, pointer: str, found: list[tuple[str, str]]) -> None:
    for name, way in ways.of(value):
        inner, where = value[name], f"{pointer}/{name}"
        if type(inner) is dict:
            if way.map:
                found += [(f"{where}/{escaped(tag)}", text) for tag, text in inner.items() if type(text) is str]
            _find(inner, way.within, where, found)
        for part, entry in enumerate(inner) if type(inner) is list else (("", inner),):
            place = f"{where}/{part}" if type(inner) is list else where
            if type(entry) is dict and type(inner) is list:
                _find(entry, way.within, place, found)
            elif way.prose and type(entry) is str:
                found.append((place, entry))


@cache
def _ways() -> Ways:
    return _prose_in(known())


def _prose_in(member: Member) -> Ways:
    """The ways to prose within a member."""
    ways = {
        name: Way(name in MEMBERS, name in MAPS, inner.listed, _prose_in(inner))
        for name, inner in member.within.items()
    }
    return Ways({name: way for name, way in ways.items() if way.prose or way.map or way.within.every})


def texts(document: dict[str, Any]) -> list[tuple[str, str]]:
    """The pointer and text of each, in the document's order."""
    found: list[tuple[str, str]] = []
    waiting: list[tuple[str, Any, bool]] = [("", document, False)]
    while waiting:
        pointer, value, prose = waiting.pop()
        if isinstance(value, str):
            if prose:
                found.append((pointer, value))
        elif isinstance(value, dict):
            inside = prose and pointer.rpartition("/")[2] in MAPS
            waiting += [
                (f"{pointer}/{escaped(name)}", member, inside or name in MEMBERS or name in MAPS)
                for name, member in reversed(value.items())
                if isinstance(member, str | list | dict)
            ]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{i}", value[i], prose) for i in range(len(value) - 1, -1, -1)]
    return found


def strings(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The pointer, name and text of every text at all but ids, of members that the schema does not know too."""
    found: list[tuple[str, str, str]] = []
    waiting: list[tuple[str, str, Any]] = [("", "", document)]
    while waiting:
        pointer, name, value = waiting.pop()
        if isinstance(value, str):
            found.append((pointer, name, value))
        elif isinstance(value, dict):
            waiting += [
                (f"{pointer}/{escaped(inner)}", inner, member)
                for inner, member in reversed(value.items())
                if inner not in _NOT_READ
            ]
        elif isinstance(value, list):
            waiting += [(f"{pointer}/{i}", name, value[i]) for i in range(len(value) - 1, -1, -1)]
    return found
