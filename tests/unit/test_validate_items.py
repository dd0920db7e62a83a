"""The way in for programs: items in, findings out."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openhub
from openhub.validate.profile import read
from tests import make

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
CAMDEN = Path(__file__).parents[2] / "examples" / "profiles" / "camden.json"


def found(*items: Any, **how: Any) -> list[tuple[str, str, str]]:
    return [(f.item, f.code, f.severity) for f in openhub.validate_items(items, **{"now": NOW, "licensed": True} | how)]


def test_findings_come_item_by_item_and_those_of_the_whole_at_the_end() -> None:
    first = make.event(endDate="2026-12-05T10:00:00+00:00")
    assert found(first, make.event(), make.group(id="https://club.example/g")) == [
        (first["id"], "end-before-start", "error"),
        (first["id"], "duplicate-id", "error"),
    ]


def test_items_are_taken_one_at_a_time() -> None:
    taken = []

    def items() -> Iterator[Any]:
        for number in range(3):
            taken.append(number)
            yield make.event(id=f"https://club.example/{number}", endDate="2026-12-05T10:00:00+00:00")

    next(openhub.validate_items(items(), now=NOW, licensed=True))
    assert taken == [0]


def test_what_is_known_of_the_feed_counts() -> None:
    event = make.event()
    assert found(event, licensed=False) == [(event["id"], "missing-licence", "warning")]
    assert found(event, hosts=["other.example"]) == [(event["id"], "id-on-foreign-host", "error")]
    assert found(event, hosts=["club.example"]) == []


def test_a_profile_asks_for_more() -> None:
    profile = read(CAMDEN.read_bytes(), CAMDEN.name)
    bare = make.event(accessibility=None, isAccessibleForFree=None, themes=None)
    without = {(code, severity) for _, code, severity in found(bare)}
    with_it = {(code, severity) for _, code, severity in found(bare, profile=profile)}
    assert ("missing-themes", "warning") in without
    assert ("missing-themes", "error") in with_it
    assert ("missing-property", "error") in with_it - without


def test_anything_that_json_gives_is_taken() -> None:
    for value in (None, 3, "x", [], {}, [{}], True, json.loads("1e400")):
        assert [code for _, code, _ in found(value)] in (["not-an-object"], ["unknown-type"])


def test_the_example_in_the_documentation_runs(tmp_path: Path, monkeypatch: Any, capsys: Any) -> None:
    text = (Path(__file__).parents[2] / "docs" / "checking-elsewhere.md").read_text("utf-8")
    example = text.partition("```python\n")[2].partition("```")[0]
    (tmp_path / "listings.json").write_text(json.dumps([make.event(endDate="2026-12-05T10:00:00+00:00")]), "utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "checking-elsewhere.md", "exec"), {})
    assert "error end-before-start https://club.example/items/1 /endDate" in capsys.readouterr().out
