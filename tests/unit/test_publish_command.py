"""`openhub publish` makes the same site of the same items, says what it left out, and never loses what it did not write."""

import gzip
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from docs import spreadsheets
from openhub import config, spec
from openhub.cli import convert, publish
from openhub.errors import UsageError
from openhub.formats.listings_templates import template
from openhub.model.digest import digest
from openhub.model.root import leaf, root
from openhub.publish import site
from openhub.validate.schema import Shape
from tests import make

AS_OF = "2026-11-24T09:00:00Z"
SAID = (
    "--out", "site", "--url", "https://club.example", "--name", "Neighbours' Kitchen",
    "--contact", "hello@club.example", "--licence", "cc-by-4.0",
)  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, as_of: str = AS_OF) -> Result:
    return CliRunner().invoke(publish.COMMAND, [*arguments, "--as-of", as_of])


def items(*documents: Any, name: str = "items.json") -> str:
    Path(name).write_text(json.dumps(documents), "utf-8")
    return name


def group(number: int, **changes: Any) -> dict[str, Any]:
    return make.group(id=f"https://club.example/{number}", url=f"https://club.example/{number}", **changes)


def files(folder: str = "site") -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(Path(folder).rglob("*")) if f.is_file()}


def dump() -> tuple[dict[str, Any], list[dict[str, Any]]]:
    first, *entries = map(json.loads, gzip.decompress(Path("site/items.jsonl.gz").read_bytes()).splitlines())
    return first, entries


def checkpoint() -> dict[str, Any]:
    said: dict[str, Any] = json.loads(Path("site/checkpoint.json").read_bytes())
    return said


def numbers() -> dict[str, int]:
    return {entry["id"]: entry["modified"] for entry in dump()[1]}


# What is written


def test_a_site_has_what_a_hub_and_a_person_need() -> None:
    done = run(items(group(1), group(2)), *SAID)
    assert (done.exit_code, done.stderr) == (0, "")
    assert sorted(files()) == [
        ".nojekyll",
        ".well-known/openhub",
        "checkpoint.json",
        "index.html",
        "items.json",
        "items.jsonl.gz",
    ]
    described = json.loads(files()[".well-known/openhub"])
    whole = json.loads(files()["items.json"])
    assert {name: value for name, value in whole.items() if name != "items"} == described
    assert [item["id"] for item in whole["items"]] == ["https://club.example/1", "https://club.example/2"]
    assert described["distribution"][0]["accessURL"] == "https://club.example/items.json"
    assert "give councils this link: https://club.example/" in done.stdout
    for name, document in {"dataset": described, "checkpoint": checkpoint()}.items():
        assert _wrong(name, document) == []


def _wrong(name: str, document: Any) -> list[str]:
    from referencing import Registry, Resource

    resources = [Resource.from_contents(spec.schema(n)) for n in ("dataset", "checkpoint", "parts", "codes")]
    registry = Registry().with_resources([(r.contents["$id"], r) for r in resources])
    validator = jsonschema.Draft202012Validator(spec.schema(name), registry=registry)
    return [error.message for error in validator.iter_errors(document)]


def test_dump_and_checkpoint_prove_each_other() -> None:
    run(items(group(1), group(2)), *SAID)
    first, entries = dump()
    leaves = [(e["id"], leaf(e["kind"], e["id"], e["modified"], digest(e["data"]))) for e in entries]
    assert root(leaves) == first["root"] == checkpoint()["root"]
    assert first["head"] == checkpoint()["head"] == entries[-1]["modified"]
    assert [e["modified"] for e in entries] == sorted(e["modified"] for e in entries)
    assert first["count"] == len(entries) == checkpoint()["count"]


def test_the_page_needs_no_script_and_takes_no_item_for_markup() -> None:
    run(items(group(1, name='Bread & "butter" > jam'), group(2)), *SAID, "--about", "Soup & bread")
    page = files()["index.html"].decode()
    assert "<script" not in page
    assert "Bread &amp; &quot;butter&quot; &gt; jam" in page
    assert "Soup &amp; bread" in page
    assert '<html lang="en-GB">' in page
    assert page.count("<h1>") == page.count("<main>") == 1
    assert '<link rel="describedby" type="application/ld+json" href=".well-known/openhub">' in page


