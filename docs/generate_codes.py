"""Writes schemas/codes.schema.json from the code lists and themes: python docs/generate_codes.py"""

import json
from pathlib import Path
from typing import Any

SCHEMAS = Path(__file__).parents[1] / "schemas"
OPEN_LISTS = ("identity",)  # councils add to these, so any well-formed code will do
CODE = "^[a-z0-9]+(-[a-z0-9]+)*$"


def codes_schema(folder: Path = SCHEMAS) -> dict[str, Any]:
    """One definition per list: its codes, or for an open list the shape of a code."""
    files = [*sorted((folder / "codes").glob("*.jsonld")), folder / "themes.jsonld"]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://w3id.org/openhub/schemas/codes.json",
        "title": "OpenHub code lists",
        "description": "Generated from schemas/codes/ and schemas/themes.jsonld. Do not edit.",
        "$defs": {file.stem: _definition(file) for file in files},
    }


def text(schema: dict[str, Any]) -> str:
    """The schema as it is written to the file."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def _definition(file: Path) -> dict[str, Any]:
    scheme = json.loads(file.read_text("utf-8"))
    head = {"title": scheme["prefLabel"]["en"], "description": scheme["definition"]["en"], "type": "string"}
    if file.stem in OPEN_LISTS:
        return {**head, "pattern": CODE, "maxLength": 80}
    return {**head, "enum": [concept["notation"] for concept in scheme["concepts"]]}


if __name__ == "__main__":
    (SCHEMAS / "codes.schema.json").write_text(text(codes_schema()), "utf-8")
