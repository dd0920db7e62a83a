"""What the closed schema lets through has nothing wrong and nothing unknown in it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from openhub.validate.members import Member, known
from openhub.validate.schema import Shape

ROOT = Path(__file__).parents[2]
ITEMS = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted((ROOT / "examples/items").glob("*.json"))}
SHAPE = Shape()


def objects(value: Any, member: Member) -> list[dict[str, Any]]:
    """Every object in an item of which the schema knows what is in it."""
    if isinstance(value, list):
        return [one for entry in value for one in objects(entry, member)]
    if not isinstance(value, dict) or not member.within:
        return []
    inner = [one for name in value.keys() & member.within.keys() for one in objects(value[name], member.within[name])]
    return [value, *inner]


@pytest.mark.parametrize("name", ITEMS)
def test_examples_are_known(name: str) -> None:
    assert SHAPE.knows(ITEMS[name])
    assert SHAPE.check(ITEMS[name]) == []


@pytest.mark.parametrize("name", ITEMS)
def test_a_strange_member_anywhere_is_seen(name: str) -> None:
    item = copy.deepcopy(ITEMS[name])
    for one in objects(item, known()):
        one["unheardOf"] = 1
        assert not SHAPE.knows(item)
        del one["unheardOf"]
    assert SHAPE.knows(item)


@pytest.mark.parametrize(
    "value", [None, 1, "x", [], {}, {"type": []}, {"type": "Event"}, {1: 2}, {"type": "Event", "x": object()}]
)
def test_what_is_no_item_is_not_known(value: Any) -> None:
    assert not SHAPE.knows(value)
