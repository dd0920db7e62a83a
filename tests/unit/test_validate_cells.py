"""What `openhub validate` finds in a spreadsheet is told by row and column, in every output."""

import csv
import io
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from openhub.cli import validate

SHEET = """id,name,type,url,Start date,endDate,timeZone,place,themes,price,organizer
1,"Tidy
the farm",Event,https://goodgym.example/1,2027-01-13 18:45,2027-01-13 20:45,Europe/London,Farm,gardening,lots,GoodGym

2,Tidy,Event,https://goodgym.example/2,2027-01-13 18:45,2027-01-13 17:45,Europe/London,Farm,gardening,4,GoodGym
"""


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    file = tmp_path / "listings.csv"
    file.write_text(SHEET, "utf-8")
    return str(file)


def said(form: str, *arguments: str) -> str:
    return CliRunner().invoke(validate.COMMAND, [*arguments, "--format", form]).stdout


def samples(sheet: str) -> dict[str, dict[str, Any]]:
    return {group["code"]: group["samples"][0] for group in json.loads(said("json", sheet))["findings"]}


def test_json_has_row_and_heading(sheet: str) -> None:
    found = samples(sheet)
    assert found["end-before-start"]["cell"] == {"row": 4, "heading": "endDate"}
    assert found["end-before-start"]["value"] == "2027-01-13 17:45"
    assert found["end-before-start"]["line"] == 5  # a cell of the first row has two
    assert found["listing-price"]["cell"] == {"row": 2, "heading": "price"}
    assert found["missing-licence"]["cell"] == {"row": 4}
    assert "value" not in found["missing-licence"]


def test_people_read_them_once_and_no_pointer(sheet: str) -> None:
    told = said("human", sheet)
    assert "listings.csv:5:57: Row 4, column `endDate`: The end (" in told
    assert "Row 4: `license` is missing." in told
    assert told.count("Row 2, column `price`: 'lots'") == 1
    assert "Row 2, column `price`: Row" not in told
    assert "    at /" not in told


def test_a_table_has_columns_for_them(sheet: str) -> None:
    rows = {row["code"]: row for row in csv.DictReader(io.StringIO(said("csv", sheet)))}
    assert (rows["end-before-start"]["row"], rows["end-before-start"]["heading"]) == ("4", "endDate")
    assert (rows["missing-licence"]["row"], rows["missing-licence"]["heading"]) == ("4", "")


def test_sarif_has_the_line_of_the_file_and_the_cell(sheet: str) -> None:
    results = {one["ruleId"]: one for one in json.loads(said("sarif", sheet))["runs"][0]["results"]}
    one = results["end-before-start"]
    assert one["locations"][0]["physicalLocation"]["region"]["startLine"] == 5
    assert one["properties"] == {"cell": {"row": 4, "heading": "endDate"}}
    assert one["message"]["text"].startswith("Row 4, column `endDate`: ")


@pytest.mark.parametrize("form", ["html", "junit", "gitlab", "github"])
def test_other_outputs_say_them_in_words(sheet: str, form: str) -> None:
    told = said(form, sheet)
    if form == "junit":
        told = "".join(ElementTree.fromstring(told).itertext())  # our own words
    assert "Row 4, column" in told
    assert "column `endDate`" in told or "column <code>endDate</code>" in told


def test_an_empty_sheet_is_about_its_header(tmp_path: Path) -> None:
    file = tmp_path / "empty.csv"
    file.write_text("name,type,url\n", "utf-8")
    assert samples(str(file))["nothing-to-check"]["cell"] == {"row": 1}


def test_other_files_have_no_rows(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text("[]", "utf-8")
    assert "cell" not in samples(str(file))["nothing-to-check"]
