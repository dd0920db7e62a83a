"""A file without an item is no good file for `openhub validate`; a feed without one may be."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openhub.cli import validate
from tests.conftest import Site

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
EXAMPLE = Path(__file__).parents[2] / "examples" / "items" / "03-goodgym.json"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(validate.COMMAND, list(arguments))


def codes_of(*arguments: str) -> dict[str, int]:
    """How often each code was found."""
    groups: list[dict[str, Any]] = json.loads(run("--format", "json", *arguments).stdout)["findings"]
    return {group["code"]: group["count"] for group in groups}


def written(tmp_path: Path, name: str, text: str) -> str:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return str(file)


EMPTY = [
    ("a.json", "[]"),
    ("a.json", '{"items":[]}'),
    ("a.csv", "name,type,url\n"),
    ("a.ndjson", ""),
    ("a.jsonl", "\n\n"),
]


@pytest.mark.parametrize(("name", "text"), EMPTY)
def test_an_empty_file_is_red(tmp_path: Path, name: str, text: str) -> None:
    result = run(written(tmp_path, name, text))
    assert result.exit_code == 1
    assert result.stdout.startswith("error nothing-to-check")
    assert "Nothing to mend" not in result.stdout


def test_what_is_selected_makes_no_difference_but_its_whole_name_does(tmp_path: Path) -> None:
    file = written(tmp_path, "a.json", "[]")
    assert run(file, "--select", "privacy", "--ignore", "reading").exit_code == 1
    for options in (["--ignore", "nothing-to-check"], ["--severity", "nothing-to-check=off"], ["--fail-on", "never"]):
        assert run(file, *options).exit_code == 0
    assert "0 items checked: none was in it" in run(file, "--ignore", "nothing-to-check").stdout


@pytest.mark.parametrize("options", [[], ["--jobs", "2"]])
def test_each_of_several_files_is_asked_for_itself(tmp_path: Path, options: list[str]) -> None:
    written(tmp_path, "a.json", "[]")
    written(tmp_path, "b.json", EXAMPLE.read_text("utf-8"))
    written(tmp_path, "c.json", "[]")
    assert codes_of(str(tmp_path), *options)["nothing-to-check"] == 2


def test_what_holds_only_what_cannot_be_read_is_not_empty(tmp_path: Path) -> None:
    assert codes_of(written(tmp_path, "a.json", '[{"type":"Event"}]')) == {"unreadable-item": 1}
    rows = "name,type,startDate\nA walk,Event,2027-01-13\n"
    assert "nothing-to-check" not in codes_of(written(tmp_path, "a.csv", rows))


def feed_page(items: list[dict[str, Any]], after: str) -> str:
    return json.dumps({"items": items, "next": after, "license": LICENCE, "openhub": {"version": "1.0"}})


def test_a_saved_last_page_of_a_feed_is_a_warning(tmp_path: Path) -> None:
    file = written(tmp_path, "last.json", feed_page([], "https://goodgym.example/feed?afterChangeNumber=3"))
    assert codes_of(file) == {"empty-feed": 1}
    assert run(file).exit_code == 0
    assert run(file, "--fail-on", "warning").exit_code == 1


def test_what_was_withdrawn_is_something_too(tmp_path: Path) -> None:
    gone = {"state": "deleted", "kind": "Event", "id": "https://goodgym.example/1", "modified": 1}
    file = written(tmp_path, "page.json", feed_page([gone], "https://goodgym.example/feed?afterChangeNumber=1"))
    assert codes_of(file) == {}
    assert "0 items checked: none was in it, or only what is withdrawn." in run(file).stdout


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENHUB_ALLOW_ADDRESSES", "127.0.0.0/8")


@pytest.mark.usefixtures("loopback")
def test_only_a_feed_that_is_empty_to_its_end_is(site: Site) -> None:
    gone = {"state": "deleted", "kind": "Event", "id": "https://goodgym.example/1", "modified": 1}
    site.answers["/feed"] = feed_page([gone], f"{site.address}/feed?afterChangeNumber=1").encode()
    site.answers["/feed?afterChangeNumber=1"] = feed_page([], f"{site.address}/feed?afterChangeNumber=1").encode()
    site.answers["/new"] = feed_page([], f"{site.address}/new?afterChangeNumber=0").encode()
    site.answers["/new?afterChangeNumber=0"] = feed_page([], f"{site.address}/new?afterChangeNumber=0").encode()
    site.answers["/static.json"] = b"[]"
    assert "empty-feed" not in codes_of(f"{site.address}/feed")
    assert codes_of(f"{site.address}/new") == {"empty-feed": 1}
    assert codes_of(f"{site.address}/static.json") == {"nothing-to-check": 1}
