"""A vector that is not written as it should be is named with the place and the cause; what is not its fault is not put on it."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from openhub import spec
from openhub.conform.program import Message, Program
from openhub.conform.runner import run
from openhub.conform.vectors import cases
from openhub.errors import UsageError
from tests.conformance.test_command import PUBLISHER

NOTHING_FOUND = "while read -r line; do echo '{\"findings\": []}'; done"


def written(folder: Path, group: str, way: str, value: Any) -> Path:
    """A folder with one vector of the group, in which the value at a way is another, or is left out when it is None."""
    vector = copy.deepcopy(next(iter(spec.vectors(group).values())))
    *parents, last = [int(part) if part.isdecimal() else part for part in way.split("/")]
    at: Any = vector
    for part in parents:
        at = at[part]
    if value is None:
        del at[last]
    else:
        at[last] = value
    (folder / group).mkdir()
    (folder / group / "mine.json").write_text(json.dumps(vector), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("group", "way", "value", "words"),
    [
        ("rules", "requirements", None, 'rules/mine.json is no vector: it fails at its top: "requirements" is a required'),
        ("rules", "cases", 3, "rules/mine.json is no vector: it fails at /cases: 3 is not of type"),
        ("rules", "cases/0/expected", None, 'rules/mine.json is no vector: it fails at /cases/0: "expected" is a required'),
        ("rules", "cases/1/expected", [{}], 'mine.json is no vector: it fails at /cases/1/expected/0: "code" is a required'),
        ("texts", "texts/0", 3, "texts/mine.json is no vector: it fails at /texts/0: 3 is not of type"),
        ("texts", "texts/0/item", "no such", "texts/mine.json is no vector: it has no item 'no such' among its `items`"),
        ("publishing", "steps/0", {"fly": 1}, "publishing/mine.json is no vector: it fails at /steps/0"),
    ],
)  # fmt: skip
def test_a_vector_is_named_with_the_place_and_the_cause(
    tmp_path: Path, group: str, way: str, value: Any, words: str
) -> None:
    program = Program(PUBLISHER if group == "publishing" else f"sh -c {json.dumps(NOTHING_FOUND)}", 30)
    with pytest.raises(UsageError) as refused:
        list(run(program, cases(group, written(tmp_path, group, way, value))))
    program.kill()
    assert words in str(refused.value)
    assert f"{group}.schema.json says how" in str(refused.value) or "no item" in str(refused.value)


class Faulty(Program):
    """Has a fault of our own, at which no vector is to blame."""

    def ask(self, request: Message) -> Message:
        raise TypeError("a fault of ours")


@pytest.mark.parametrize("group", ["rules", "publishing", "harvests"])
def test_a_fault_of_ours_is_not_put_on_the_vector(group: str) -> None:
    with pytest.raises(TypeError, match="a fault of ours"):
        list(run(Faulty("none", 1), cases(group)))
