"""Writes the JSON Schema of the code lists from the lists themselves, with the themes: python -m docs.generate_codes"""

import json
from typing import Any

from openhub import spec

OPEN_LISTS = ("identity",)  # councils add to these, so any well-formed code will do
CODE = "^[a-z0-9]+(-[a-z0-9]+)*$"


def files() -> dict[str, str]:
    """The text of each file by its name in schemas/."""
    schemes = {name: spec.scheme(name) for name in (*spec.code_lists(), "themes")}
    return {"codes.schema.json": json.dumps(codes_schema(schemes), indent=2, ensure_ascii=False) + "\n"}


def codes_schema(schemes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """One definition per list: its codes, or for an open list the shape of a code."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/openhub/schemas/v1/codes.json",
        "title": "OpenHub code lists",
        "description": "Generated from schemas/codes/ and schemas/themes.jsonld. Do not edit.",
        "$defs": {name: _definition(name, scheme) for name, scheme in schemes.items()},
    }


def _definition(name: str, scheme: dict[str, Any]) -> dict[str, Any]:
    head = {"title": scheme["prefLabel"]["en"], "description": scheme["definition"]["en"], "type": "string"}
    if name in OPEN_LISTS:
        return {**head, "pattern": CODE, "maxLength": 80}
    deprecated = {c["notation"]: _newer(c) for c in scheme["concepts"] if c.get("deprecated")}
    codes = {"enum": [concept["notation"] for concept in scheme["concepts"]]}
    return {**head, **codes, **({"x-deprecated": deprecated} if deprecated else {})}


def _newer(concept: dict[str, Any]) -> dict[str, str]:
    return {"since": concept["deprecatedSince"], "use": concept["isReplacedBy"].rpartition("#")[2]}


if __name__ == "__main__":
    from docs.generate_all import write

    write(files())
