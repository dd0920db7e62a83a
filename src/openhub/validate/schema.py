"""Checks the shape of a document against the item schema, and says what is wrong in plain words."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import jsonschema_rs

from openhub import spec
from openhub.errors import ConfigError
from openhub.model.finding import Finding, escaped
from openhub.validate import deprecated, hidden, members, shape_codes, shapes
from openhub.validate.calm import Calm, narrowed
from openhub.validate.rule import finding
from openhub.validate.shapes import Failure

NAMES = ("item", "parts", "codes")
_NONSENSE = "%%% ["  # no format that OpenHub declares allows this
_ALTERNATIVES = {"anyOf", "oneOf"}
_SAID_BY = {"bad-pattern": "bad-format", "unknown-code": "wrong-type"}  # the second says it all when both are found


class Shape:
    """The compiled item schema. Nothing is fetched: it sees the schemas it is given and no others."""

    def __init__(self, schemas: dict[str, dict[str, Any]] | None = None) -> None:
        """Raises ConfigError when a schema declares a format that nothing here can check, or does not compile."""
        known = schemas or {name: spec.schema(name) for name in NAMES}
        self._schemas = {schema["$id"]: schema for schema in known.values()}
        for name, schema in known.items():
            _formats_have_checkers(name, schema)
        try:
            self._validator = _compiled(known)
            self._closed = None if schemas else _compiled(closed(known))
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise ConfigError(f"The item schema does not compile: {error}") from error
        self._old = deprecated.pruned(members.tree(known) if schemas else members.known())

    def knows(self, document: Any) -> bool:
        """Whether nothing is wrong with the shape, and the schema knows every member in it; quick. Takes any JSON value."""
        return _is_valid(self._closed, document)

    def narrowed(self, calms: Iterable[Calm]) -> Callable[[Any], bool]:
        """The same question, with the schema narrowed to the documents that are calm. Raises ConfigError if it does not compile."""
        try:
            schema = _compiled(_narrowed(calms)) if self._closed else None
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise ConfigError(f"What a rule calls calm does not compile: {error}") from error
        return partial(_is_valid, schema)

    def check(self, document: Any) -> list[Finding]:
        """What is wrong with the shape of a document; empty when nothing is. Takes any JSON value."""
        if not isinstance(document, dict) or document.get("type") not in spec.TYPES:
            return [_unknown_type(document)]
        found = self._faults(document)
        return found if any(f.code == "unreadable-item" for f in found) else found + self.deprecated(document)

    def deprecated(self, document: dict[str, Any]) -> list[Finding]:
        """What it uses that should not be used any more."""
        if not self._old:
            return []
        used = sorted(deprecated.used(document, self._old), key=lambda use: use[1])
        return [_finding(code, pointer, values, _item(document)) for code, pointer, values in used]

    def _faults(self, document: dict[str, Any]) -> list[Finding]:
        try:
            if self._validator.is_valid(document):
                return []
            errors = list(self._validator.iter_errors(document))
        except (ValueError, OverflowError, RecursionError) as error:
            return [_finding("unreadable-item", "", {"reason": _shortened(str(error))}, _item(document))]
        found = [self._finding(error, _item(document)) for error in errors]
        said = {(f.code, f.pointer) for f in found}
        telling = [f for f in found if (_SAID_BY.get(f.code), f.pointer) not in said]
        return list({(f.code, f.pointer, f.message): f for f in telling}.values())

    def _finding(self, error: Failure, item: str) -> Finding:
        """The finding for one error of the library; of alternatives that all failed, for the one that was meant."""
        if error.kind.name in _ALTERNATIVES:
            branches = getattr(error.kind, "context", [])
            if properties := _wanted_one_of(branches):
                code, values = shapes.missing(error.instance_path, properties)
                return _finding(code, _pointer(error.instance_path), values, item)
            if inner := _meant(branches, len(error.instance_path)):
                return self._finding(inner, item)
        code, values = shapes.described(error, self._description(error.absolute_keyword_location or ""))
        return _finding(code, _pointer(error.instance_path), values, item)

    def _description(self, location: str) -> str:
        """What the schema says about the place of one of its keywords, or about the nearest around it that says something."""
        name, _, path = location.partition("#")
        nearest, schema = "", self._schemas.get(name)
        for part in path.split("/")[1:]:
            part = part.replace("~1", "/").replace("~0", "~")
            schema = (
                schema[int(part)]
                if isinstance(schema, list)
                else schema.get(part)
                if isinstance(schema, dict)
                else None
            )
            if isinstance(schema, dict) and isinstance(schema.get("description"), str):
                nearest = schema["description"]
        return nearest


def _is_valid(schema: jsonschema_rs.Draft202012Validator | None, document: Any) -> bool:
    try:
        if schema is None or not schema.is_valid(document):
            return False
    except (ValueError, OverflowError, RecursionError):
        return False
    return isinstance(document.get("@context", ""), str)  # no schema says what may be in a context of one's own


def closed(known: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The schemas, so changed that no object may have members but those that they name."""
    item = {**known["item"], "additionalProperties": False}
    return {**known, "item": item, "parts": {**known["parts"], "$defs": _closed_parts(known["parts"]["$defs"])}}


