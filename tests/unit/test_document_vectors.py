"""The vectors of documents and descriptions hold for our own code, and profiles and the table of types agree with the schemas."""

import json
import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import jsonschema_rs
import pytest

from openhub import spec
from openhub.formats.rpde import read_document
from openhub.harvest.discover import describe
from openhub.model.finding import Finding
from openhub.model.record import Record
from openhub.validate.engine import Validator
from openhub.validate.surroundings import At

ROOT = Path(__file__).parents[2]
CONFORMANCE = ROOT / "spec" / "conformance"
VALIDATOR = Validator()
AT = At(now=datetime.fromisoformat("2026-11-22T09:00:00Z"), home=ZoneInfo("Europe/London"))


def vectors(folder: str) -> dict[str, dict[str, Any]]:
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((CONFORMANCE / folder).glob("*.json"))}


def cases(folder: str) -> list[Any]:
    found = [(name, case) for name, vector in vectors(folder).items() for case in vector["cases"]]
    return [pytest.param(name, case, id=f"{name}: {case['description']}") for name, case in found]


def schema(name: str) -> jsonschema_rs.Draft202012Validator:
    known = [spec.schema(each) for each in ("item", "parts", "codes", "dataset", "profile")]
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in known])
    return jsonschema_rs.Draft202012Validator(spec.schema(name), validate_formats=True, registry=registry, offline=True)


@pytest.mark.parametrize("folder", ["documents", "discovery"])
def test_vectors_are_written_as_their_schema_says(folder: str) -> None:
    known = json.loads((CONFORMANCE / f"{folder}.schema.json").read_text("utf-8"))
    faults = jsonschema.Draft202012Validator(known)
    assert [(name, e.message) for name, vector in vectors(folder).items() for e in faults.iter_errors(vector)] == []
    for name, vector in vectors(folder).items():
        told = [case["description"] for case in vector["cases"]]
        assert len(set(told)) == len(told), name


# Documents


def text_of(case: dict[str, Any]) -> str:
    parts = case.get("parts", [case.get("text")])
    return "".join(part if isinstance(part, str) else part["repeat"] * part["times"] for part in parts)


def found_in(case: dict[str, Any]) -> list[Finding]:
    if "document" in case:
        return VALIDATOR.check(case["document"], AT)
    record = read_document(text_of(case).encode(), Record(id="", kind="", modified=0, data=None))
    return [*record.findings, *(VALIDATOR.check(record.data, AT) if record.data is not None else ())]


@pytest.mark.parametrize(("name", "case"), cases("documents"))
def test_all_errors_are_the_expected_ones(name: str, case: dict[str, Any]) -> None:
    found = Counter((f.code, f.pointer) for f in found_in(case) if f.severity == "error")
    assert found == Counter((e["code"], e["pointer"]) for e in case["expected"])


def test_a_file_is_named_for_what_its_cases_are() -> None:
    for name, vector in vectors("documents").items():
        faulty = {bool(case["expected"]) for case in vector["cases"]}
        assert name.startswith(
            {frozenset({False}): ("valid", "edge"), frozenset({True}): "invalid"}.get(frozenset(faulty), "edge")
        )


# Descriptions


@pytest.mark.parametrize(("name", "case"), cases("discovery"))
def test_a_description_is_read_as_expected(name: str, case: dict[str, Any]) -> None:
    said = describe(case["document"], case["address"])
    if "refused" in case["expected"]:
        assert said is None
        return
    assert said is not None
    feeds = [{"address": address, "format": form} for address, form in said.feeds]
    read = {"origin": said.origin, "licence": said.licence, "feeds": feeds, "level": said.level}
    assert read == case["expected"]


@pytest.mark.parametrize(("name", "case"), cases("discovery"))
def test_valid_descriptions_keep_the_schema(name: str, case: dict[str, Any]) -> None:
    if name.startswith("valid"):
        assert [e.message for e in schema("dataset").iter_errors(case["document"])] == []
    if name.startswith("invalid"):
        assert not schema("dataset").is_valid(case["document"])


# Profiles

PROFILES = sorted((ROOT / "examples" / "profiles").glob("*.json"))


@pytest.mark.parametrize("file", PROFILES, ids=lambda file: file.stem)
def test_profile_keeps_the_specification(file: Path) -> None:
    profile = json.loads(file.read_text("utf-8"))
    assert [e.message for e in schema("profile").iter_errors(profile)] == []
    words = spec.context()["@context"].keys()
    for name, added in profile.get("codes", {}).items():
        assert not {code["code"] for code in added} & (words | spec.codes(name).keys())
    for name, labels in profile.get("labels", {}).items():
        assert labels.keys() <= (spec.themes() if name == "themes" else spec.codes(name)).keys()


@pytest.mark.parametrize(
    "change",
    [
        {"version": "1"},
        {"protocol": "one"},
        {"codes": {"status": [{"code": "asleep", "label": {"en": "Asleep"}}]}},
        {"codes": {"identity": [{"code": "Night workers", "label": {"en": "Night workers"}}]}},
        {"raise": {"missing-themes": "info"}},
        {"require": [{"members": []}]},
        {"require": [{"members": ["name"], "types": ["Meeting"]}]},
        {"labels": {"identity": {"women": "Women"}}},
    ],
    ids=str,
)
def test_a_profile_cannot_say_everything(change: dict[str, Any]) -> None:
    profile = json.loads(PROFILES[0].read_text("utf-8"))
    assert not schema("profile").is_valid({**profile, **change})


# The text


def own_members(kind: str) -> set[str]:
    """What the item schema asks of this type alone, as the table of types has it."""
    part = spec.schema("item")["$defs"].get(kind, {})
    either = [name for branch in part.get("anyOf", ()) for name in branch.get("required", ())]
    return {*part.get("required", ()), *either, *part.get("then", {}).get("required", ())}


def test_the_table_of_types_agrees_with_the_schema() -> None:
    text = (ROOT / "spec" / "1-core.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([A-Z]\w+)` \| [^|]+ \|([^|]*)\|$", text, re.MULTILINE))
    members = spec.schema("item")["properties"].keys()
    assert tuple(rows) == spec.TYPES
    for kind, needs in rows.items():
        assert set(re.findall(r"`(\w+)`", needs)) & members == own_members(kind), kind
