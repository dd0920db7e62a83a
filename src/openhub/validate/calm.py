"""Makes one schema of what rules say of documents that they have nothing to say about, so that most rules need not be asked.

A rule's `calm` has schemas by the names of members: of a document that the schema knows whole, and in which each member of
such a name, wherever it stands, is valid against it, the rule would find nothing. Under "" is one for the document itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from openhub.model.fault import MAX_INTEGER

Calm = Mapping[str, Any]

SHARED = "https://w3id.org/openhub/schemas/v1/calm.json"
_BOUNDS = {"minimum": -MAX_INTEGER, "maximum": MAX_INTEGER}
_LEFT_ALONE = frozenset(
    {"if", "not", "enum", "const", "examples"}
)  # to narrow a condition would widen what follows from it


def narrowed(closed: dict[str, dict[str, Any]], calms: Iterable[Calm]) -> dict[str, dict[str, Any]]:
    """The schemas, in which no object may have members but those that they name, so changed that only calm documents are valid.

    Their numbers are bounded too, so that readers of all kinds can take them (RFC 7493 section 2.2).
    """
    said: dict[str, list[Any]] = defaultdict(list)
    for calm in calms:
        for name, schema in calm.items():
            if schema not in said[name]:
                said[name].append(schema)
    whole = said.pop("", [])
    shared, more = _shared(said)
    item = _with(_narrowed(closed["item"], more), whole)
    parts = {**closed["parts"], "$defs": _narrowed(closed["parts"]["$defs"], more)}
    return {**closed, "item": item, "parts": parts, "calm": shared}


def _shared(said: Mapping[str, list[Any]]) -> tuple[dict[str, Any], dict[str, list[Any]]]:
    """One schema with all that is said, each once, and references to it by the names of members: patterns take much memory."""
    defs: list[Any] = []
    more: dict[str, list[Any]] = defaultdict(list)
    for name, schemas in said.items():
        for schema in schemas:
            if schema not in defs:
                defs.append(schema)
            more[name].append({"$ref": f"{SHARED}#/$defs/{defs.index(schema)}"})
    return {"$id": SHARED, "$defs": {str(n): schema for n, schema in enumerate(defs)}}, more


def _with(item: dict[str, Any], whole: list[dict[str, Any]]) -> dict[str, Any]:
    """The schema of the item with others of it: what they say of its members is said where those are, which is quicker."""
    properties, required, apart = dict(item["properties"]), list(item.get("required", ())), list(item.get("allOf", ()))
    for schema in whole:
        for name, inner in schema.get("properties", {}).items():
            properties[name] = _all([properties[name], inner])
        required += [name for name in schema.get("required", ()) if name not in required]
        if rest := {word: said for word, said in schema.items() if word not in ("properties", "required")}:
            apart.append(rest)
    return {**item, "properties": properties, "required": required, "allOf": apart}


def _narrowed(schema: Any, more: Mapping[str, list[Any]]) -> Any:
    """A schema in which each property that has more said about it must be valid against that too."""
    if isinstance(schema, list):
        return [_narrowed(part, more) for part in schema]
    if not isinstance(schema, dict):
        return schema
    found = {
        name: part
        if name in _LEFT_ALONE
        else _properties(part, more)
        if name == "properties"
        else _narrowed(part, more)
        for name, part in schema.items()
    }
    return _all([found, _BOUNDS]) if schema.get("type") in ("number", "integer") else found


def _properties(properties: dict[str, Any], more: Mapping[str, list[Any]]) -> dict[str, Any]:
    return {name: _all([_narrowed(schema, more), *more.get(name, ())]) for name, schema in properties.items()}


def _all(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """One schema that says what all of these say; those that cannot stand beside the others are put in it."""
    together, apart = dict(schemas[0]), []
    for schema in schemas[1:]:
        if together.keys().isdisjoint(schema):
            together |= schema
        else:
            apart.append(schema)
    return {**together, "allOf": [*together.get("allOf", []), *apart]} if apart else together
