"""What is skipped for documents that are calm or quiet would have found nothing: with and without, the findings are the same."""

import copy
import json
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from openhub import spec
from openhub.config import Settings
from openhub.model.finding import Finding
from openhub.validate import hidden
from openhub.validate.engine import Validator
from openhub.validate.places import OPEN, hides_place
from openhub.validate.rules import home_in_members, home_in_text
from openhub.validate.surroundings import At

NUMBER = int(os.environ.get("OPENHUB_BAD_INPUTS", "1000")) * 3
EXAMPLES = [
    json.loads(file.read_text("utf-8"))
    for file in sorted((Path(__file__).parents[2] / "examples" / "items").glob("*.json"))
]
SETTINGS = Settings(as_of="2026-11-24T09:00:00Z")
AT = At(now=SETTINGS.clock(), home=SETTINGS.zone(), hosts=frozenset({"goodgym.example"}))
QUICK, SLOW = Validator(), Validator()
SLOW.is_quiet = SLOW._is_calm = lambda document: False


def vectors() -> list[dict[str, Any]]:
    """Every item of the rules' vectors."""
    cases = [case for vector in spec.vectors("rules").values() for case in vector["cases"]]
    found = [item for case in cases for item in [case.get("document"), *case.get("documents", ())]]
    return [item for item in found if isinstance(item, dict) and isinstance(item.get("type"), str)]


def written() -> Iterator[dict[str, Any]]:
    """The texts of the corpora, each in places of several kinds."""
    for file in spec.vectors("texts").values():
        for number, text in enumerate(file["texts"]):
            item = copy.deepcopy(EXAMPLES[number % len(EXAMPLES)])
            for name in ("description", "summary", "name", "statusNote"):
                yield {**item, name: text["text"]}


def leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """The name and value of everything in a value that holds nothing else."""
    if isinstance(value, dict):
        for inner, member in value.items():
            yield from leaves(member, inner)
    elif isinstance(value, list):
        for member in value:
            yield from leaves(member, name)
    else:
        yield name, value


def moved(document: dict[str, Any], leaf: list[tuple[str, Any]], chance: random.Random) -> dict[str, Any]:
    """The document with values that stand in members of the same name in others, most of the time."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 3)):
        holder: Any = document
        while isinstance(holder, dict | list) and holder:
            key = chance.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
            if not isinstance(holder[key], dict | list):
                same = [value for name, value in leaf if name == key]
                holder[key] = chance.choice(same) if same and chance.random() < 0.8 else chance.choice(leaf)[1]
                break
            holder = holder[key]
    return document


def said(found: list[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.pointer, finding.message) for finding in found]


def differ(documents: Iterator[dict[str, Any]] | list[dict[str, Any]]) -> list[Any]:
    """Those of which the quick paths say something else than the slow ones."""
    return [d for d in documents if said(QUICK.check(d, AT)) != said(SLOW.check(d, AT))]


def test_of_the_vectors_of_all_rules() -> None:
    assert differ(vectors()) == []


def test_of_texts_that_people_write() -> None:
    assert differ(written()) == []


def test_of_values_in_other_places() -> None:
    chance = random.Random(1)
    known = [*EXAMPLES, *vectors()]
    leaf = [pair for document in known for pair in leaves(document)]
    assert differ(moved(chance.choice(known), leaf, chance) for _ in range(NUMBER)) == []


def test_most_good_documents_are_quiet() -> None:
    good = [document for document in EXAMPLES if QUICK.knows(document)]
    assert sum(map(QUICK.is_quiet, good)) >= len(good) / 3


def test_what_is_open_hides_no_place() -> None:
    chance = random.Random(3)
    known = [d for d in [*EXAMPLES, *vectors()] if QUICK.knows(d)]
    leaf = [pair for document in known for pair in leaves(document)]
    tried = [d for d in [*known, *(moved(chance.choice(known), leaf, chance) for _ in range(NUMBER))] if QUICK.knows(d)]
    is_open = Draft202012Validator(OPEN).is_valid
    opened = [document for document in tried if is_open(document)]
    assert [document for document in opened if hides_place(document)] == []
    assert len(opened) > len(tried) / 3


@pytest.mark.parametrize("rule", [home_in_text, home_in_members])
def test_a_home_is_looked_for_wherever_it_may_be_told(monkeypatch: pytest.MonkeyPatch, rule: Any) -> None:
    chance = random.Random(2)
    homes = [d for d in vectors() if hides_place(d)]
    leaf = [pair for document in homes for pair in leaves(document)]
    tried = [moved(chance.choice(homes), leaf, chance) for _ in range(NUMBER)] + homes
    tried = [d for d in tried if isinstance(d.get("type"), str) and isinstance(d.get("location", {}), dict | list)]
    silent = [d for d in tried if not hidden.may_tell(d)]
    monkeypatch.setattr(rule, "may_tell", lambda document: True)
    assert [d for d in silent if rule.check(d, AT)] == []
    assert len(silent) > len(tried) / 100
