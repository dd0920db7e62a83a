"""Holds a document against one of the standard's own schemas, and says in words where it fails."""

from typing import Any

import jsonschema_rs

from openhub.model.finding import escaped


def fault(document: Any, schema: dict[str, Any], *others: dict[str, Any]) -> str:
    """Where it fails first, and why; "" when it does not. `others` are schemas that the schema refers to."""
    registry = jsonschema_rs.Registry([(known["$id"], known) for known in (schema, *others)])
    checked = jsonschema_rs.Draft202012Validator(schema, validate_formats=True, registry=registry, offline=True)
    for error in checked.iter_errors(document):
        where = "".join(f"/{escaped(part)}" for part in error.instance_path)
        return f"at {where or 'its top'}: {error.message}"
    return ""
