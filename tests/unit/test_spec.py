"""Schemas and vocabularies are found, and hang together as the code reads them."""

import json
from pathlib import Path

import pytest

from openhub import spec


def test_schemas_come_from_the_checkout_or_the_wheel() -> None:
    assert spec.folder().is_dir()
    assert spec.folder() in (Path(__file__).parents[2] / "schemas", Path(spec.__file__).parent / "schemas")


@pytest.mark.parametrize("name", ["item", "parts", "codes", "page", "dataset", "checkpoint"])
def test_each_schema_has_an_address_in_our_namespace(name: str) -> None:
    assert spec.schema(name)["$id"].startswith(spec.NAMESPACE)


def test_the_types_are_those_of_the_schema() -> None:
    assert list(spec.TYPES) == spec.schema("item")["properties"]["type"]["enum"]


def test_the_context_is_whole() -> None:
    assert "@context" in spec.context()


def test_themes_have_labels_and_broader_ones_that_exist() -> None:
    themes = spec.themes()
    assert themes["cooking"]
    assert set(themes) == set(spec.theme_concepts())
    for code, concept in spec.theme_concepts().items():
        broader = concept.get("broader", "")
        assert not broader or broader.rsplit("#", 1)[-1] in themes, code


def test_every_code_list_has_labels() -> None:
    assert {"participation", "status", "access-feature"} <= set(spec.code_lists())
    for name in spec.code_lists():
        assert spec.codes(name), name
        assert all(label for label in spec.codes(name).values()), name


def test_a_list_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        spec.codes("no-such-list")


def test_what_is_read_is_the_file() -> None:
    assert spec.schema("item") == json.loads((spec.folder() / "item.schema.json").read_text("utf-8"))