# From one run to the next


def test_the_same_items_give_the_same_bytes_in_whatever_order_they_come() -> None:
    run(items(group(1), group(2)), *SAID)
    before, times = files(), {f: f.stat().st_mtime_ns for f in Path("site").rglob("*")}
    spaced = json.dumps([dict(reversed(group(2).items())), group(1)], indent=3)
    Path("items.json").write_text(spaced, "utf-8")
    done = run("items.json", as_of="2026-11-30T09:00:00Z")
    assert files() == before
    assert {f: f.stat().st_mtime_ns for f in Path("site").rglob("*")} == times
    assert "0 new, 0 changed, 2 as before, 0 gone" in done.stdout


def test_what_did_not_change_keeps_its_number_and_what_did_gets_a_higher_one() -> None:
    run(items(group(1), group(2)), *SAID)
    before, head = numbers(), checkpoint()["head"]
    done = run(items(group(1), group(2, name="Another name"), group(3)), as_of="2026-11-25T09:00:00Z")
    assert "1 new, 1 changed, 1 as before, 0 gone" in done.stdout
    assert numbers()["https://club.example/1"] == before["https://club.example/1"]
    assert min(numbers()["https://club.example/2"], numbers()["https://club.example/3"]) > head
    assert checkpoint()["epoch"] == AS_OF


def test_what_is_gone_takes_a_number_and_moves_the_horizon() -> None:
    run(items(group(1), group(2)), *SAID)
    before = checkpoint()
    done = run(items(group(1)))
    after = checkpoint()
    assert "1 gone" in done.stdout
    assert after["head"] == after["horizon"] == before["head"] + 1
    assert after["root"] != before["root"]
    assert after["epoch"] == before["epoch"]
    assert numbers().keys() == {"https://club.example/1"}


def test_a_checkpoint_that_does_not_hold_any_more_is_made_anew() -> None:
    run(items(group(1)), *SAID)
    before = files()
    run("items.json", as_of="2027-02-01T09:00:00Z")
    after = files()
    assert [name for name in after if after[name] != before[name]] == ["checkpoint.json"]
    assert checkpoint()["time"] == "2027-02-01T09:00:00+00:00"


@pytest.mark.parametrize(
    "damage", [b"", b"\x1f\x8b\x08broken", gzip.compress(b'{"epoch":"x","head":9,"count":0,"root":"0"}\n')]
)
def test_a_dump_that_is_broken_begins_a_new_epoch_above_all_old_numbers(damage: bytes) -> None:
    run(items(group(1)), *SAID)
    before = checkpoint()
    Path("site/items.jsonl.gz").write_bytes(damage)
    done = run("items.json", as_of="2026-11-25T09:00:00Z")
    assert "all items have new numbers" in done.stderr
    assert checkpoint()["previousEpochs"] == [before["epoch"]]
    assert checkpoint()["epoch"] != before["epoch"]
    assert min(numbers().values()) > before["head"]


def test_a_run_that_was_ended_before_the_checkpoint_is_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    run(items(group(1), group(2)), *SAID)
    old = files()["checkpoint.json"]
    run(items(group(2, name="Another name")))
    whole = files()
    Path("site/checkpoint.json").write_bytes(old)
    done = run("items.json")
    assert "1 as before" in done.stdout
    assert {**files(), "checkpoint.json": b""} == {**whole, "checkpoint.json": b""}
    assert checkpoint()["head"] == json.loads(whole["checkpoint.json"])["head"]
    assert checkpoint()["horizon"] >= json.loads(whole["checkpoint.json"])["horizon"]


def test_when_a_file_cannot_be_written_nothing_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    run(items(group(1)), *SAID)
    before = files()
    written = site._write_through

    def full(file: Path, data: bytes) -> None:
        if "checkpoint" in file.name:
            raise OSError(28, "No space left on device", str(file))
        written(file, data)

    monkeypatch.setattr(site, "_write_through", full)
    done = run(items(group(2)))
    assert isinstance(done.exception, OSError)
    assert files() == before


# Bad items


