"""What people write is judged rightly: nothing honest is refused, and hardly anything harmful is let through."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pytest

from openhub.model.finding import Finding
from openhub.validate.engine import Validator, codes
from openhub.validate.surroundings import At

CONFORMANCE = Path(__file__).parents[2] / "spec" / "conformance"
FILES = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((CONFORMANCE / "texts").glob("*.json"))}
SCHEMA = json.loads((CONFORMANCE / "texts.schema.json").read_text("utf-8"))
AT = At(now=datetime(2026, 11, 22, 9, tzinfo=UTC), home=ZoneInfo("Europe/London"))
VALIDATOR = Validator()
MOST_MISSES = 3


def findings(file: dict[str, Any], text: dict[str, Any]) -> list[Finding]:
    item = file["items"][text.get("item", "event")]
    return VALIDATOR.check(item | {"description": text["text"]}, AT)


@pytest.mark.parametrize("name", FILES)
def test_file_has_the_right_shape(name: str) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(FILES[name])


@pytest.mark.parametrize("name", FILES)
def test_items_are_right_without_a_text(name: str) -> None:
    assert [
        f for item in FILES[name]["items"].values() for f in VALIDATOR.check(item, AT) if f.severity == "error"
    ] == []


@pytest.mark.parametrize("name", FILES)
def test_texts_differ(name: str) -> None:
    texts = [text["text"] for text in FILES[name]["texts"]]
    assert len(texts) == len(set(texts))


def test_codes_are_known() -> None:
    assert {code for text in FILES["guilty"]["texts"] for code in text["finds"]} <= set(codes())


@pytest.mark.parametrize("text", FILES["innocent"]["texts"], ids=lambda text: text["text"][:50])
def test_nothing_honest_is_refused(text: dict[str, Any]) -> None:
    assert [f.code for f in findings(FILES["innocent"], text) if f.severity == "error"] == []


def test_hardly_anything_harmful_is_let_through() -> None:
    missed = []
    for text in FILES["guilty"]["texts"]:
        found = {f.code for f in findings(FILES["guilty"], text) if f.pointer == "/description"}
        missed += [(code, text["text"]) for code in text["finds"] if code not in found]
    assert len(missed) <= MOST_MISSES, missed
