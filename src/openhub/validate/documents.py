"""Checks the documents around items against their schemas: the description of a dataset, and the checkpoint of a feed."""

from functools import cache
from typing import Any

import jsonschema_rs

from openhub import spec
from openhub.model.finding import escaped
from openhub.validate.shape_codes import CODES
from openhub.validate.shapes import Failure, described

AROUND = ("item", "parts", "codes", "page", "dataset", "checkpoint")


def faults(name: str, document: Any) -> list[tuple[str, str]]:
    """Where a document breaks the schema of that name, such as dataset or checkpoint, and how, in words."""
    try:
        errors = list(_compiled(name).iter_errors(document))
    except (ValueError, OverflowError, RecursionError) as error:
        return [("", f"It cannot be read: {error}")]
    return [("".join(f"/{escaped(part)}" for part in error.instance_path), _words(error)) for error in errors]


def _words(error: Failure) -> str:
    code, values = described(error, "")
    if code == "missing-property":
        return f"`{values['property']}` is missing."
    return CODES[code].message.format_map(values).replace("The item", "It", 1).strip()


@cache
def _compiled(name: str) -> jsonschema_rs.Draft202012Validator:
    """The schema, with the others that it leans on; nothing is fetched."""
    registry = jsonschema_rs.Registry([(spec.schema(one)["$id"], spec.schema(one)) for one in AROUND])
    return jsonschema_rs.Draft202012Validator(
        spec.schema(name), validate_formats=True, ignore_unknown_formats=False, registry=registry, offline=True
    )