def test_bad_items_are_left_out_and_told_at_their_line() -> None:
    Path("items.json").write_text(f"[{json.dumps(group(1))},\n{json.dumps(group(2, organizer=None))}]", "utf-8")
    done = run("items.json", *SAID)
    assert done.exit_code == 1
    assert "items.json:2:1: " in done.stderr
    assert "[missing-property]" in done.stderr
    assert numbers().keys() == {"https://club.example/1"}


def test_ids_of_another_host_are_left_out_unless_it_is_owned() -> None:
    foreign = make.group(id="https://goodgym.example/1")
    done = run(items(group(1), foreign), *SAID)
    assert (done.exit_code, len(numbers())) == (1, 1)
    assert "id-on-foreign-host" in done.stderr
    assert run("items.json", "--owns", "goodgym.example").exit_code == 0
    assert len(numbers()) == 2
    assert run("items.json").exit_code == 0  # which was kept


def test_what_is_faulty_now_keeps_its_last_good_version_and_only_what_is_gone_goes() -> None:
    run(items(group(1), group(2), group(3)), *SAID)
    before = numbers()
    done = run(items(group(1), group(2, name="Another", organizer=None), group(4, organizer=None)))
    assert done.exit_code == 1
    assert "0 new, 0 changed, 2 as before, 1 gone" in done.stdout
    assert (
        "https://club.example/2 keeps its last good version in the site, until it is mended or deleted." in done.stderr
    )
    assert "https://club.example/4 is left out of the site until it is mended." in done.stderr
    assert numbers() == {id_: n for id_, n in before.items() if not id_.endswith("3")}
    assert [entry["data"] for entry in dump()[1]] == [group(1), group(2)]
    assert run(items(group(1))).exit_code == 0
    assert numbers().keys() == {"https://club.example/1"}


def test_a_faulty_row_of_a_listing_keeps_its_last_good_version() -> None:
    head, row = template("Event").splitlines()[:2]
    second = row.replace("Event,1,", "Event,2,")
    Path("listings.csv").write_text("\n".join([head, row, second]), "utf-8")
    assert run("listings.csv", *SAID).exit_code == 0
    before = dump()
    Path("listings.csv").write_text("\n".join([head, row, second.replace("18:30", "evening")]), "utf-8")
    done = run("listings.csv")
    assert (done.exit_code, dump()) == (1, before)
    assert "https://club.example/#2 keeps its last good version" in done.stderr


def test_while_something_cannot_be_named_nothing_is_taken_for_gone() -> None:
    run(items(group(1), group(2), group(3)), *SAID)
    before = dump()
    nameless = {name: value for name, value in group(2).items() if name != "id"}
    done = run(items(group(1), nameless, group(3)))
    assert (done.exit_code, dump()) == (1, before)
    assert "What cannot even be named is left out." in done.stderr
    assert "https://club.example/2 was not found and stays as it was." in done.stderr


def test_two_items_with_one_id_are_left_out() -> None:
    done = run(items(group(1), group(2), group(2, name="Quite another")), *SAID)
    assert done.exit_code == 1
    assert "[duplicate-id]" in done.stderr
    assert "https://club.example/1" in numbers()


def test_strict_and_no_good_item_write_nothing() -> None:
    assert run(items(group(1), group(2, organizer=None)), *SAID, "--strict").exit_code == 1
    assert run(items(group(2, organizer=None)), *SAID).exit_code == 1
    assert run(items(), *SAID).exit_code == 1
    assert not Path("site").exists()


# What goes in


def test_a_template_becomes_a_site() -> None:
    made = CliRunner().invoke(convert.COMMAND, ["--template", "event"])
    assert (made.exit_code, made.stdout) == (0, template("Event"))
    Path("listings.csv").write_text(made.stdout, "utf-8")
    assert run("listings.csv", *SAID).exit_code == 0
    assert numbers().keys() == {"https://club.example/#1"}


def test_a_listing_shows_row_and_column_of_a_fault() -> None:
    rows = template("Event") + template("Event").splitlines()[1].replace("Event,1,", "Event,2,").replace(
        "18:30", "evening"
    )
    Path("listings.csv").write_text(rows, "utf-8")
    done = run("listings.csv", *SAID)
    assert done.exit_code == 1
    assert "listings.csv:3:" in done.stderr
    assert "Row 3, column `startTime`: 'evening' is no time of day" in done.stderr
    assert len(numbers()) == 1


