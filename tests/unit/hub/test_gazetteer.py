"""Lists of postcodes from elsewhere, as they are published, and the command that brings them in."""

import re
import sqlite3
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from openhub.cli._folder import open_hub
from openhub.cli.gazetteer import COMMAND
from openhub.cli.hub import COMMAND as HUB
from openhub.errors import UnreadableDocument, UsageError
from openhub.hub import gazetteer
from openhub.model.place import Spot, distance

CODE_POINT = (
    '"NW5 2AP",10,529045,185245,"E92000001","E19000003","E18000007","","E09000007","E05013662"\r\n'
    '"NW5 2AQ",10,529145,185345,"E92000001","E19000003","E18000007","","E09000007","E05013662"\r\n'
    '"NW5 3AA",90,0,0,"E92000001","","","","",""\r\n'
    '"M1  1AE",10,384772,398087,"E92000001","","","","",""\r\n'
)
HEAD = "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,lat,long"
DIRECTORY = f"""\ufeff{HEAD}
NW5 2AP,NW5  2AP,NW5 2AP,198001,,0,529045,185245,1,51.551010,-0.140311
NW5 2AZ,NW5  2AZ,NW5 2AZ,198001,199906,0,529045,185245,1,51.551,-0.1403
BT1 1AA,BT1  1AA,BT1 1AA,198001,,1,333904,374021,1,54.5965,-5.9301
JE2 3AB,JE2  3AB,JE2 3AB,198001,,0,,,9,99.999999,0.000000
nonsense
"""
NW5 = Spot(latitude=51.5510, longitude=-0.1403)


@pytest.fixture
def code_point(tmp_path: Path) -> Path:
    file = tmp_path / "nw.csv"
    file.write_text(CODE_POINT, "utf-8", newline="")
    return file


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    file = tmp_path / "ONSPD_UK.csv"
    file.write_text(DIRECTORY, "utf-8")
    return file


def read(*files: Path) -> tuple[dict[str, Spot], gazetteer.Tally]:
    tally = gazetteer.Tally()
    return dict(gazetteer.places(files, tally)), tally


def test_code_point_open_is_put_on_the_globe(code_point: Path) -> None:
    assert gazetteer.kind_of([code_point]) == "code-point-open"
    found, tally = read(code_point)
    assert set(found) == {"nw5 2ap", "nw5 2aq", "m1 1ae", "nw5 2", "nw5", "m1 1", "m1"}
    assert distance(found["nw5 2ap"], NW5) < 150
    assert distance(found["nw5 2ap"], found["nw5 2aq"]) == pytest.approx(141.4, abs=1)
    assert found["nw5"].latitude == pytest.approx((found["nw5 2ap"].latitude + found["nw5 2aq"].latitude) / 2, abs=1e-6)
    assert found["nw5 2ap"].label == "NW5 2AP"
    assert (tally.read, tally.kept, dict(tally.skipped)) == (4, 3, {"no position that is known": 1})


def test_of_the_directory_only_what_is_in_use(directory: Path) -> None:
    assert gazetteer.kind_of([directory]) == "onspd"
    found, tally = read(directory)
    assert set(found) == {"nw5 2ap", "nw5 2", "nw5", "bt1 1aa", "bt1 1", "bt1"}
    assert dict(tally.skipped) == {"no longer in use": 1, "no position that is known": 1, "no postcode": 1}
    assert tally.first["no position that is known"] == f"{directory}, line 5"
    assert (found["bt1 1aa"].latitude, found["bt1 1aa"].longitude) == (54.5965, -5.9301)


def test_a_zip_as_it_is_published(tmp_path: Path, code_point: Path, directory: Path) -> None:
    for name, members in (
        ("cpo.zip", {"Data/CSV/nw.csv": CODE_POINT, "Doc/codes.csv": "a,b\n", "Doc/licence.txt": "…"}),
        ("onspd.zip", {"Data/ONSPD.csv": DIRECTORY, "Data/multi_csv/ONSPD_NW.csv": DIRECTORY}),
    ):
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            for member, text in members.items():
                packed.writestr(member, text)
    found, tally = read(tmp_path / "cpo.zip")
    assert found == read(code_point)[0]
    assert [name.rpartition(": ")[2] for name in tally.files_skipped] == ["Doc/codes.csv"]
    assert read(tmp_path / "onspd.zip")[1].read == read(directory)[1].read


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "postcode,latitude\n", "\0\0\n", '"', "NW5 2AP\n"])
def test_what_is_no_list_of_postcodes_is_refused(tmp_path: Path, text: str) -> None:
    (file := tmp_path / "other.csv").write_text(text, "utf-8")
    with pytest.raises(UsageError, match=r"no list of postcodes here: .*other.csv (begins with|has no first line)"):
        gazetteer.kind_of([file])


def test_two_lists_at_once_are_refused(code_point: Path, directory: Path) -> None:
    with pytest.raises(UsageError, match="one after the other"):
        gazetteer.kind_of([code_point, directory])


