"""The vocabulary as its page shows it: each class with its properties, then the names that are taken from others."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from openhub import spec

OWN = "oh:"
SEVERAL = "In several places"
ITSELF = "About the vocabulary itself"
RELATIONS = {
    "subClassOf": "A kind of",
    "subPropertyOf": "A kind of",
    "domain": "Of",
    "range": "Holds",
    "listOf": "Holds a list of",
    "writtenAs": "Written as",
    "codeList": "Holds a code from",
    "exactMatch": "The same as",
    "closeMatch": "Close to",
    "broadMatch": "Narrower than",
    "narrowMatch": "Wider than",
    "relatedMatch": "Related to",
    "isReplacedBy": "Use instead",
}


@dataclass(frozen=True, slots=True)
class Name:
    """Another term, as it is called and where it is found: #Event for one of our own."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Term:
    """A class or a property, with all that the vocabulary says of it."""

    name: str
    label: str
    comment: str
    iri: str
    written: tuple[str, ...]
    relations: tuple[tuple[str, tuple[Name, ...]], ...]
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A class and the properties that only its things have; or properties that have something else in common."""

    heading: str
    about: Term | None
    terms: tuple[Term, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The classes, an activity and its types first, with their properties; then what belongs to no one class of ours."""
    classes = {node["id"]: _term(node) for node in _own() if "owl:Class" in node["type"]}
    found: dict[str, list[Term]] = {name: [] for name in sorted(classes, key=_place)}
    for node in _own():
        if "domain" in node:
            where = _where(node, classes)
            found.setdefault(where, []).append(_term(node, without="domain" if where in classes else ""))
    return tuple(
        Group(classes[name].label if name in classes else name, classes.get(name), tuple(terms))
        for name, terms in found.items()
    )


@cache
def others() -> tuple[Term, ...]:
    """The terms of other vocabularies that members of ours stand for."""
    return tuple(sorted((_term(node) for node in _nodes() if "type" not in node), key=lambda term: term.written))


def _nodes() -> list[dict[str, Any]]:
    return spec.vocabulary()["graph"]  # type: ignore[no-any-return]


def _own() -> Iterator[dict[str, Any]]:
    return (node for node in _nodes() if node["id"].startswith(OWN))


def _place(name: str) -> tuple[bool, bool, str]:
    short = name.removeprefix(OWN)
    return short != "Activity", short not in spec.TYPES, short


def _where(node: dict[str, Any], classes: dict[str, Term]) -> str:
    if "owl:AnnotationProperty" in node["type"]:
        return ITSELF
    domain = node["domain"]
    return domain if isinstance(domain, str) and domain in classes else SEVERAL


def _term(node: dict[str, Any], without: str = "") -> Term:
    """A term; its heading says `without`, and a code list says more than that its words are concepts."""
    notes = node.get("scopeNote", [""])
    said = [key for key in RELATIONS if key in node and key != without and not (key == "range" and "codeList" in node)]
    return Term(
        name=node["id"].partition(":")[2],
        label=node.get("label", ""),
        comment=node.get("comment") or notes[0].partition(": ")[2],
        iri=_iri(node["id"]),
        written=tuple(node.get("memberName", ())),
        relations=tuple((RELATIONS[key], tuple(_names(node[key]))) for key in said),
        deprecated=node.get("deprecatedSince", ""),
    )


def _names(value: Any) -> Iterator[Name]:
    """The terms that a relation leads to: one, several, or any of a union."""
    several = value.get("unionOf", []) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    for name in several:
        own = name.startswith(OWN)
        yield Name(name.removeprefix(OWN).removeprefix(spec.NAMESPACE), f"#{name[3:]}" if own else _iri(name))


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    start = spec.vocabulary()["@context"].get(prefix, "")
    return start + local if start and isinstance(start, str) else name
