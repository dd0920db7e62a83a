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
    """A JSON Schema by the first part of its file name, such as item, page, dataset or checkpoint."""
    return _read(f"{name}.schema.json")


@cache
def context() -> dict[str, Any]:
    """The JSON-LD context that CONTEXT_URL stands for."""
    return _read("context.jsonld")


@cache
def vocabulary() -> dict[str, Any]:
    """The RDF vocabulary as JSON-LD: every class and property, and the terms of others that members stand for."""
    return _read("vocabulary.jsonld")


@cache
def quality() -> dict[str, Any]:
    """What a score of quality asks of items, with the weights."""
    return _read("quality.json")


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
    return {
        c["notation"]: " ".join([c["prefLabel"]["en"], *c.get("altLabel", {}).get("en", ())])
        for c in scheme(name)["concepts"]
    }


@cache
def scheme(name: str) -> dict[str, Any]:
    """A code list, or "themes", whole: its own label and definition, and its concepts."""
    return _read("themes.jsonld" if name == "themes" else f"codes/{name}.jsonld")


@cache
def file(name: str) -> bytes:
    """A file of the folder, byte for byte, such as "context.jsonld"."""
    return (folder() / name).read_bytes()


def code_lists() -> tuple[str, ...]:
    """The names of all code lists."""
    return tuple(sorted(file.stem for file in (folder() / "codes").glob("*.jsonld")))


@cache
def schemas() -> dict[str, Path]:
    """The file of every JSON Schema, of documents and of vectors, by its address within the namespace."""
    files = [*folder().glob("*.schema.json"), *(standard() / "conformance").glob("*.schema.json")]
    found = {json.loads(file.read_text("utf-8"))["$id"].removeprefix(NAMESPACE): file for file in files}
    return dict(sorted(found.items(), key=lambda named: (named[0].startswith("conformance"), named[0])))


@cache
def standard() -> Path:
    """The folder that holds the specification, and in `conformance/` its vectors."""
    packaged = Path(__file__).parent / "standard"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "spec"


def groups(folder: Path | None = None) -> tuple[str, ...]:
    """The groups of conformance vectors: the folders of the standard's `conformance/`, or of another folder like it."""
    return tuple(sorted({file.parent.name for file in (folder or standard() / "conformance").glob("*/*.json")}))


def vectors(group: str, folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """The vectors of a group by the names of their files. Raises ValueError, naming the file, for what is no JSON."""
    found = {}
    for file in sorted(((folder or standard() / "conformance") / group).glob("*.json")):
        try:
            found[file.name] = json.loads(file.read_text("utf-8"))
        except ValueError as error:
            raise ValueError(f"{file} is not JSON: {error}") from error
    return found


def _labels(scheme: dict[str, Any]) -> dict[str, str]:
    return {concept["notation"]: concept["prefLabel"]["en"] for concept in scheme["concepts"]}


def _read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((folder() / name).read_text("utf-8"))
    return document
