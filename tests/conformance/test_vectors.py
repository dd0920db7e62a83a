"""The vectors are written as their schemas say, and no two of them look the same."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from openhub import spec
from openhub.conform.runner import GROUPS
from openhub.conform.vectors import cases

CONFORMANCE = Path(__file__).parents[2] / "spec" / "conformance"
FILES = [(group, name, vector) for group in spec.groups() for name, vector in spec.vectors(group).items()]


def schema(group: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((CONFORMANCE / f"{group}.schema.json").read_text("utf-8"))
    return read


def test_every_folder_has_a_schema_and_a_judge() -> None:
    folders = {file.name for file in CONFORMANCE.iterdir() if file.is_dir()}
    assert folders == set(spec.groups()) == set(GROUPS)
    assert {file.name.removesuffix(".schema.json") for file in CONFORMANCE.glob("*.schema.json")} == folders


@pytest.mark.parametrize("group", GROUPS)
def test_schema_is_one(group: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(group))
    assert schema(group)["$id"] == f"https://w3id.org/openhub/conformance/v1/{group}.json"


@pytest.mark.parametrize(("group", "name", "vector"), [pytest.param(*file, id="/".join(file[:2])) for file in FILES])
def test_vector_is_written_as_its_schema_says(group: str, name: str, vector: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator.FORMAT_CHECKER
    faults = jsonschema.Draft202012Validator(schema(group), format_checker=checker).iter_errors(vector)
    assert [f"{fault.json_path}: {fault.message[:300]}" for fault in faults] == []


@pytest.mark.parametrize("group", GROUPS)
def test_cases_can_be_told_apart(group: str) -> None:
    names = [(case.file, case.name, case.level) for case in cases(group)]
    assert len(set(names)) == len(names)
