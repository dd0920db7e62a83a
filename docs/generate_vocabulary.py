"""Writes the RDF vocabulary, as JSON-LD and as Turtle, from the schemas and the context: python -m docs.generate_vocabulary"""

import json
import re
from collections.abc import Iterator
from typing import Any

from docs.generate_turtle import turtle
from docs.one_model import OWN, PREFIXES, Class, Property, list_iri, model
from openhub import spec

Node = dict[str, Any]

NOTES = json.loads(spec.file("equivalents.json"))
ALL_PREFIXES = dict(sorted((PREFIXES | NOTES["prefixes"]).items()))
DATATYPES = {"text": "xsd:string", "integer": "xsd:integer", "boolean": "xsd:boolean"}
NUMBER = {"type": "rdfs:Datatype", "unionOf": ["xsd:integer", "xsd:decimal", "xsd:double"]}
WRITTEN = {"date": "xsd:date", "date-time": "xsd:dateTime", "duration": "xsd:duration"}
WORDS = ("label", "comment", "scopeNote")
LINKS = ("isDefinedBy", "domain", "range", "subClassOf", "subPropertyOf", "unionOf")
MATCHES = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")


def files() -> dict[str, str]:
    """The text of each file by its name in schemas/."""
    document = vocabulary()
    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    return {"vocabulary.jsonld": text, "vocabulary.ttl": turtle(text, ALL_PREFIXES)}


def vocabulary() -> dict[str, Any]:
    """The whole vocabulary as JSON-LD: our own terms, then those of others that we use."""
    nodes = [*_classes(), *_own_properties(), *_terms(), *_foreign()]
    return {
        "@context": _context(),
        "graph": [_ontology(), *sorted(nodes, key=lambda n: (n["id"][:3] != "oh:", n["id"]))],
    }


def _context() -> Node:
    prefix = {"label": "rdfs", "comment": "rdfs", "scopeNote": "skos", "unionOf": "owl"}
    terms: Node = {"id": "@id", "type": "@type", "graph": "@graph"}
    terms |= {word: {"@id": f"{prefix[word]}:{word}", "@language": "en"} for word in WORDS}
    terms |= {link: {"@id": f"{prefix.get(link, 'rdfs')}:{link}", "@type": "@id"} for link in LINKS}
    terms["unionOf"]["@container"] = "@list"
    terms |= {match: {"@id": f"skos:{match}", "@type": "@id"} for match in MATCHES}
    terms |= {word: {"@id": f"oh:{word}", "@type": "@id"} for word in ("codeList", "listOf", "writtenAs")}
    terms |= {"memberName": "oh:memberName", "deprecated": "owl:deprecated", "deprecatedSince": "oh:deprecatedSince"}
    terms |= {"isReplacedBy": {"@id": "dct:isReplacedBy", "@type": "@id"}, "versionInfo": "owl:versionInfo"}
    terms |= {
        "title": {"@id": "dct:title", "@language": "en"},
        "description": {"@id": "dct:description", "@language": "en"},
    }
    terms |= {"license": {"@id": "dct:license", "@type": "@id"}, "prefix": "vann:preferredNamespacePrefix"}
    return {"@version": 1.1, **ALL_PREFIXES, **terms, "namespace": "vann:preferredNamespaceUri"}


def _ontology() -> Node:
    about = {"versionInfo": spec.VERSION, "prefix": "oh", "namespace": OWN}
    return {"id": OWN.rstrip("#"), "type": "owl:Ontology", **NOTES["ontology"], **about}


# Classes


def _classes() -> Iterator[Node]:
    for name in spec.TYPES:
        said = spec.schema("item")["$defs"].get(name, {}).get("description", "")
        yield _class(name, _in_words(name), said, name)
    for one in model().classes.values():
        if one.iri.startswith(OWN):
            yield _class(one.name, one.title, one.description, one.type)


def _class(name: str, label: str, comment: str, word: str) -> Node:
    return _own(
        name, ["owl:Class", "rdfs:Class"], label, comment, NOTES["classes"].get(name, {}), [word] if word else []
    )


def _in_words(name: str) -> str:
    """EventSeries becomes Event series."""
    return re.sub("(?<!^)[A-Z]", lambda match: f" {match[0].lower()}", name)


# Properties


def _own_properties() -> Iterator[Node]:
    for iri, uses in _by_iri().items():
        if iri.startswith(OWN):
            yield _own_property(iri.removeprefix(OWN), uses)


