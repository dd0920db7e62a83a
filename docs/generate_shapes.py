"""Writes the SHACL shapes from the schemas, the context and the code lists: python -m docs.generate_shapes

Shape and code lists only. The rules stay rules: there is no second rule engine in SHACL.
"""

import json
from collections.abc import Iterator
from typing import Any

from docs.generate_codes import CODE, OPEN_LISTS
from docs.generate_turtle import turtle
from docs.one_model import OWN, PREFIXES, Class, Property, Value, expand, list_iri, model, resolved
from openhub import spec

Node = dict[str, Any]

BASE = f"{spec.NAMESPACE}schemas/v1/shapes"
SH = "http://www.w3.org/ns/shacl#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME = f"{DATE}[Tt][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}([.][0-9]+)?([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
FORMS = {"date": DATE, "date-time": TIME, "duration": "P[0-9YMWD]*(T[0-9HMS]+)?"}
LIMITS = {"minLength": "minLength", "maxLength": "maxLength", "minimum": "minInclusive", "maximum": "maxInclusive"}
DATATYPES = {"text": "string", "integer": "integer", "boolean": "boolean"}
LOGIC = ("anyOf", "allOf", "if", "dependentRequired")


def files() -> dict[str, str]:
    """The text of each file by its name in schemas/."""
    document = {"@context": _context(), "graph": list(shapes())}
    lists = {name: f"{list_iri(name)}#" for name in (*spec.code_lists(), "themes")}
    names = {"": f"{BASE}#", "sh": SH, "owl": OWL, "rdf": RDF, "rdfs": RDFS, **PREFIXES, **lists}
    return {"shapes.ttl": turtle(json.dumps(document), dict(sorted(names.items())))}


def shapes() -> Iterator[Node]:
    """The head of the file, a shape for each type and each part, and one for each property of theirs."""
    title = {"@value": "OpenHub shapes", "@language": "en"}
    licence = {"id": "https://creativecommons.org/licenses/by/4.0/"}
    about = {"dct:title": title, "owl:versionInfo": spec.VERSION, "dct:license": licence}
    yield {"id": BASE, "type": "owl:Ontology", "rdfs:seeAlso": {"id": OWN.rstrip("#")}, **about}
    yield {
        "id": "#Number",
        "type": "sh:NodeShape",
        "or": [{"datatype": XSD + n} for n in ("integer", "decimal", "double")],
    }
    for name in spec.TYPES:
        yield from _type_shape(name)
    for one in model().classes.values():
        yield from _class_shape(one)


def _context() -> Node:
    link = {"@type": "@id"}
    terms: Node = {
        w: {"@id": f"sh:{w}", **link}
        for w in ("class", "datatype", "node", "nodeKind", "property", "targetClass", "not", "zeroOrMorePath")
    }
    terms |= {w: {"@id": f"sh:{w}", "@container": "@list"} for w in ("and", "or", "in")}
    terms |= {
        w: f"sh:{w}" for w in ("hasValue", "pattern", "uniqueLang", *LIMITS.values(), "minCount", "maxCount", "path")
    }
    terms |= {w: f"sh:{w}" for w in ("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount")}
    terms |= {w: {"@id": f"sh:{w}", "@language": "en"} for w in ("name", "description")}
    terms |= {w: {"@id": f"rdfs:{w}", "@language": "en"} for w in ("label", "comment")}
    names = {"owl": OWL, "rdfs": RDFS, "dct": PREFIXES["dct"]}
    return {"@version": 1.1, "@base": BASE, "sh": SH, **names, "id": "@id", "type": "@type", "graph": "@graph", **terms}


# Shapes of nodes


def _type_shape(name: str) -> Iterator[Node]:
    """One of the ten types: all that every item has, and what this type requires."""
    own = dict(spec.schema("item")["$defs"].get(name, {}))
    needed = {member: f"#{name}-{member}" for member in own.pop("required", ())}
    node = {"id": f"#{name}", "type": "sh:NodeShape", "targetClass": OWN + name, "node": "#Activity"}
    yield {**node, **_listed("property", needed.values()), **_all(_logic(own, "Activity"))}
    for member, shape in needed.items():
        yield {"id": shape, "type": "sh:PropertyShape", "path": _path("Activity", member), "minCount": 1}


def _class_shape(one: Class) -> Iterator[Node]:
    named = _by_path(one)
    described = [_property_shape(one, uses) for uses in named]
    if one.type:
        described.append(_type_property(one))
    logic = {word: one.schema[word] for word in (*LOGIC, "then", "else") if word in one.schema}
    if one.name == "Activity":
        logic["allOf"] = [part for part in logic["allOf"] if "$ref" in part]  # the others are the types' own
    node: Node = {"id": f"#{one.name}", "type": "sh:NodeShape", "label": one.title, "comment": one.description}
    node |= {"targetClass": one.iri} if one.name == "Dataset" else {}
    node |= _named("id" in one.schema.get("required", ()))
    node |= {"node": f"#{one.schema['$ref'].rpartition('/')[2]}"} if "$ref" in one.schema else {}
    yield {**node, **_listed("property", [shape["id"] for shape in described]), **_all(_logic(logic, one.name))}
    yield from described


def _named(needed: bool) -> Node:
    """That a node has an IRI of its own, as its `id`."""
    return {"nodeKind": f"{SH}IRI", **_text_limits(spec.schema("parts")["$defs"]["Iri"])} if needed else {}


def _type_property(one: Class) -> Node:
    required = "type" in one.schema.get("required", ()) and one.name != "Dataset"
    return {"id": f"#{one.name}-type", "type": "sh:PropertyShape", "path": _iri(RDF + "type"),
            "in": [_iri(one.iri)], **({"minCount": 1} if required else {})}  # fmt: skip


# Shapes of properties


def _by_path(one: Class) -> list[list[Property]]:
    """The properties of a class, those with the same IRI together, such as a name and its other languages."""
    found: dict[str, list[Property]] = {}
    for use in model().properties:
        if use.on == one.iri:
            found.setdefault(use.iri, []).append(use)
    return list(found.values())


def _property_shape(one: Class, uses: list[Property]) -> Node:
    first = uses[0]
    required = first.name in one.schema.get("required", ())
    shape: Node = {"id": f"#{one.name}-{first.name}", "type": "sh:PropertyShape", "path": _path(one.name, first.name)}
    shape |= {"name": first.title, "description": first.description}
    if len(uses) > 1:
        plain = {"qualifiedValueShape": {"datatype": f"{XSD}string"}, "qualifiedMaxCount": 1, "uniqueLang": True}
        shape |= plain | ({"qualifiedMinCount": 1} if required else {})
    else:
        shape |= _counts(first, required, alone=not _shared(one))
    return shape | _either([_value(value, use) for use in uses for value in use.values])


def _shared(one: Class) -> bool:
    """Whether several places may describe the same node, each in its own words: an organisation, or a hall."""
    return "id" in one.schema["properties"] and "id" not in one.schema.get("required", ())


def _counts(use: Property, required: bool, *, alone: bool) -> Node:
    most = use.schema.get("maxItems") if use.many else 1 if alone else None
    least = max(1, use.schema.get("minItems", 0)) if required else 0
    return {**({"minCount": least} if least else {}), **({"maxCount": most} if most else {})}


def _value(value: Value, use: Property) -> Node:
    """What one kind of value has to be like."""
    return _VALUES.get(value.kind, _literal)(value, use)


def _literal(value: Value, use: Property) -> Node:
    if "enum" in value.schema:
        return {"in": value.schema["enum"]}
    return {"datatype": XSD + DATATYPES[value.kind], **_text_limits(value.schema)}


def _object(value: Value, use: Property) -> Node:
    """A part; what it must have besides what all such parts must have stands here."""
    needed = [{"path": _path(value.name, name), "minCount": 1} for name in value.extra.get("required", ())]
    return {"nodeKind": f"{SH}BlankNodeOrIRI", "node": f"#{value.name}", **_listed("property", needed)}


def _code(value: Value, use: Property) -> Node:
    if value.name in OPEN_LISTS:
        return {"nodeKind": f"{SH}IRI", "pattern": f"^{list_iri(value.name)}#{CODE.removeprefix('^')}"}
    return {"in": [_iri(concept["id"]) for concept in spec.scheme(value.name)["concepts"]]}


_VALUES = {
    "number": lambda value, use: {"node": "#Number", **_text_limits(value.schema)},
    "iri": lambda value, use: {"nodeKind": f"{SH}IRI", **_text_limits(value.schema)},
    "word": lambda value, use: {"in": [_iri(use.term["@context"]["@vocab"] + word) for word in value.schema["enum"]]},
    "words-by-language": lambda value, use: {"datatype": f"{RDF}langString", **_text_limits(value.schema)},
    "code": _code,
    "object": _object,
}


def _text_limits(schema: Node) -> Node:
    """Lengths, bounds and patterns; a format becomes a pattern, as far as one can tell it."""
    found = {LIMITS[word]: value for word, value in schema.items() if word in LIMITS}
    forms = [FORMS[f] for part in ("then", "else") if (f := schema.get(part, {}).get("format")) in FORMS]
    forms += [FORMS[schema["format"]]] if schema.get("format") in FORMS else []
    pattern = schema.get("pattern") or (f"^({'|'.join(forms)})$" if forms else "")
    return found | ({"pattern": pattern} if pattern else {})


# What depends on something else


def _logic(schema: Node, on: str) -> list[Node]:
    """The conditions of a schema for the nodes of a class, one for each that has to hold."""
    members = schema.get("properties", {})
    needed = [name for name in schema.get("required", ()) if "const" not in members.get(name, {})]  # a value is one
    found = [{"property": {"path": _path(on, name), "minCount": 1}} for name in needed]
    found += [_member(name, about, on) for name, about in members.items()]
    found += _logic(resolved(schema["$ref"], "item")[0] or {}, on) if "$ref" in schema else []
    found += [part for other in schema.get("allOf", ()) for part in _logic(other, on)]
    found += [{"or": [_and(_logic(other, on)) for other in schema["anyOf"]]}] if "anyOf" in schema else []
    for name, others in schema.get("dependentRequired", {}).items():
        found += _unless({"required": [name]}, {"required": others}, on)
    if "if" in schema:
        found += _unless(schema["if"], schema["then"], on) if "then" in schema else []
        found += (
            [{"or": [_and(_logic(schema["if"], on)), _and(_logic(schema["else"], on))]}] if "else" in schema else []
        )
    return found


def _unless(condition: Node, then: Node, on: str) -> list[Node]:
    return [{"or": [{"not": _and(_logic(condition, on))}, _and(_logic(then, on))]}]


def _member(name: str, about: Node, on: str) -> Node:
    """What a condition says of one member: its value, how many there are, that one of them is such, or all."""
    shape: Node = {"path": _path(on, name)}
    if "const" in about:
        return {"property": shape | {"hasValue": _constant(on, name, about["const"])}}
    shape |= {
        count: about[word] for count, word in (("minCount", "minItems"), ("maxCount", "maxItems")) if word in about
    }
    if "contains" in about:
        inner = _and(_logic(about["contains"], _held(on, name)))
        shape |= {"qualifiedValueShape": inner, "qualifiedMinCount": 1}
    if "items" in about:
        shape |= {"node": _and(_logic(about["items"], _held(on, name)))}
    return {"property": shape}


def _constant(on: str, name: str, value: Any) -> Any:
    if name == "type":
        return _iri(expand(spec.context()["@context"][value]))
    (held,) = _use(on, name).values
    return _iri(f"{list_iri(held.name)}#{value}") if held.kind == "code" else value


def _held(on: str, name: str) -> str:
    """The definition of what a member holds; of several the last, which is the plainest."""
    return _use(on, name).values[-1].name


# Small things


def _use(on: str, name: str) -> Property:
    return next(use for use in model().properties if (use.on, use.name) == (model().classes[on].iri, name))


def _path(on: str, name: str) -> Any:
    """The way to the values of a member; through the list where its context makes one."""
    if name == "type":
        return _iri(RDF + "type")
    use = _use(on, name)
    if use.term.get("@container") != "@list":
        return _iri(use.iri)
    return {"@list": [_iri(use.iri), {"zeroOrMorePath": RDF + "rest"}, _iri(RDF + "first")]}


def _iri(iri: str) -> Node:
    return {"id": iri}


def _listed(word: str, values: Any) -> Node:
    found = list(values)
    return {word: found} if found else {}


def _all(found: list[Node]) -> Node:
    return {"and": found} if found else {}


def _and(found: list[Node]) -> Node:
    return found[0] if len(found) == 1 else {"and": found}


def _either(found: list[Node]) -> Node:
    return found[0] if len(found) == 1 else {"or": found}


if __name__ == "__main__":
    from docs.generate_all import write

    write(files())
