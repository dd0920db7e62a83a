"""The members that the item schema knows, as a tree: what each is, and what it may hold."""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from openhub import spec

_CONDITIONAL = ("else", "then", "if")
_LISTED = ("allOf", "anyOf", "oneOf")
_SAMPLES = {
    "WebAddress": '"https://example.org/page"',
    "Iri": '"https://example.org/items/1"',
    "Date": '"2027-01-13"',
    "DateTime": '"2027-01-13T18:45:00+00:00"',
    "DateOrDateTime": '"2027-01-13T18:45:00+00:00"',
    "ClockTime": '"18:45"',
    "Duration": '"PT1H30M"',
    "TimeZone": '"Europe/London"',
    "Language": '"en-GB"',
    "Email": '"hello@example.org"',
    "Currency": '"GBP"',
    "Organization": '{"name": "Camden Gardeners"}',
    "Location": '{"name": "Kentish Town", "precision": "area"}',
    "Thing": '{"name": "Ladder"}',
}


@dataclass(slots=True)
class Member:
    """One member: the schema's words for it, an example of its value as JSON if there is one, its codes, and what is in it."""

    about: str = ""
    sample: str = ""
    codes: tuple[str, ...] = ()
    within: dict[str, "Member"] = field(default_factory=dict)


@cache
def known() -> Member:
    """The item, with all that the schema knows in it whatever its type."""
    item = Member()
    _fill(item, spec.schema("item"), spec.schema("item"), ())
    return item


def at(path: list[str | int]) -> Member:
    """What the schema knows at a path in an item; an empty one when it does not know the path."""
    member = known()
    for part in path:
        if isinstance(part, str):
            member = member.within.get(part, Member())
    return member


def _fill(member: Member, schema: Any, root: dict[str, Any], seen: tuple[str, ...]) -> None:
    """Adds what a schema says, in itself and in those that it refers to, to a member."""
    if not isinstance(schema, dict):
        return
    member.about = member.about or schema.get("description", "")
    member.codes = member.codes or tuple(str(code) for code in schema.get("enum", ()))
    reference = schema.get("$ref", "")
    if reference and reference not in seen:
        name = reference.rpartition("/")[2]
        member.sample = member.sample or _SAMPLES.get(name, "")
        _fill(member, *_resolved(reference, root), (*seen, reference))
    for name, inner in schema.get("properties", {}).items():
        _fill(member.within.setdefault(name, Member()), inner, root, seen)
    for inner in (schema.get("items"), *(schema.get(word) for word in _CONDITIONAL)):
        _fill(member, inner, root, seen)
    for inner in (inner for word in _LISTED for inner in schema.get(word, ())):
        _fill(member, inner, root, seen)


def _resolved(reference: str, root: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """The schema that a reference means, and the file that it stands in."""
    file, _, path = reference.partition("#")
    root = spec.schema(file.removesuffix(".json")) if file else root
    schema: Any = root
    for part in path.split("/")[1:]:
        schema = schema[part]
    return schema, root
