"""Whoever reads a long file without the validator gets no item whose values other readers would change."""

from pathlib import Path

from openhub.cli._sheets import sheets
from openhub.config import Settings


def test_values_of_a_streamed_file_are_looked_at(tmp_path: Path) -> None:
    file = tmp_path / "items.jsonl"
    good, great, deep = (f'{{"type": "Plan", "id": "https://a.example/{n}", "x:y": %s}}' for n in range(3))
    file.write_text("\n".join([good % "1", great % "9007199254740993", deep % ("[" * 100 + "]" * 100)]), "utf-8")
    records = [r for sheet in sheets(str(file), Settings(), frozenset()) if sheet.page for r in sheet.page.records]
    assert [record.data is not None for record in records] == [True, False, False]
    assert [record.findings[0].code for record in records[1:]] == ["number-too-large", "nested-too-deep"]