def _own_property(name: str, uses: list[Property]) -> Node:
    first, notes = uses[0], NOTES["properties"].get(name, {})
    said = notes.get("comment", first.description)
    held = _range(uses)
    kind = "owl:ObjectProperty" if _is_class(held["range"]) else "owl:DatatypeProperty"
    node = _own(name, ["rdf:Property", kind], first.title, first.description, notes, sorted({u.name for u in uses}))
    node |= {
        "domain": _union(sorted({_short(u.on) for u in uses}), "owl:Class"),
        **{k: v for k, v in held.items() if k not in node},
    }
    if others := [u for u in uses if u.description != said]:
        node["scopeNote"] = _scope_notes(others)
    return node | _deprecated(uses)


def _own(name: str, kinds: list[str], label: str, comment: str, notes: Node, members: list[str]) -> Node:
    node: Node = {"id": f"oh:{name}", "type": kinds, "label": label, "comment": comment, "isDefinedBy": OWN.rstrip("#")}
    return node | notes | ({"memberName": members} if members else {})


def _is_class(held: Any) -> bool:
    return isinstance(held, str) and not held.startswith("xsd:")


def _range(uses: list[Property]) -> Node:
    """What a property holds, as its vocabulary says it; a code list, a list's class or a form of text beside it."""
    values = [value for use in uses for value in use.values]
    kinds = {value.kind for value in values}
    if kinds == {"code"}:
        return {"range": "skos:Concept", "codeList": _one({_short(list_iri(value.name)) for value in values})}
    if kinds == {"object"}:
        held = _one({_short(model().classes[value.name].iri) for value in values})
        return {"range": "rdf:List", "listOf": held} if uses[0].term.get("@container") == "@list" else {"range": held}
    if kinds == {"iri"}:
        return {"range": "rdfs:Resource"}
    if "number" in kinds:
        return {"range": NUMBER}
    written = sorted({WRITTEN[form] for value in values for form in _forms(value.schema) if form in WRITTEN})
    return {"range": DATATYPES[_one(kinds)], **({"writtenAs": written} if written else {})}


def _forms(schema: Node) -> set[str]:
    return {part["format"] for part in (schema, schema.get("then", {}), schema.get("else", {})) if "format" in part}


def _deprecated(uses: list[Property]) -> Node:
    """Only what is deprecated wherever it stands; of the terms of others nothing of the kind is said."""
    if not all(use.schema.get("deprecated") is True for use in uses):
        return {}
    old = uses[0].schema["x-deprecated"]
    newer = next(p.iri for p in model().properties if (p.on, p.name) == (uses[0].on, old["use"]))
    return {"deprecated": True, "deprecatedSince": old["since"], "isReplacedBy": _short(newer)}


def _terms() -> Iterator[Node]:
    """Our terms about terms."""
    for name, about in NOTES["terms"].items():
        yield _own(name, ["rdf:Property", "owl:AnnotationProperty"], about["label"], about["comment"], about, [])


# The terms of others: nothing is said of them but that we use them, and how


def _foreign() -> Iterator[Node]:
    for one in model().classes.values():
        if not one.iri.startswith(OWN):
            yield _used(one.iri, [one.type], [_class_note(one)])
    for iri, uses in _by_iri().items():
        if not iri.startswith(OWN):
            yield _used(iri, sorted({u.name for u in uses}), _scope_notes(uses))


def _used(iri: str, members: list[str], notes: list[str]) -> Node:
    namespace = max((n for n in ALL_PREFIXES.values() if iri.startswith(n)), key=len)
    return {"id": _short(iri), "isDefinedBy": namespace, "memberName": members, "scopeNote": notes}


def _class_note(one: Class) -> str:
    return f"{one.type}: {one.description}"


def _scope_notes(uses: list[Property]) -> list[str]:
    """What a member is for on each class: one note for all classes of which the same is said."""
    places: dict[tuple[str, str], set[str]] = {}
    for use in uses:
        places.setdefault((use.name, use.description), set()).add(re.split("[#/]", use.on)[-1])
    return sorted(f"{name} of {', '.join(sorted(on))}: {said}" for (name, said), on in places.items())


# Small things


def _by_iri() -> dict[str, list[Property]]:
    found: dict[str, list[Property]] = {}
    for one in model().properties:
        found.setdefault(one.iri, []).append(one)
    return found


def _short(iri: str) -> str:
    """An IRI with its prefix; one that has none as it is."""
    fits = [(len(full), prefix, full) for prefix, full in ALL_PREFIXES.items() if iri.startswith(full)]
    _, prefix, full = max(fits, default=(0, "", ""))
    return f"{prefix}:{iri.removeprefix(full)}" if prefix else iri


def _one(found: set[str]) -> str:
    (only,) = found
    return only


def _union(names: list[str], kind: str) -> Any:
    return names[0] if len(names) == 1 else {"type": kind, "unionOf": names}


if __name__ == "__main__":
    from docs.generate_all import write

    write(files())
