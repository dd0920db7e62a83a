"""OpenActive's activity list is read for its ids."""

import json
from pathlib import Path
from typing import Any

import pytest

from openhub.errors import UsageError
from openhub.validate.activities import LIST, read


def listed(document: Any) -> frozenset[str]:
    return read(json.dumps(document).encode(), "list.jsonld")


def test_ids_stand_in_the_list() -> None:
    concept = {"id": f"{LIST}a", "type": "Concept", "prefLabel": "Running", "broader": [f"{LIST}not-itself"]}
    scheme = {"id": "https://openactive.io/activity-list", "type": "ConceptScheme"}
    other = {"@id": f"{LIST}b"}
    strangers = [3, {}, {"id": 3}, {"id": "https://openactive.io/facility-types#c"}]
    assert listed(scheme | {"concept": [concept, other, *strangers]}) == {f"{LIST}a", f"{LIST}b"}
    assert listed({"@graph": [scheme, concept]}) == {f"{LIST}a"}
    assert listed([concept]) == {f"{LIST}a"}


def test_what_is_no_such_list_is_refused() -> None:
    for document in ({}, [], 3, {"concept": "x"}, {"concept": [{"id": "https://openactive.io/facility-types#c"}]}):
        with pytest.raises(UsageError, match="has no concept of OpenActive's list"):
            listed(document)
    with pytest.raises(UsageError, match="is not JSON"):
        read(b"<html>", "list.jsonld")


def test_the_published_list_is_read(real_data: Path) -> None:
    file = real_data / "openactive" / "activity-list.jsonld"
    found = read(file.read_bytes(), file.name)
    assert len(found) > 500
    assert f"{LIST}72ddb2dc-7d75-424e-880a-d90eabe91381" in found
