"""What the JSON Schemas and the JSON-LD context say together: classes, the properties on them, and what these hold.

The RDF vocabulary and the SHACL shapes are both written from this, so that neither can say anything else than the schemas.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openhub import spec

OWN = f"{spec.NAMESPACE}ns#"
PREFIXES = {name: iri for name, iri in spec.context()["@context"].items() if isinstance(iri, str) and iri[-1] in "#/"}
NOT_PROPERTIES = ("@context", "id", "type")
_WORDS = frozenset({"title", "description", "examples", "x-why", "x-shown", "x-on", "$ref"})

Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Value:
    """One kind of value that a property may hold.

    `kind` is text, integer, number, boolean, iri, code, word, words-by-language or object; `name` the code list or the
    definition; `schema` what limits it; `extra` what an object has to have besides what its definition asks for.
    """

    kind: str
    name: str = ""
    schema: Schema = field(default_factory=dict)
    extra: Schema = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Property:
    """A member where it stands: on which class, and with which IRI."""

    name: str
    iri: str
    on: str
    title: str
    description: str
    term: Schema
    values: tuple[Value, ...]
    many: bool
    schema: Schema


@dataclass(frozen=True, slots=True)
class Class:
    """A kind of node: `name` is that of the definition, `type` the word in JSON if there is one."""

    name: str
    iri: str
    title: str
    description: str
    type: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Model:
    """All classes by the name of their definition, and all properties in the order of the schemas."""

    classes: dict[str, Class]
    properties: tuple[Property, ...]


@cache
def model() -> Model:
    """The model of items and of descriptions of datasets."""
    classes: dict[str, Class] = {}
    found: dict[tuple[str, str, str], Property] = {}
    context = spec.context()["@context"]
    for name, file in (("Activity", "item"), ("Dataset", "dataset")):
        for one in _walk(name, spec.schema(file), file, context, classes, set()):
            found.setdefault((one.on, one.name, one.iri), one)
    return Model(classes, tuple(found.values()))


def expand(iri: str) -> str:
    """An IRI without its prefix."""
    prefix, _, rest = iri.partition(":")
    return PREFIXES[prefix] + rest if prefix in PREFIXES and not rest.startswith("//") else iri


def list_iri(name: str) -> str:
    """The IRI of a code list or of the themes."""
    return spec.NAMESPACE + ("themes" if name == "themes" else f"codes/{name}")


def _walk(
    name: str, schema: Schema, file: str, context: Schema, classes: dict[str, Class], seen: set[tuple[str, str]]
) -> Iterator[Property]:
    """The properties of a definition and of all those inside it. A term may have another meaning inside another."""
    one = classes[name] = _class(name, schema)
    for member, about in schema.get("properties", {}).items():
        if member in NOT_PROPERTIES:
            continue
        term = _term(context[member])
        values, many = _values(about, file, term)
        yield Property(member, term["@id"], one.iri, about["title"], about["description"], term, values, many, about)
        inner = {n: d for n, d in term.get("@context", {}).items() if isinstance(d, dict) or n in context}
        for below, definition, where in _definitions(about, file):
            if (below, str(inner)) not in seen:
                seen.add((below, str(inner)))
                yield from _walk(below, definition, where, context | inner, classes, seen)


def _class(name: str, schema: Schema) -> Class:
    word = schema.get("properties", {}).get("type", {}).get("const", "")
    iri = expand(spec.context()["@context"][word]) if word else OWN + name
    return Class(name, iri, schema["title"], schema["description"], word, schema)


def _term(definition: Any) -> Schema:
    whole = dict(definition) if isinstance(definition, dict) else {"@id": definition}
    return {**whole, "@id": expand(whole["@id"])}


# Values


def _values(schema: Schema, file: str, term: Schema) -> tuple[tuple[Value, ...], bool]:
    found = list(_leaves(schema, file, term, many=False))
    values = tuple({(v.kind, v.name): v for v, _ in found}.values())
    return values, any(many for _, many in found)


def _leaves(schema: Schema, file: str, term: Schema, *, many: bool) -> Iterator[tuple[Value, bool]]:
    if "properties" not in schema and (reference := schema.get("$ref")):
        definition, where, name = resolved(reference, file)
        if where == "codes":
            yield Value("code", name), many
        elif "properties" in definition and definition.get("type") == "object":
            yield Value("object", name, definition, _limits(schema)), many
        else:
            yield from _leaves({**definition, **_limits(schema)}, where, term, many=many)
            if "properties" in definition:
                yield Value("object", name, definition), many
        return
    yield from _unnamed(schema, file, term, many=many)


def _unnamed(schema: Schema, file: str, term: Schema, *, many: bool) -> Iterator[tuple[Value, bool]]:
    """What a schema without a name allows: each of its kinds, and what its alternatives or entries allow."""
    limits = _limits(schema)
    for kind in _kinds(schema):
        others = [schema[word] for word in ("then", "else") if "$ref" in schema.get(word, {})]
        if kind == "array":
            yield from _leaves(schema["items"], file, term, many=True)
        elif others:
            for other in others:
                yield from _leaves(other, file, term, many=many)
        elif kind == "object" and "additionalProperties" in schema:
            yield Value("words-by-language", schema=_limits(schema["additionalProperties"])), many
        elif kind == "string":
            iri = term.get("@type") in ("@id", "@vocab")
            yield Value("word" if iri and "enum" in schema else "iri" if iri else "text", schema=limits), many
        elif kind != "object":
            yield Value(kind, schema=limits), many


def _kinds(schema: Schema) -> list[str]:
    kind = schema.get("type") or ("string" if "enum" in schema else "array" if "items" in schema else [])
    return kind if isinstance(kind, list) else [kind]


def _limits(schema: Schema) -> Schema:
    return {name: value for name, value in schema.items() if name not in _WORDS}


def resolved(reference: str, file: str) -> tuple[Schema, str, str]:
    """The definition that a reference means, the file in which it stands, and its name."""
    other, _, path = reference.partition("#/$defs/")
    file = other.removesuffix(".json") or file
    return ({} if file == "codes" else spec.schema(file)["$defs"][path]), file, path


def _definitions(schema: Schema, file: str) -> Iterator[tuple[str, Schema, str]]:
    """The definitions of objects that a value may follow, those that a definition builds on included."""
    if reference := schema.get("$ref"):
        definition, where, name = resolved(reference, file)
        if "properties" in definition:
            yield name, definition, where
        if where != "codes":
            yield from _definitions(definition, where)
    for word in ("items", "then", "else"):
        if isinstance(schema.get(word), dict):
            yield from _definitions(schema[word], file)