def _narrowed(calms: Iterable[Calm]) -> dict[str, dict[str, Any]]:
    """The closed schemas narrowed, with one to which what is calm refers."""
    known = narrowed(closed({name: spec.schema(name) for name in NAMES}), calms)
    return {**known, "silence": hidden.silence()}


def _closed_parts(parts: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    found = dict(parts)
    for name, part in parts.items():
        if "properties" in part:
            base = parts[part["$ref"].rpartition("/")[2]] if "$ref" in part else {}
            together = {**base, **part, "properties": {**base.get("properties", {}), **part["properties"]}}
            together.pop("$ref", None)
            found[name] = {**together, "additionalProperties": False}
    return found


def _compiled(known: dict[str, dict[str, Any]]) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry([(schema["$id"], schema) for schema in known.values()])
    return jsonschema_rs.Draft202012Validator(
        known["item"],
        validate_formats=True,
        ignore_unknown_formats=False,
        registry=registry,
        offline=True,
        pattern_options=jsonschema_rs.RegexOptions(),
    )


def _formats_have_checkers(name: str, schema: dict[str, Any]) -> None:
    for form in sorted(set(_declared_formats(schema))):
        try:
            alive = not jsonschema_rs.Draft202012Validator(
                {"format": form}, validate_formats=True, ignore_unknown_formats=False
            ).is_valid(_NONSENSE)
        except ValueError:
            alive = False
        if not alive:
            raise ConfigError(f"The schema {name} declares the format {form!r}, which nothing here can check.")


def _declared_formats(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("format"), str):
            yield schema["format"]
        for name, member in schema.items():
            yield from _declared_formats(member) if name != "examples" else ()
    elif isinstance(schema, list):
        for member in schema:
            yield from _declared_formats(member)


def _unknown_type(document: Any) -> Finding:
    if not isinstance(document, dict):
        return _finding("not-an-object", "", {"found": shapes.kind(document)}, "")
    pointer = "/type" if "type" in document else ""
    values = {
        "problem": shapes.type_problem(document),
        "types": ", ".join(spec.TYPES),
        "suggestion": shapes.type_change(document),
    }
    return _finding("unknown-type", pointer, values, _item(document))


def _wanted_one_of(branches: list[list[Failure]]) -> list[str]:
    """The properties of which one is needed, when that is all the alternatives say."""
    plain = all(len(branch) == 1 and branch[0].kind.name == "required" for branch in branches)
    if not plain or len({tuple(branch[0].instance_path) for branch in branches}) != 1:
        return []
    return list(dict.fromkeys(branch[0].kind.property for branch in branches))


def _meant(branches: list[list[Failure]], depth: int) -> Failure | None:
    """The first error of the alternative that came closest: not of another kind from the start, and with fewest errors."""
    tried = [branch for branch in branches if branch]
    if not tried:
        return None
    closest = min(tried, key=lambda branch: (any(_is_other_kind(e, depth) for e in branch), len(branch)))
    return closest[0]


def _is_other_kind(error: Failure, depth: int) -> bool:
    return len(error.instance_path) <= depth and error.kind.name in {"type", "const", "enum"}


def _pointer(path: list[str | int]) -> str:
    return "".join(f"/{escaped(part)}" for part in path)


def _item(document: dict[str, Any]) -> str:
    return document["id"] if isinstance(document.get("id"), str) else ""


def _shortened(text: str) -> str:
    return json.dumps(text[:120], ensure_ascii=True)[1:-1]


def _finding(code: str, pointer: str, values: dict[str, Any], item: str) -> Finding:
    return replace(finding(code, shape_codes.CODES[code], pointer, values, item), remedy=shapes.remedy(code, values))
