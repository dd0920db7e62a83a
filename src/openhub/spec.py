"""Finds schemas and vocabularies: in the wheel when installed, in `schemas/` of a checkout otherwise."""

import json
from functools import cache
from pathlib import Path
from typing import Any

NAMESPACE = "https://w3id.org/openhub/"
CONTEXT_URL = NAMESPACE + "v1"
VERSION = "1.0"

TYPES = (
    "Event",
    "EventSeries",
    "Group",
    "Space",
    "VolunteerRole",
    "Offer",
    "Request",
    "MatchScheme",
    "Project",
    "Plan",
)


@cache
def folder() -> Path:
    """The folder that holds schemas, context, themes and code lists."""
    packaged = Path(__file__).parent / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "schemas"


@cache
def schema(name: str) -> dict[str, Any]:
    """A JSON Schema by the first part of its file name: item, parts, codes, page or dataset."""
    return _read(f"{name}.schema.json")


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context that CONTEXT_URL stands for."""
    return _read("context.jsonld")


@cache
def codes(name: str) -> dict[str, str]:
    """A code list as {code: English label}, in its own order."""
    return _labels(_read(f"codes/{name}.jsonld"))


@cache
def themes() -> dict[str, str]:
    """The themes as {code: English label}."""
    return _labels(_read("themes.jsonld"))


@cache
def theme_concepts() -> dict[str, dict[str, Any]]:
    """The themes as {code: concept}, with broader, exactMatch and closeMatch where they have them."""
    return {c["notation"]: c for c in _read("themes.jsonld")["concepts"]}


@cache
def search_words(name: str) -> dict[str, str]:
    """A code list, or "themes", as {code: all that people call it}: its label and its SKOS altLabels in one text."""
    file = "themes.jsonld" if name == "themes" else f"codes/{name}.jsonld"
    return {
        c["notation"]: " ".join([c["prefLabel"]["en"], *c.get("altLabel", {}).get("en", ())])
        for c in _read(file)["concepts"]
    }


def code_lists() -> tuple[str, ...]:
    """The names of all code lists."""
    return tuple(sorted(file.stem for file in (folder() / "codes").glob("*.jsonld")))


def _labels(scheme: dict[str, Any]) -> dict[str, str]:
    return {concept["notation"]: concept["prefLabel"]["en"] for concept in scheme["concepts"]}


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder() / name).read_text("utf-8"))
    return document
