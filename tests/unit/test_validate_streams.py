"""A long file, read in parts, is found the same faults in at the same places as when it is read whole."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openhub.cli import _sheets
from openhub.cli.main import openhub
from openhub.formats import framing
from tests import make

FAULTY: dict[str, Any] = {
    "name": "Test",
    "descripton": "é <b>bold</b>",
    "url": "no address",
    "partOf": f"https://{make.HOST}/none",
}


def faulty(number: int) -> list[dict[str, Any]]:
    """Items with faults, with ids that come twice and a series with an event before its start."""
    items = [make.event(id=f"https://{make.HOST}/{n % 17}", name=f"Näht {n}") for n in range(number)]
    for n in range(0, number, 3):
        items[n] |= FAULTY
    early = make.event(id=f"https://{make.HOST}/early", partOf=f"https://{make.HOST}/series", startDate="2020-01-01")
    return [make.series(id=f"https://{make.HOST}/series"), *items, early]


def found(file: Path, *options: str) -> list[tuple[Any, ...]]:
    result = CliRunner().invoke(
        openhub, ["validate", str(file), "--as-of", "2026-11-24T09:00:00Z", "--format", "ndjson", *options]
    )
    assert result.exit_code in (0, 1), result.output
    lines = map(json.loads, result.stdout.splitlines())
    return sorted(
        (line["line"], line["column"], line["pointer"], line["code"], line["message"])
        for line in lines
        if line["type"] == "Finding"
    )


def page(items: list[dict[str, Any]]) -> dict[str, Any]:
    entries = [
        {"state": "updated", "kind": i["type"], "id": i["id"], "modified": n, "data": i} for n, i in enumerate(items)
    ]
    entries[4]["state"] = "deleted"
    del entries[4]["data"]
    entries[6]["state"] = "gone"
    del entries[8]["id"]
    entries[10]["data"] = 7
    return {"items": entries, "next": f"https://{make.HOST}/feed?2", "license": make.LICENCE}


@pytest.fixture
def parts(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setattr(framing, "WINDOW", 3_000)
    return monkeypatch


@pytest.mark.parametrize("layout", [{}, {"indent": 2}, {"separators": (",", ":"), "ensure_ascii": False}])
@pytest.mark.parametrize("shape", ["list", "file", "page"])
def test_in_parts_as_whole(shape: str, layout: dict[str, Any], tmp_path: Path, parts: pytest.MonkeyPatch) -> None:
    items = faulty(40)
    shapes: dict[str, Any] = {"list": items, "file": {"license": make.LICENCE, "items": items}, "page": page(items)}
    text = json.dumps(shapes[shape], **layout)
    file = tmp_path / "feed.json"
    file.write_text(text.replace('"name": "Näht 5"', '"name": "Näht 5", "name": "again"'), "utf-8")
    whole = found(file)
    parts.setattr(_sheets, "SHORT", 0)
    assert found(file) == whole
    assert {"duplicate-id", "unknown-property", "outside-series"} <= {code for *_, code, _ in whole}


def test_packed_and_from_standard_input(tmp_path: Path, parts: pytest.MonkeyPatch) -> None:
    data = json.dumps(faulty(40)).encode()
    file, packed = tmp_path / "feed.json", tmp_path / "feed.json.gz"
    file.write_bytes(data)
    packed.write_bytes(gzip.compress(data))
    parts.setattr(_sheets, "SHORT", 0)
    assert found(packed) == found(file) != []
    for given in (data, gzip.compress(data)):
        result = CliRunner().invoke(openhub, ["validate", "-", "--format", "json"], input=given)
        assert json.loads(result.stdout)["items"] == 42


@pytest.mark.parametrize("name", ["feed.ndjson", "feed.jsonl", "feed.json"])
def test_one_item_on_each_line(name: str, tmp_path: Path, parts: pytest.MonkeyPatch) -> None:
    parts.setattr(_sheets, "SHORT", 0)
    file = tmp_path / name
    rows = [
        json.dumps(make.event(id=f"https://{make.HOST}/{n}", name=f"Name {n}", license=make.LICENCE)) for n in range(9)
    ]
    rows[3], rows[5] = "", "{nonsense"
    rows[7] = json.dumps(make.event(id=f"https://{make.HOST}/1", name="Another", license=make.LICENCE))
    file.write_text("\n".join(rows), "utf-8")
    said = [(line, code) for line, _, _, code, _ in found(file)]
    assert said == [(6, "unreadable-item"), (8, "duplicate-id")]


def test_what_breaks_off_is_said_where(tmp_path: Path, parts: pytest.MonkeyPatch) -> None:
    parts.setattr(_sheets, "SHORT", 0)
    file = tmp_path / "feed.json"
    file.write_text(
        json.dumps([make.event(id=f"https://{make.HOST}/{n}") for n in range(40)], indent=1)[:-300], "utf-8"
    )
    *_, (line, _, _, code, _) = found(file)
    assert code == "unreadable-page"
    assert line > 400


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"\x1f\x8bno", "cannot be unpacked"), (gzip.compress(b" " * (1 << 24)), "times its size")],
)
def test_what_cannot_be_unpacked_is_not_read(data: bytes, said: str, tmp_path: Path) -> None:
    file = tmp_path / "feed.json.gz"
    file.write_bytes(data)
    result = CliRunner().invoke(openhub, ["validate", str(file)])
    assert result.exit_code == 3
    assert said in result.stderr


def test_a_long_file_that_is_no_list_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_sheets, "SHORT", 100)
    monkeypatch.setattr(_sheets, "LONGEST_WHOLE", 1000)
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"some": "x" * 2000}), "utf-8")
    ((line, column, _, code, message),) = found(file)
    assert (line, column, code) == (1, 1, "unreadable-page")
    assert "neither a list" in message
