"""`openhub convert` writes items in the terms of others, says what was left out, and ends with the right code."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from openhub.cli import convert
from openhub.errors import FetchFailed
from openhub.formats.project import profiles
from tests import make
from tests.conftest import Site

EXAMPLES = Path(__file__).parents[2] / "examples" / "items"
RUN = EXAMPLES / "03-goodgym.json"
MEAL = EXAMPLES / "06-foodcycle.json"


def run(*arguments: object, **options: Any) -> Result:
    return CliRunner().invoke(convert.COMMAND, [str(a) for a in arguments], **options)


def test_the_profiles_are_those_that_have_a_table() -> None:
    assert sorted(convert.PROFILES) == list(profiles())


@pytest.mark.parametrize(("profile", "kind"), [("schema.org", "Event"), ("openactive", "Event")])
def test_one_item_gives_one_object(profile: str, kind: str) -> None:
    done = run(RUN, "--to", profile)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["@type"] == kind
    assert done.stderr.startswith("1 in all: 1 written.\nLeft out ")
    assert "Say --why for the reasons." in done.stderr


def test_the_reasons_are_given_when_asked_for() -> None:
    said = run(RUN, "--to", "schema.org", "--why").stderr
    assert "Left out inAidOf. An event has an organiser and sponsors, but nobody who is helped." in said
    assert "--why" not in said


def test_a_folder_a_list_and_a_feed_give_lists(site: Site) -> None:
    assert len(json.loads(run(EXAMPLES, "--to", "schema.org").stdout)) == len(list(EXAMPLES.glob("*.json")))
    both = json.dumps([make.event(), make.group(id="https://club.example/2")])
    assert [d["@type"] for d in json.loads(run("-", "--to", "schema.org", input=both).stdout)] == [
        "Event",
        "Organization",
    ]
    assert run("-", "--to", "schema.org", input="[]").stdout == "[]\n"
    last = f"{site.address}/feed?after=9"
    site.answers = {
        "/feed": make.page([make.event(license=None), make.deleted(make.group())], last),
        "/feed?after=9": make.page([], last),
    }
    (made,) = json.loads(run(f"{site.address}/feed", "--to", "schema.org").stdout)
    assert made["subjectOf"]["license"] == make.LICENCE  # of the feed


def test_what_cannot_be_said_is_refused_with_its_reason() -> None:
    done = run(MEAL, "--to", "openactive")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "1 in all: 0 written, 1 refused.\nRefused 1: It names no physical activity" in done.stderr
    some = run(EXAMPLES, "--to", "openactive")
    assert some.exit_code == 0
    assert "14 in all: 1 written, 13 refused.\nRefused 11: OpenActive has events and series" in some.stderr


@pytest.mark.parametrize(
    "text",
    ["{", '{"type": "Event", "name": "No id"}', '[{"type": "Event", "id": "https://a.example/1", "name": 1e999}]'],
)
def test_what_cannot_be_read_ends_with_1(text: str) -> None:
    done = run("-", "--to", "schema.org", input=text)
    assert done.exit_code == 1
    assert "1 unreadable" in done.stderr
    assert "openhub validate" in done.stderr


def test_a_file_that_is_not_there_cannot_be_had() -> None:
    assert isinstance(run("nowhere.json", "--to", "schema.org").exception, FetchFailed)


def test_a_series_gives_the_dates_after_a_time() -> None:
    made = json.loads(run(MEAL, "--to", "schema.org", "--as-of", "2027-07-01T09:00:00Z").stdout)
    assert [date["startDate"][:10] for date in made["subEvent"]] == [
        "2027-07-03",
        "2027-07-10",
        "2027-07-17",
        "2027-07-24",
    ]
    assert run(MEAL, "--to", "schema.org", "--as-of", "soon").exit_code == 2


def test_nothing_that_is_written_can_command_a_terminal() -> None:
    item = json.dumps(make.event(**{"\x1b[31mred": "x", "name": "A\x1b[31mB"}))
    done = run("-", "--to", "schema.org", "--why", input=item)
    assert "\x1b" not in done.stdout + done.stderr
