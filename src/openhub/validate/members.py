"""The members that the item schema knows, as a tree: what each is, and what it may hold."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openhub import spec

_CONDITIONAL = ("else", "then", "if")
_LISTED = ("allOf", "anyOf", "oneOf")

Schemas = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Deprecated:
    """Since which version a member or a code should not be used any more, and what is used in its place."""

    since: str
    use: str


@dataclass(slots=True)
class Member:
    """One member: the schema's words for it, an example of its value as JSON if there is one, its codes, whether it may be a list,
    and what is in it.
    """

    about: str = ""
    sample: str = ""
    codes: tuple[str, ...] = ()
    listed: bool = False
    within: dict[str, "Member"] = field(default_factory=dict)
    deprecated: Deprecated | None = None
    old_codes: dict[str, Deprecated] = field(default_factory=dict)


@cache
def known() -> Member:
    """The item, with all that the schema knows in it whatever its type."""
    return tree({name: spec.schema(name) for name in ("item", "parts", "codes")})


def tree(schemas: Schemas) -> Member:
    """The same for schemas that are handed in, by name."""
    item = Member()
    _fill(item, schemas["item"], "item", schemas, ())
    return item


def at(path: list[str | int]) -> Member:
    """What the schema knows at a path in an item; an empty one when it does not know the path."""
    member = known()
    for part in path:
        if isinstance(part, str):
            member = member.within.get(part, Member())
    return member


def _fill(member: Member, schema: Any, file: str, schemas: Schemas, seen: tuple[str, ...]) -> None:
    """Adds what a schema says, in itself and in those that it refers to, to a member."""
    if not isinstance(schema, dict):
        return
    member.about = member.about or schema.get("description", "")
    member.codes = member.codes or tuple(str(code) for code in schema.get("enum", ()))
    member.listed = member.listed or "items" in schema
    _retire(member, schema)
    reference = schema.get("$ref", "")
    if reference and reference not in seen:
        definition, where = _resolved(reference, file, schemas)
        member.sample = member.sample or _sample(definition)
        _fill(member, definition, where, schemas, (*seen, reference))
    for name, inner in schema.get("properties", {}).items():
        _fill(member.within.setdefault(name, Member()), inner, file, schemas, seen)
    for inner in (schema.get("items"), *(schema.get(word) for word in _CONDITIONAL)):
        _fill(member, inner, file, schemas, seen)
    for inner in (inner for word in _LISTED for inner in schema.get(word, ())):
        _fill(member, inner, file, schemas, seen)


def _retire(member: Member, schema: dict[str, Any]) -> None:
    """What is deprecated: by `deprecated` a member; without it, in a list of codes, single codes."""
    about = schema.get("x-deprecated", {})
    if schema.get("deprecated") is True:
        member.deprecated = Deprecated(**about)
    else:
        member.old_codes |= {code: Deprecated(**said) for code, said in about.items()}


def _sample(definition: dict[str, Any]) -> str:
    """The example that a definition gives of its values, as JSON; "" when it gives none."""
    return next((json.dumps(example, ensure_ascii=False) for example in definition.get("examples", ())), "")


def _resolved(reference: str, file: str, schemas: Schemas) -> tuple[Any, str]:
    """The schema that a reference means, and the name of the file that it stands in."""
    other, _, path = reference.partition("#")
    file = other.removesuffix(".json") or file
    schema: Any = schemas[file]
    for part in path.split("/")[1:]:
        schema = schema[part]
    return schema, file
