"""`openhub conformance` shows what failed and why, sums it up, and ends with the right code."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openhub.cli import conformance
from openhub.errors import UsageError

PUBLISHER = f"{sys.executable} {Path(__file__).parent / 'good_publisher.py'}"
NOTHING = f"{sys.executable} -uc 'while input(): print(str(dict(unsupported=True)).lower().replace(chr(39), chr(34)))'"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(conformance.COMMAND, list(arguments))


def report(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("--json", *arguments).stdout)
    return found


def test_a_failure_is_explained() -> None:
    result = run("--program", f"{PUBLISHER} html", "--only", "full-page", "--level", "1")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "FAILED publishing/full-page.json (Level 1): As many items as there are places on a page: the page after it is the last.",
        "  requirement  feed-media-type (spec/2-feed.md#feed-media-type)",
        "  it says      A page MUST be answered with status 200 and a JSON media type; `application/vnd.openactive.rpde+json; "
        "version=1` is RPDE's own.",
        "  where        step 6 (walk) https://goodgym.example/feed",
        "  came         the media type 'text/html'",
        "  next         Say Content-Type: application/json, or RPDE's own type.",
        "",
        "publishing: 1 failed",
        "",
        "Publisher Level 1  1 failed",
        f'To try one vector alone: openhub conformance --program "{PUBLISHER} html" --only publishing/full-page.json',
    ]


def test_a_level_is_told() -> None:
    result = run("--program", PUBLISHER, "--group", "publishing", "--level", "1")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == (
        "The feed keeps Level 1; not tried here: the description of the dataset (discovery-well-known, discovery-shape), "
        "the items themselves (`openhub validate`), and a running server."
    )


def test_no_level_is_told_of_a_few_vectors() -> None:
    assert "keeps Level" not in run("--program", PUBLISHER, "--only", "full-page").stdout


def test_a_fault_is_shown_in_full_once() -> None:
    result = run("--program", f"{PUBLISHER} html", "--group", "publishing", "--only", "purge", "--level", "2")
    again = "… and 3 more like publishing/purge-ahead.json: publishing/purge-and-return.json, publishing/purge.json, "
    assert result.stdout.count("FAILED") == 1
    assert f"{again}publishing/restore-after-purge.json\n" in result.stdout


def test_advice_is_given_once_and_fails_nothing() -> None:
    result = run("--program", f"{PUBLISHER} short-cache", "--only", "full-page")
    assert result.exit_code == 0
    assert result.stdout.count("Advice: ") == 1


def test_what_the_program_says_is_shown() -> None:
    program = f"{sys.executable} -c 'import sys; sys.exit(\"I need a database.\")'"
    result = run("--program", program, "--only", "full-page")
    assert "| I need a database." in result.stderr
    assert "came         it ended with exit code 1 instead of answering" in result.stdout
    assert "Its last words: I need a database." in result.stdout


def test_nothing_tried() -> None:
    result = run("--program", NOTHING, "--group", "digests")
    assert result.exit_code == 2
    assert "not tried: the program does not support `digest`; the program does not support `root`" in result.stdout
    assert result.stderr.splitlines()[-1] == "Nothing was tried: the program supports none of this."


def test_everything_as_json() -> None:
    found = report("--program", f"{PUBLISHER} no-licence", "--only", "many-pages")
    assert found["sums"]["Publisher Level 1"] == {"passed": 0, "failed": 1, "not_tried": 0, "reasons": []}
    assert found["sums"]["Publisher Level 2"]["reasons"] == ["Level 1 comes first"]
    first = found["results"][0]
    assert (first["group"], first["file"], first["level"]) == ("publishing", "many-pages.json", 1)
    assert [failure["requirements"] for failure in first["failures"]] == [["feed-licence"]]


def test_own_vectors(tmp_path: Path) -> None:
    (tmp_path / "publishing").mkdir()
    vector = {
        "requirements": ["feed-last"],
        "about": "Mine.",
        "level": 3,
        "steps": [{"walk": "start", "expected": {"live": []}}],
    }
    (tmp_path / "publishing" / "mine.json").write_text(json.dumps(vector), "utf-8")
    found = report("--program", PUBLISHER, "--vectors", str(tmp_path))
    assert [(one["file"], one["verdict"]) for one in found["results"]] == [("mine.json", "passed")]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["--program", PUBLISHER, "--group", "puplishing"],
            "There is no group puplishing. The groups are: documents, ",
        ),
        (["--program", PUBLISHER, "--only", "nowhere"], "No vector has 'nowhere' in its file, name or requirements."),
        (["--program", "/nowhere/program", "--only", "full-page"], "The program /nowhere/program could not be started"),
    ],
)
def test_used_wrongly(arguments: list[str], words: str) -> None:
    result = run(*arguments)
    assert isinstance(result.exception, UsageError)
    assert words in str(result.exception)


def test_an_empty_folder_of_vectors(tmp_path: Path) -> None:
    result = run("--program", PUBLISHER, "--vectors", str(tmp_path))
    assert "has no vectors of documents, rules, " in str(result.exception)


def test_without_a_program_it_says_where_to_begin() -> None:
    result = run()
    assert result.exit_code == 2
    assert "--convention" in result.stderr


def test_the_convention_is_shown() -> None:
    assert run("--convention").stdout.startswith("# Conformance vectors")


def test_as_a_command() -> None:
    command = [sys.executable, "-m", "openhub", "conformance", "--program", "cat", "--only", "full-page"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "publishing/full-page.json" in done.stdout
    assert done.stderr == ""