def test_a_file_that_breaks_off_is_told(tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_text(f'{DIRECTORY}"{"x" * 200_000}', "utf-8")
    with pytest.raises(UnreadableDocument, match="Download it again"):
        read(file)


def test_a_row_is_passed_over_for_what_is_wrong_with_it(tmp_path: Path) -> None:
    directory, points = tmp_path / "o.csv", tmp_path / "c.csv"
    directory.write_text(
        "pcds,doterm,lat,long\nEH1 1AA,,55.95\nEH1 1AB,,99.999999,0.0\n\nEH1 1AD,,55.95,-3.19\n", "utf-8"
    )
    points.write_text("EH1 1AA,10,x,673000\nEH1 1AB,10,325000\nEH1 1AD,10,325000,673000\n", "utf-8")
    found, tally = read(directory)
    assert "eh1 1ad" in found
    assert tally.first == {
        gazetteer.CUT_SHORT: f"{directory}, line 2",
        gazetteer.NO_POSITION: f"{directory}, line 3",
    }
    assert gazetteer.kind_of([points]) == "code-point-open"
    assert read(points)[1].first == {
        gazetteer.NO_POSITION: f"{points}, line 1",
        gazetteer.CUT_SHORT: f"{points}, line 2",
    }


def test_a_zip_without_its_end_is_called_broken(tmp_path: Path) -> None:
    whole = tmp_path / "whole.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("Data/nw.csv", CODE_POINT * 50)
    data = whole.read_bytes()
    (cut := tmp_path / "cut.zip").write_bytes(data[: len(data) // 2])
    (spoilt := tmp_path / "spoilt.zip").write_bytes(data[:60] + b"\xff" * 40 + data[100:])
    (empty := tmp_path / "empty.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    for file in (cut, spoilt):
        with pytest.raises(UnreadableDocument, match=rf"{file.name}.*cannot be read to its end.*Download it again"):
            read(file)
    with pytest.raises(UsageError, match=r"empty\.zip has no CSV file in it"):
        gazetteer.kind_of([empty])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pcds,doterm,lat,long\n", "not one row below it"),
        (
            "pcds,doterm,lat,long\nEH1 1AA,,55.95\nEH1 1AB,,99.999999,0.0\n",
            "2 rows .*bad.csv, line 2: the row is cut short",
        ),
    ],
)
def test_a_list_without_a_usable_row_leaves_what_was_imported_before(
    tmp_path: Path, directory: Path, text: str, said: str
) -> None:
    runner, folder = CliRunner(), tmp_path / "hub"
    (bad := tmp_path / "bad.csv").write_text(text, "utf-8")
    runner.invoke(HUB, ["init", str(folder)])
    runner.invoke(COMMAND, ["import", str(directory), "--hub", str(folder)])
    refused = runner.invoke(COMMAND, ["import", str(bad), "--hub", str(folder)])
    assert isinstance(refused.exception, UnreadableDocument)
    assert re.search(said, str(refused.exception))
    assert refused.exception.exit_code == 1
    assert runner.invoke(COMMAND, ["list", "--hub", str(folder)]).output == "onspd: 6 places\n"


def test_nobody_waits_for_the_database_while_a_list_is_read(
    tmp_path: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the rows are read another connection may write, and the old list answers."""
    runner, folder, reading = CliRunner(), tmp_path / "hub", gazetteer.places
    runner.invoke(HUB, ["init", str(folder)])
    runner.invoke(COMMAND, ["import", str(directory), "--hub", str(folder)])

    def watched(files: Iterable[Path], tally: gazetteer.Tally) -> Iterator[tuple[str, Spot]]:
        for place in reading(files, tally):
            with closing(sqlite3.connect(folder / "hub.db", timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
                assert other.execute("SELECT count(*) FROM gazetteer_place").fetchone() == (6,)
            yield place

    monkeypatch.setattr(gazetteer, "places", watched)
    assert runner.invoke(COMMAND, ["import", str(directory), "--hub", str(folder)]).exit_code == 0


def test_the_command_brings_it_in_and_places_are_found(tmp_path: Path, code_point: Path, directory: Path) -> None:
    runner, folder = CliRunner(), tmp_path / "hub"
    assert runner.invoke(HUB, ["init", str(folder)]).exit_code == 0
    assert runner.invoke(COMMAND, ["list", "--hub", str(folder)]).output.startswith("None.")
    answer = runner.invoke(COMMAND, ["import", str(code_point), "--hub", str(folder)], catch_exceptions=False)
    assert "code-point-open: 3 postcodes of 4 rows; 7 places with sectors and outward codes." in answer.output
    assert f"Passed over: 1 rows (no position that is known; the first is {code_point}, line 3)." in answer.output
    assert runner.invoke(COMMAND, ["import", str(directory), "--hub", str(folder)]).exit_code == 0
    assert (
        runner.invoke(COMMAND, ["list", "--hub", str(folder)]).output == "code-point-open: 7 places\nonspd: 6 places\n"
    )
    with open_hub(folder) as hub:
        for text in ("NW5 2AP", "nw5 2ap", "nw52ap"):
            assert distance(hub.find_place(text) or Spot(latitude=0, longitude=0), NW5) < 150
        assert (hub.find_place("M1 1ZZ") or NW5).label == "M1"
        assert (hub.find_place("m1 1") or NW5).label == "M1 1"
        assert (hub.find_place("NW5") or NW5).radius_metres != 100  # our own list knows it better
        assert (hub.find_place("bt1 1aa") or NW5).label == "BT1 1AA"
        assert hub.find_place("NW5 2AZ") == hub.find_place("NW5")
        assert (hub.find_place("51.55, -0.14") or NW5).label == "51.55, -0.14"