def test_a_folder_may_hold_the_site_which_is_not_read_again() -> None:
    Path("items").mkdir()
    items(group(1), name="items/a.json")
    Path("items/b.csv").write_text(template("Group"), "utf-8")
    said = ("--out", "items/site", *SAID[2:])
    assert run("items", *said).exit_code == 0
    before = files("items/site")
    assert run("items", *said).exit_code == 0
    assert files("items/site") == before
    assert json.loads(before["checkpoint.json"])["count"] == 2


@pytest.mark.parametrize(
    ("source", "out", "words"),
    [
        ("site", "site", "cannot be both"),
        ("items.json", ".", "would be lost"),
        ("https://club.example/", "site", "is an address"),
        ("list.xlsx", "site", "Save it as CSV"),
        ("items.json", "items.json", "is a file"),
    ],
)
def test_what_would_lose_something_or_cannot_work_is_refused(source: str, out: str, words: str) -> None:
    items(group(1))
    done = run(source, "--out", out, *SAID[2:])
    assert isinstance(done.exception, UsageError)
    assert words in str(done.exception)
    assert json.loads(Path("items.json").read_text("utf-8")) == [group(1)]


def test_a_home_page_of_ones_own_is_left_as_it_is() -> None:
    Path("site").mkdir()
    Path("site/index.html").write_text("<title>Mine</title>", "utf-8")
    done = run(items(group(1)), *SAID)
    assert "site/index.html is your own" in done.stdout
    assert files()["index.html"] == b"<title>Mine</title>"


# What is said once


def test_all_that_is_missing_is_said_at_once() -> None:
    done = run(items(group(1)), "--out", "site")
    assert isinstance(done.exception, UsageError)
    assert (
        next(name for name in ("--out", "--url", "--name", "--contact", "--licence") if name in str(done.exception))
        == "--url"
    )
    assert "--licence CC-BY-4.0" in str(done.exception)


@pytest.mark.parametrize(("option", "value"), [("--url", "club"), ("--contact", "me"), ("--licence", "mine")])
def test_what_makes_no_sense_is_refused(option: str, value: str) -> None:
    done = run(items(group(1)), *SAID, option, value)
    assert done.exit_code == 1
    assert value in str(done.exception)
    assert not Path("openhub.toml").exists()


def test_what_is_said_is_kept_beside_what_is_there() -> None:
    Path("openhub.toml").write_text('name = "A hub"\n\n[validate]\nscore = true', "utf-8")
    run(items(group(1)), *SAID)
    assert config.load(Path(), {}).name == "A hub"
    kept, _ = config.table("publish", Path())
    assert kept["name"] == "Neighbours' Kitchen"
    run("items.json", "--name", 'The "Kitchen"')
    changed, _ = config.table("publish", Path())
    assert changed == {**kept, "name": 'The "Kitchen"'}
    assert config.table("validate", Path())[0] == {"score": True}
    assert run("items.json").exit_code == 0


def test_the_dataset_keeps_its_name_when_the_site_moves() -> None:
    run(items(group(1)), *SAID)
    done = run("items.json", "--url", "https://kitchen.example/list", "--owns", "club.example")
    described = json.loads(files()[".well-known/openhub"])
    assert described["id"] == "https://club.example/#dataset"
    assert described["landingPage"] == "https://kitchen.example/list/"
    assert "club.example has to go on" in done.stdout
    assert "this link: https://kitchen.example/list/.well-known/openhub" in done.stdout


# The guide


def test_the_guide_is_current() -> None:
    assert spreadsheets.FILE.read_text("utf-8") == spreadsheets.text(), "run `python -m docs.spreadsheets`"


def test_every_item_of_a_site_fits_the_schema() -> None:
    Path("items").mkdir()
    for kind in spec.TYPES:
        Path(f"items/{kind}.csv").write_text(template(kind).replace(f"{kind},1,", f"{kind},{kind},"), "utf-8")
    assert run("items", *SAID).exit_code == 0
    found = json.loads(files()["items.json"])["items"]
    assert {item["type"] for item in found} == set(spec.TYPES)
    assert [f for item in found for f in Shape().check(item) if f.severity == "error"] == []
