"""`openhub validate` shows each fault at its line, counts it, and ends with the right code."""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from openhub import spec
from openhub.cli import explain, rules, validate
from openhub.cli.explain import NEEDS
from openhub.errors import ConfigError, UsageError
from openhub.validate.engine import codes
from openhub.validate.reports import outputs
from tests.conftest import Site

EXAMPLES = Path(__file__).parents[2] / "examples" / "items"

# Of an example item: the file, the text on one line, what is put in its place, and the code that this line then has.
DAMAGES = [
    ("03-goodgym", '"endDate": "2027-01-13T20:30', '"endDate": "2027-01-13T17:30', "end-before-start"),
    ("09-opencinema", '"endDate": "2027-02-11T21:15', '"endDate": "2027-02-10T21:15', "end-before-start"),
    ("01-project-dirt", '"endDate": "2027-09-30"', '"endDate": "2026-09-30"', "end-before-start"),
    ("09-opencinema", '"doorTime": "2027-02-11T18:30:00+00:00"', '"doorTime": "2027-02-11T18:30:00+01:00"', "offset-against-zone"),
    ("03-goodgym", '"timeZone": "Europe/London"', '"timeZone": "GMT Standard Time"', "unknown-zone"),
    ("06-foodcycle", '"timeZone": "Europe/London"', '"timeZone": "London"', "unknown-zone"),
    ("03-goodgym", '"postalCode": "NW1 1ZZ"', '"postalCode": "NW1 1Z"', "postcode-syntax"),
    ("02-streetbank", '"postalCode": "NW5"', '"postalCode": "NW5 2ZZ"', "more-detail-than-precision"),
    ("03-goodgym", '"latitude": 51.5313', '"latitude": 51.5312987', "more-detail-than-precision"),
    ("08-gig-buddies", '"uncertaintyMetres": 4500', '"uncertaintyMetres": 45', "more-detail-than-precision"),
    ("11-streetbank-drill", '"precision": "area"', '"precision": "street"', "precision-above-ceiling"),
    ("14-goodgym-visitor", '"precision": "area"', '"precision": "exact"', "precision-above-ceiling"),
    ("04-camden-town-shed", "Quieter before 11:30.", "Ask Sam on 07700 900123.", "contact-in-text"),
    ("01-project-dirt", "press Join to get reminders.", "write to sam.lee@mail.example.", "contact-in-text"),
    ("09-opencinema", '"format": "screening"', '"format": "Screening"', "unknown-code"),
    ("02-streetbank", '"mode": "lend"', '"mode": "borrow"', "unknown-code"),
    ("05-casserole-club", '"status": "active"', '"status": true', "wrong-type"),
    ("03-goodgym", '"startDate": "2027-01-13T18:45:00+00:00"', '"startDate": "13 January, 6.45pm"', "bad-format"),
    ("07-spacehive", '"url": "https://spacehive.example/projects/camley-green-corner"', '"url": "spacehive.example"', "bad-format"),
    ("06-foodcycle", '"repeatFrequency": "P1W"', '"repeatFrequency": "weekly"', "bad-pattern"),
    ("10-open-hub", '"name": "Batch cooking together (one-page plan)"', '"name": "Ba"', "too-short"),
    ("04-camden-town-shed", '"maximumAttendeeCapacity": 14', '"maximumAttendeeCapacity": -14', "out-of-range"),
    ("13-goodgym-area", '"type": "Group"', '"type": "Club"', "unknown-type"),
]  # fmt: skip


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(validate.COMMAND, list(arguments), **options)


def report(*arguments: str, **options: Any) -> dict[str, Any]:
    return json.loads(run("--format", "json", *arguments, **options).stdout)


def findings(*arguments: str, **options: Any) -> list[dict[str, Any]]:
    """Every finding, in the order of its place."""
    lines = [json.loads(line) for line in run("--format", "ndjson", *arguments, **options).stdout.splitlines()]
    return [line for line in lines if line["type"] == "Finding"]


def copied(tmp_path: Path, name: str, old: str, new: str) -> tuple[Path, int]:
    """A copy of an example with one line changed, and that line's number."""
    text = (EXAMPLES / f"{name}.json").read_text("utf-8")
    before, found, after = text.partition(old)
    assert found, f"{old} is not in {name}"
    file = tmp_path / f"{name}.json"
    file.write_text(before + new + after, "utf-8")
    return file, before.count("\n") + 1


@pytest.mark.parametrize(("name", "old", "new", "code"), DAMAGES)
def test_damage_is_reported_at_its_line(tmp_path: Path, name: str, old: str, new: str, code: str) -> None:
    file, line = copied(tmp_path, name, old, new)
    assert [(f["code"], f["severity"], f["line"]) for f in findings(str(file))] == [(code, "error", line)]
    assert run(str(file)).exit_code == 1


def test_undamaged_examples_have_no_findings() -> None:
    result = run(str(EXAMPLES))
    assert result.exit_code == 0
    assert result.stdout.startswith(f"{len(list(EXAMPLES.glob('*.json')))} items checked: 0 errors, 0 warnings.")


def test_a_finding_is_shown_with_its_line(tmp_path: Path) -> None:
    file, line = copied(tmp_path, "03-goodgym", '"endDate": "2027-01-13T20:30', '"endDate": "2027-01-13T17:30')
    shown = run(str(file)).stdout.splitlines()
    assert shown[0] == "error end-before-start"
    assert shown[1].startswith(f"  {file}:{line}:14: The end (2027-01-13T17:30")
    assert shown[2] == "    at /endDate"
    assert shown[3] == '        "endDate": "2027-01-13T17:30:00+00:00",'
    assert shown[4].index("^") == shown[3].index('"2027')
    assert shown[5].startswith("  Fix: ")
    assert "1 item checked: 1 error, 0 warnings." in shown
    assert (
        "Rules not run (needs --owns HOST or a feed address): id-on-foreign-host, pledge-on-other-host." in shown[-6:-1]
    )
    assert shown[-1] == "Next: openhub explain end-before-start, mend it, and run this again."


def test_a_long_line_is_cut_around_the_place(tmp_path: Path) -> None:
    item = json.loads((EXAMPLES / "03-goodgym.json").read_text("utf-8")) | {"endDate": "2027-01-13T17:30:00+00:00"}
    file = tmp_path / "one-line.json"
    file.write_text(json.dumps([item]), "utf-8")
    shown = run(str(file)).stdout.splitlines()
    assert shown[2] == "    at /0/endDate"
    assert len(shown[3]) <= 6 + 100
    assert shown[3][shown[4].index("^") :].startswith('"2027-01-13T17:30')


def test_a_list_and_a_feed_page_point_into_the_file(tmp_path: Path) -> None:
    item = json.loads((EXAMPLES / "13-goodgym-area.json").read_text("utf-8"))
    bad = item | {"id": "https://goodgym.example/areas/b", "name": "Runs in Hackney", "themes": ["runing"]}
    page = {
        "items": [
            {"state": "updated", "kind": "Group", "id": i["id"], "modified": n, "data": i}
            for n, i in enumerate([item, bad], 1)
        ],
        "next": "https://goodgym.example/feed?after=2",
    }
    file = tmp_path / "page.json"
    file.write_text(json.dumps(page, indent=2), "utf-8")
    (finding,) = findings(str(file))
    assert (finding["code"], finding["pointer"]) == ("unknown-code", "/items/1/data/themes/0")
    assert file.read_text().splitlines()[finding["line"] - 1].strip() == '"runing"'


def test_two_items_with_one_id(tmp_path: Path) -> None:
    item = json.loads((EXAMPLES / "13-goodgym-area.json").read_text("utf-8"))
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"items": [item, item | {"name": "GoodGym Barnet"}, item]}, indent=2), "utf-8")
    result = report(str(file))
    assert [(f["code"], f["pointer"]) for f in findings(str(file))] == [
        ("duplicate-id", "/items/1/id"),
        ("repeated-item", "/items/2/id"),
    ]
    assert (result["items"], result["counts"]) == (3, {"error": 1, "warning": 1, "info": 0})


def test_what_is_not_json_is_a_fault_in_the_data(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text('{\n  "type": "Event",\n  "name": oops\n}', "utf-8")
    result = run(str(file))
    assert result.exit_code == 1
    assert result.stdout.startswith(f"error unreadable-page\n  {file}:3:11: ")
    assert '"name": oops' in result.stdout


def damaged(tmp_path: Path, old: str, new: str) -> tuple[str, str]:
    """Where an example that is damaged so is faulty, and what is said."""
    file, line = copied(tmp_path, "03-goodgym", old, new)
    (finding,) = findings(str(file))
    assert finding["line"] == line
    return finding["code"], finding["message"]


def test_a_number_that_is_none_is_reported_at_its_line(tmp_path: Path) -> None:
    assert damaged(tmp_path, '"latitude": 51.5313', '"latitude": NaN')[0] == "unreadable-page"
    assert damaged(tmp_path, '"latitude": 51.5313', '"latitude": 1e999')[0] == "unreadable-page"
    assert damaged(tmp_path, '"latitude": 51.5313', f'"latitude": {"9" * 30}')[0] == "number-too-large"


def test_endless_nesting_is_reported_at_its_line(tmp_path: Path) -> None:
    deep = f'"timeZone": {"[" * 100_000}{"]" * 100_000}'
    assert damaged(tmp_path, '"timeZone": "Europe/London"', deep)[0] == "unreadable-page"


def test_a_comma_too_many(tmp_path: Path) -> None:
    file = tmp_path / "comma.json"
    file.write_text('{\n  "type": "Event",\n  "name": "oops",\n}', "utf-8")
    (finding,) = findings(str(file))
    assert (finding["line"], finding["column"]) == (3, 17)
    assert finding["message"].endswith("Is there a comma before it too many?")


def test_a_member_written_twice_is_reported_where_it_stands_again(tmp_path: Path) -> None:
    lines = [
        "[",
        json.dumps(example("13-goodgym-area")),
        ",",
        "{",
        *json.dumps(example("03-goodgym"), indent=0)[2:].splitlines(),
    ]
    again = next(n for n, line in enumerate(lines) if line.startswith('"timeZone"'))
    lines.insert(again, '"timeZone": "Europe/Lisbon", "été": {"timeZone": "UTC"}, "timeZone": "Europe/Paris",')
    file = tmp_path / "twice.json"
    file.write_text("\n".join([*lines, "]"]), "utf-8")
    found = [f for f in findings(str(file)) if f["code"] == "duplicate-member"]
    assert [(f["line"], f["column"], f["pointer"]) for f in found] == [(again + 1, 58, "/1")]


def test_a_byte_order_mark_moves_nothing(tmp_path: Path) -> None:
    file, line = copied(tmp_path, "03-goodgym", '"timeZone": "Europe/London"', '"timeZone": "London"')
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert [(f["code"], f["line"]) for f in findings(str(file))] == [("unknown-zone", line)]
    file.write_bytes(b"\xef\xbb\xbf" + b'{"type": oops}')
    shown = run(str(file)).stdout.splitlines()
    assert shown[1].startswith(f"  {file}:1:10: ")
    assert shown[2:4] == ['      {"type": oops}', "               ^"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (
            b"PK\x03\x04 and so on",
            "This is a compressed (zip) file; unpack it first, or if it is a spreadsheet, save it as CSV.",
        ),
        (b"%PDF-1.7\n%\xe2\xe3", "This is a PDF"),
        ("[]".encode("utf-16"), "UTF-16"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "This is not text"),
    ],
)
def test_what_is_no_text_is_not_shown(tmp_path: Path, data: bytes, said: str) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(data)
    result = run(str(file))
    assert result.exit_code == 1
    head, message, remedy, *_ = result.stdout.splitlines()
    assert head == "error unreadable-page"
    assert message.startswith(f"  {file}:1:1: ")
    assert said in message
    assert remedy == "  Fix: Give a file or an address of JSON in UTF-8."


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "feed.json.gz"
    file.write_bytes(
        gzip.compress(json.dumps([example("03-goodgym", mode="Lend"), example("02-streetbank", mode="Lend")]).encode())
    )
    assert report(str(file))["items"] == 2
    assert [f["pointer"] for f in findings(str(file), "--select", "unknown-code")] == ["/0/mode", "/1/mode"]


def test_a_report_names_what_could_not_be_read(tmp_path: Path) -> None:
    absent = str(tmp_path / "absent.json")
    assert report(absent)["unread"] == [
        {"name": absent, "problem": f"{absent} could not be read: No such file or directory."}
    ]


def test_what_could_not_be_had_does_not_hide_the_rest(tmp_path: Path) -> None:
    file, _ = copied(tmp_path, "02-streetbank", '"mode": "lend"', '"mode": "loan"')
    result = run(str(tmp_path / "absent.json"), str(file))
    assert result.exit_code == 3
    assert "absent.json could not be read" in result.stderr
    assert "unknown-code" in result.stdout
    assert "1 item checked: 1 error" in result.stdout


def test_used_wrongly(tmp_path: Path) -> None:
    assert run().exit_code == 2
    assert run("--format", "xml", "x").exit_code == 2
    assert run("--as-of", "yesterday", str(EXAMPLES)).exit_code == 2
    assert run(str(tmp_path)).exit_code == 3


def test_standard_input_and_owned_hosts() -> None:
    data = (EXAMPLES / "03-goodgym.json").read_bytes()
    assert run("-", input=data).exit_code == 0
    assert run("-", "--owns", "GoodGym.example", input=data).exit_code == 0
    assert run("-", "--owns", "https://GoodGym.example/", input=data).exit_code == 0
    assert isinstance(run("-", "--owns", "no sense", input=data).exception, UsageError)
    result = run("-", "--owns", "streetbank.example", input=data)
    assert result.exit_code == 1
    assert "id-on-foreign-host" in result.stdout
    assert "Rules not run (needs --owns" not in result.stdout


def test_the_time_can_be_pinned() -> None:
    assert report("--as-of", "2027-01-13T09:00:00Z", str(EXAMPLES))["asOf"] == "2027-01-13T09:00:00+00:00"


def test_a_missing_licence_is_a_warning_unless_the_feed_has_one(tmp_path: Path) -> None:
    item = json.loads((EXAMPLES / "13-goodgym-area.json").read_text("utf-8"))
    del item["license"], item["themes"]
    file = tmp_path / "feed.json"
    file.write_text(json.dumps({"items": [item]}), "utf-8")
    assert [f["code"] for f in findings(str(file))] == ["missing-licence", "missing-themes"]
    assert run(str(file)).exit_code == 0
    file.write_text(json.dumps({"license": "https://creativecommons.org/licenses/by/4.0/", "items": [item]}), "utf-8")
    assert [f["code"] for f in findings(str(file))] == ["missing-themes"]


def test_a_terminal_is_not_commanded_by_the_data(tmp_path: Path) -> None:
    file, _ = copied(tmp_path, "02-streetbank", '"mode": "lend"', '"mode": "\\u001b[2Jlend"')
    assert "\x1b" not in run(str(file)).stdout


# What is looked for, and how much it counts


@pytest.fixture
def bad(tmp_path: Path) -> str:
    """A file with two errors, a warning and a remark."""
    items = [
        example("03-goodgym", endDate="2027-01-13T17:30:00+00:00"),
        example("02-streetbank", mode="Lend", themse=["diy"]),
        example(
            "13-goodgym-area", description="RUN WITH US EVERY SINGLE WEEK, EVERYBODY IS WELCOME, WHATEVER THE PACE!"
        ),
    ]
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(items, indent=1), "utf-8")
    return str(file)


def codes_of(*arguments: str) -> list[str]:
    return sorted({finding["code"] for finding in findings(*arguments)})


def test_codes_are_chosen_by_name_family_or_beginning(bad: str) -> None:
    everything = codes_of(bad)
    assert {"end-before-start", "unknown-code", "unknown-property"} < set(everything)
    assert codes_of(bad, "--select", "end-before-start") == ["end-before-start"]
    assert codes_of(bad, "--select", "end") == ["end-before-start"]
    assert codes_of(bad, "--select", "time,unknown") == ["end-before-start", "unknown-code", "unknown-property"]
    assert codes_of(bad, "--select", "unknown", "--ignore", "shape") == ["unknown-property"]
    assert codes_of(bad, "--ignore", ",".join(everything)) == []
    result = run(bad, "--select", "nonsense")
    assert isinstance(result.exception, UsageError)
    assert "openhub rules" in str(result.exception)
    assert "end-before-start" in str(run(bad, "--ignore", "end-befor-start").exception)


def test_what_cannot_be_read_is_reported_whatever_is_selected(tmp_path: Path) -> None:
    file = tmp_path / "broken.json"
    file.write_text("{", "utf-8")
    assert codes_of(str(file), "--select", "time", "--ignore", "reading") == ["unreadable-page"]
    assert codes_of(str(file), "--ignore", "unreadable-page") == []


def test_a_report_names_what_was_left_out_and_why(bad: str) -> None:
    skipped = report(bad, "--select", "time", "--ignore", "end", "--severity", "all-past=off")["rulesSkipped"]
    reasons = {entry["code"]: entry["reason"] for entry in skipped}
    assert reasons["end-before-start"] == "ignored"
    assert reasons["all-past"] == "turned off"
    assert reasons["unknown-property"] == "not selected"
    assert "expired" not in reasons


def test_severities_can_be_changed(bad: str) -> None:
    assert run(bad, "--select", "unknown-property").exit_code == 0
    assert run(bad, "--select", "unknown-property", "--severity", "unknown-property=error").exit_code == 1
    softened = ("--severity", "end-before-start=warning,unknown-code=off")
    assert run(bad, *softened).exit_code == 0
    assert "unknown-code" not in codes_of(bad, *softened)
    assert isinstance(run(bad, "--severity", "end-before-start=bad").exception, UsageError)
    assert isinstance(run(bad, "--severity", "end=error").exception, UsageError)


def test_what_it_fails_on_can_be_chosen(bad: str) -> None:
    only = ("--select", "unknown-property")
    assert [run(bad, *only, "--fail-on", word).exit_code for word in ("error", "warning", "info", "never")] == [
        0,
        1,
        1,
        0,
    ]
    assert run(bad, "--fail-on", "never").exit_code == 0
    assert run(bad, "--fail-on", "often").exit_code == 2


def test_it_stops_after_so_many_errors(bad: str) -> None:
    result = report(bad, "--max-errors", "1")
    assert (result["complete"], result["counts"]["error"]) == (False, 1)
    assert "Stopped at --max-errors" in run(bad, "--max-errors", "1").stdout
    assert report(bad, "--max-errors", "9")["complete"] is True


def test_the_worst_comes_first_and_remarks_are_short(bad: str) -> None:
    shown = run(bad, "--severity", "end-before-start=info").stdout
    assert shown.index("error unknown-code") < shown.index("warning unknown-property") < shown.index("Remarks")
    assert "  end-before-start  once: " in shown


def test_several_outputs_at_once(bad: str, tmp_path: Path) -> None:
    page, table = tmp_path / "report.html", tmp_path / "report.csv"
    result = run(bad, "--format", f"html={page}", "--format", f"csv={table}")
    assert result.stdout.startswith("error ")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert table.read_text("utf-8-sig").startswith("severity,code,")
    result = run(bad, "--format", f"human={page}", "--format", "json")
    assert json.loads(result.stdout)["type"] == "Report"
    assert "\x1b" not in page.read_text("utf-8")
    assert run(bad, "--format", "json", "--format", "csv").exit_code == 2
    assert run(bad, "--format", "json=").exit_code == 2
    assert run(bad, "--format", f"json={tmp_path / 'no' / 'such.json'}").exit_code == 2


def test_colour_is_for_terminals(bad: str) -> None:
    assert "\x1b[31;1merror" in run(bad, color=True).stdout
    assert "\x1b" not in run(bad, color=True, env={"NO_COLOR": "1"}).stdout
    assert "\x1b" not in run(bad).stdout


# A profile

PROFILE = {
    "type": "Profile",
    "id": "https://hub.camden.example/profiles/camden/1.0",
    "title": "Camden (example)",
    "version": "1.0",
    "protocol": "1.0",
    "publisher": {"type": "Organization", "name": "Camden (example council)"},
}


def profile(tmp_path: Path, **changed: Any) -> str:
    file = tmp_path / "profile.json"
    file.write_text(json.dumps(PROFILE | changed), "utf-8")
    return str(file)


def test_a_profile_asks_for_more(tmp_path: Path) -> None:
    require = [
        {"types": ["Event"], "members": ["organizer/sameAs", "remixOf"], "reason": "Residents ask."},
        {"members": ["location/travelNote", "contact/telephone", "name"], "severity": "warning"},
    ]
    asking = ("--profile", profile(tmp_path, require=require), "--select", "missing-property")
    file = tmp_path / "item.json"
    file.write_text(json.dumps({k: v for k, v in example("03-goodgym").items() if k != "contact"}), "utf-8")
    found = findings(str(file), *asking)
    assert {(f["severity"], f["pointer"], f["message"]) for f in found} == {
        ("error", "/organizer", "`sameAs` is missing. Residents ask."),
        ("error", "", "`remixOf` is missing. Residents ask."),
        ("warning", "/location", "`travelNote` is missing. The profile asks for it."),
        ("warning", "", "`contact` is missing. The profile asks for it."),
    }
    assert report(str(file), *asking)["profile"]["id"] == PROFILE["id"]
    assert PROFILE["id"] in run(str(file), *asking).stdout
    group = findings(str(EXAMPLES / "13-goodgym-area.json"), *asking)
    assert {f["severity"] for f in group} == {"warning"}


def test_a_profile_makes_nothing_milder(tmp_path: Path, bad: str) -> None:
    raised = profile(tmp_path, **{"raise": {"unknown-property": "error", "end-before-start": "warning"}})
    severities = {f["code"]: f["severity"] for f in findings(bad, "--profile", raised)}
    assert (severities["unknown-property"], severities["end-before-start"]) == ("error", "error")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"version": "one"}, "is not valid at /version"),
        ({"require": [{"members": []}]}, "is not valid at /require/0/members"),
        ({"protocol": "2.0"}, "version 2.0 of the protocol"),
        ({"codes": {"identity": [{"code": "older-people", "label": {"en": "Old"}}]}}, "in the list identity already"),
        ({"codes": {"identity": [{"code": "name", "label": {"en": "Name"}}]}}, "a word of the protocol"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused(tmp_path: Path, changed: dict[str, Any], words: str) -> None:
    error = run(str(EXAMPLES), "--profile", profile(tmp_path, **changed)).exception
    assert isinstance(error, ConfigError)
    assert words in str(error)


def test_a_profile_has_to_be_there(tmp_path: Path) -> None:
    assert run(str(EXAMPLES), "--profile", str(tmp_path / "absent.json")).exit_code == 2
    (tmp_path / "broken.json").write_text("{", "utf-8")
    assert isinstance(run(str(EXAMPLES), "--profile", str(tmp_path / "broken.json")).exception, ConfigError)


# A baseline


def test_what_the_baseline_knows_does_not_count(tmp_path: Path, bad: str) -> None:
    known = str(tmp_path / "openhub-baseline.json")
    assert run(bad, "--baseline", known).exit_code == 2
    assert run(bad, "--update-baseline").exit_code == 2
    assert run(bad, "--baseline", known, "--update-baseline").exit_code == 0
    first = Path(known).read_bytes()
    assert run(bad, "--baseline", known, "--update-baseline").exit_code == 0
    assert Path(known).read_bytes() == first
    result = report(bad, "--baseline", known)
    assert (result["counts"], result["findings"]) == ({"error": 0, "warning": 0, "info": 0}, [])
    assert (result["conforms"], result["known"] > 3) == (False, True)
    assert run(bad, "--baseline", known).exit_code == 0
    worse = json.loads(Path(bad).read_text("utf-8"))
    worse.append(example("02-streetbank", id="https://streetbank.example/new", mode="Lend"))
    Path(bad).write_text(json.dumps(worse), "utf-8")
    assert [f["item"] for f in findings(bad, "--baseline", known)] == ["https://streetbank.example/new"]
    assert run(bad, "--baseline", known).exit_code == 1


def test_a_baseline_with_findings_that_are_gone_is_stale(tmp_path: Path, bad: str) -> None:
    known = str(tmp_path / "baseline.json")
    run(bad, "--baseline", known, "--update-baseline")
    assert run(bad, "--baseline", known, "--fail-on-stale").exit_code == 0
    better = json.loads(Path(bad).read_text("utf-8"))
    better[0] = example("03-goodgym")
    Path(bad).write_text(json.dumps(better), "utf-8")
    assert run(bad, "--baseline", known).exit_code == 0
    assert run(bad, "--baseline", known, "--fail-on-stale").exit_code == 5
    assert [entry["code"] for entry in report(bad, "--baseline", known)["stale"]] == ["end-before-start"]
    assert run(bad, "--baseline", known, "--fail-on-stale", "--ignore", "time").exit_code == 0
    run(bad, "--baseline", known, "--update-baseline", "--ignore", "unknown-code")
    assert run(bad, "--baseline", known, "--fail-on-stale").exit_code == 0


def test_a_baseline_is_as_its_schema_says(tmp_path: Path, bad: str) -> None:
    known = tmp_path / "baseline.json"
    run(bad, "--baseline", str(known), "--update-baseline")
    jsonschema.Draft202012Validator(spec.schema("baseline")).validate(json.loads(known.read_bytes()))
    known.write_text("[]", "utf-8")
    assert isinstance(run(bad, "--baseline", str(known)).exception, ConfigError)


def test_a_baseline_is_left_alone_when_not_everything_was_checked(tmp_path: Path, bad: str) -> None:
    known = tmp_path / "baseline.json"
    assert run(bad, str(tmp_path / "absent.json"), "--baseline", str(known), "--update-baseline").exit_code == 3
    assert run(bad, "--max-errors", "1", "--baseline", str(known), "--update-baseline").exit_code == 1
    assert not known.exists()


# Settings and scores


def test_options_can_stand_in_a_file_above(tmp_path: Path, bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    profile(tmp_path, **{"raise": {"unknown-property": "error"}})
    below = tmp_path / "feeds" / "spring"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    settings = tmp_path / "openhub.toml"
    settings.write_text('[validate]\nselect = ["unknown-property"]\nprofile = "profile.json"\n', "utf-8")
    assert {(f["code"], f["severity"]) for f in findings(bad)} == {("unknown-property", "error")}
    assert codes_of(bad, "--select", "end") == ["end-before-start"]
    settings.write_text('[validate]\nfail-on = "warning"\nselect = "unknown-property"\n', "utf-8")
    assert run(bad).exit_code == 1
    settings.write_text('[validate]\ncolour = "red"\n', "utf-8")
    result = run(bad)
    assert result.exit_code == 2
    assert "colour" in result.stderr
    settings.write_text("[validate\n", "utf-8")
    assert run(bad).exit_code == 2


def test_the_file_of_a_hub_may_have_the_table_too(tmp_path: Path, bad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "openhub.toml").write_text('time_zone = "Europe/Berlin"\n[validate]\nselect = ["end"]\n', "utf-8")
    assert codes_of(bad) == ["end-before-start"]


def test_a_score_is_apart_from_conformance(bad: str) -> None:
    plain, scored = report(bad), report(bad, "--score")
    assert "quality" not in plain
    assert scored["conforms"] is False
    assert 0 < scored["quality"]["score"] < 100
    assert scored["quality"]["coverage"]["name"] == {"present": 3, "of": 3}
    assert scored["quality"]["shown"]["of"] == 3
    said = run(bad, "--score").stdout
    assert "Quality: " in said
    assert f"A hub can show {scored['quality']['shown']['well']} of 3 items well" in said


# The page about it

PAGE = (Path(__file__).parents[2] / "docs" / "validator.md").read_text("utf-8")


def test_the_page_shows_what_is_really_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    item = example("03-goodgym", endDate="2027-01-13T17:30:00+00:00", status="Active")
    Path("feed.json").write_text(json.dumps([item], indent=2, ensure_ascii=False), "utf-8")
    assert f"```text\n{run('feed.json').stdout}```" in PAGE


def test_the_page_tells_of_every_option_format_and_weight() -> None:
    options = [option for p in validate.COMMAND.params for option in p.opts if option.startswith("--")]
    assert [option for option in options if f"`{option}" not in PAGE] == []
    assert [name for name in outputs() if f"| `{name}` |" not in PAGE] == []
    for name, dimension in spec.quality()["dimensions"].items():
        assert f"| {name} | {dimension['weight']} |" in PAGE


# A feed over HTTP

OUTSIDE = {f"needs {NEEDS[name]}" for name in ("visit", "activities", "postcodes")}
"""Why rules do not run on a whole feed when nothing is given from outside."""


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENHUB_ALLOW_ADDRESSES", "127.0.0.0/8")


def page(*items: dict[str, Any], following: str) -> bytes:
    entries = [{"state": "updated", "kind": i["type"], "id": i["id"], "modified": 1, "data": i} for i in items]
    licence = "https://creativecommons.org/licenses/by/4.0/"
    return json.dumps({"next": following, "items": entries, "license": licence, "openhub": {"version": "1.0"}}).encode()


def example(name: str, **changed: Any) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{name}.json").read_text("utf-8")) | changed


@pytest.mark.usefixtures("loopback")
def test_a_feed_is_read_to_its_last_page(site: Site) -> None:
    site.answers = {
        "/feed": page(
            example("03-goodgym", partOf=example("13-goodgym-area")["id"]), following=f"{site.address}/feed?after=1"
        ),
        "/feed?after=1": page(example("13-goodgym-area", themes=["runing"]), following=f"{site.address}/feed?after=2"),
        "/feed?after=2": page(following=f"{site.address}/feed?after=2"),
    }
    result = report(f"{site.address}/feed", "--owns", "goodgym.example")
    assert (result["items"], {s["reason"] for s in result["rulesSkipped"]}) == (2, OUTSIDE)
    (group,) = result["findings"]
    assert [(group["code"], f["file"]) for f in group["samples"]] == [("unknown-code", f"{site.address}/feed?after=1")]


@pytest.mark.usefixtures("loopback")
def test_ids_belong_to_the_feeds_host(site: Site) -> None:
    site.answers = {
        "/feed": page(example("03-goodgym"), following=f"{site.address}/feed?after=1"),
        "/feed?after=1": page(following=f"{site.address}/feed?after=1"),
    }
    assert [f["code"] for f in findings(f"{site.address}/feed")] == ["id-on-foreign-host"]


@pytest.mark.usefixtures("loopback")
def test_a_feed_that_goes_in_circles_ends(site: Site) -> None:
    site.answers = {
        "/a": page(example("03-goodgym"), following=f"{site.address}/a?after=1"),
        "/a?after=1": page(example("13-goodgym-area"), following=f"{site.address}/a"),
    }
    result = run(f"{site.address}/a", "--owns", "goodgym.example")
    assert result.exit_code == 1
    assert "never ends" in result.stdout
    assert len(site.requests) == 2


@pytest.mark.usefixtures("loopback")
def test_a_feed_that_leads_elsewhere_is_not_followed(site: Site) -> None:
    site.answers = {"/a": page(example("03-goodgym"), following="http://localhost:9/b")}
    result = run(f"{site.address}/a", "--owns", "goodgym.example")
    assert result.exit_code == 1
    assert "must keep scheme, host, port and path" in result.stdout


@pytest.mark.usefixtures("loopback")
def test_a_page_that_is_not_there_leaves_the_first_ones(site: Site) -> None:
    site.answers = {"/a": page(example("03-goodgym", mode="loan"), following=f"{site.address}/a?after=1")}
    result = run(f"{site.address}/a", "--owns", "goodgym.example")
    assert result.exit_code == 3
    assert "unknown-code" in result.stdout
    assert "is not there" in result.stderr


def description(site: Site, *feeds: str) -> bytes:
    return json.dumps(
        {
            "type": "Dataset",
            "id": f"{site.address}/openhub/dataset",
            "title": "Sessions",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "publisher": {"name": "GoodGym (example)"},
            "distribution": [{"accessURL": feed, "format": "openhub"} for feed in feeds],
        }
    ).encode()


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("path", ["", "/", "/.well-known/openhub", "/openhub/dataset", "/about"])
def test_a_site_is_followed_to_its_feeds(site: Site, path: str) -> None:
    site.answers = {
        "/.well-known/openhub": description(site, "/a", "/b"),
        "/openhub/dataset": description(site, "/a", "/b"),
        "/about": b"<!doctype html><title>GoodGym</title>",
        "/a": page(example("03-goodgym"), following=f"{site.address}/a?after=1"),
        "/a?after=1": page(following=f"{site.address}/a?after=1"),
        "/b": page(example("13-goodgym-area", themes=["runing"]), following=f"{site.address}/b?after=1"),
        "/b?after=1": page(following=f"{site.address}/b?after=1"),
    }
    result = run("--format", "json", f"{site.address}{path}", "--owns", "goodgym.example")
    if path == "/about":
        assert "No feed was found" in json.loads(result.stdout)["findings"][0]["samples"][0]["message"]
        return
    found = json.loads(result.stdout)
    assert (found["items"], found["unread"]) == (2, [])
    (group,) = found["findings"]
    assert [(group["code"], f["file"]) for f in group["samples"]] == [("unknown-code", f"{site.address}/b")]


@pytest.mark.usefixtures("loopback")
def test_a_site_without_feeds_is_said_to_have_none(site: Site) -> None:
    site.answers = {"/.well-known/openhub": description(site)}
    result = run(site.address)
    assert result.exit_code == 3
    assert "names no feed" in result.stderr
    site.answers = {}
    result = run(site.address)
    assert result.exit_code == 3
    assert "No feed was found" in result.stderr


# The commands about the codes


def test_rules_lists_all_codes() -> None:
    listed = CliRunner().invoke(rules.COMMAND, []).stdout
    assert all(code in listed for code in codes())
    entries = json.loads(CliRunner().invoke(rules.COMMAND, ["--json"]).stdout)
    assert {entry["code"] for entry in entries} == {*codes(), *explain.reader_faults()}


def test_explain_tells_why_and_what_to_do() -> None:
    for code, rule in codes().items():
        told = CliRunner().invoke(explain.COMMAND, [code]).stdout
        assert rule.why in told
        assert rule.remedy in told
        assert rule.anchor in told


def test_explain_knows_what_readers_report() -> None:
    assert {"duplicate-member", "unreadable-page"} < set(explain.reader_faults())
    for code, fault in explain.reader_faults().items():
        told = CliRunner().invoke(explain.COMMAND, [code]).stdout
        assert fault.remedy in told
        assert "{" not in told


def test_explain_suggests_the_code_that_was_meant() -> None:
    result = CliRunner().invoke(explain.COMMAND, ["end-befor-start"])
    assert isinstance(result.exception, UsageError)
    assert "end-before-start" in str(result.exception)


def test_explain_lists_a_family() -> None:
    told = CliRunner().invoke(explain.COMMAND, ["food"]).stdout
    assert told.startswith("food is a family of 2 codes:")
    assert "scheme-meal-without-allergens  error " in told
    assert "--select food" in told
    result = CliRunner().invoke(explain.COMMAND, ["foods"])
    assert "There is no code or family foods. Did you mean food?" in str(result.exception)


def test_the_help_of_explain_names_all_families() -> None:
    told = " ".join(CliRunner().invoke(explain.COMMAND, ["--help"]).stdout.split())
    named = told.partition("The families are: ")[2].partition(".")[0].split(", ")
    assert named == explain.families()
    assert [name for name in named if CliRunner().invoke(explain.COMMAND, [name]).exit_code] == []


def test_the_commands_import_nothing_heavy() -> None:
    check = (
        "import sys, openhub.cli.validate, openhub.cli.rules, openhub.cli.explain; "
        "print({'jsonschema_rs', 'urllib3', 'orjson'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "set()"


def misshapen(tmp_path: Path) -> Path:
    """Three items: two have a start of the wrong shape, so that what is wrong with their times is not looked for."""
    items = [example("03-goodgym") | {"id": f"https://goodgym.example/{n}"} for n in range(3)]
    for item in items[:2]:
        item["startDate"] = "13 January"
    items[1]["status"] = True
    file = tmp_path / "misshapen.json"
    file.write_text(json.dumps(items), "utf-8")
    return file


def test_items_of_the_wrong_shape_are_said_not_to_be_checked_by_all_rules(tmp_path: Path) -> None:
    said = "2 items were not checked by all rules, because their shape is wrong: mend that first."
    file = str(misshapen(tmp_path))
    assert said in run(file).stdout.splitlines()
    selected = run(file, "--select", "privacy").stdout.splitlines()
    assert said in selected
    assert selected[-1] == "Nothing to mend among what was selected."
    assert "because its shape" not in run(str(EXAMPLES)).stdout


def test_a_member_that_is_only_missing_keeps_no_rule_from_running(tmp_path: Path) -> None:
    item = example("03-goodgym")
    del item["name"]
    file = tmp_path / "item.json"
    file.write_text(json.dumps(item), "utf-8")
    result = run(str(file))
    assert "error missing-property" in result.stdout
    assert "by all rules" not in result.stdout


def test_nothing_to_mend_is_only_said_of_all(tmp_path: Path) -> None:
    assert run(str(EXAMPLES)).stdout.splitlines()[-1].startswith("Nothing to mend. Next: put it on the web")
    for option in ("--select", "--ignore"):
        last = run(str(EXAMPLES), option, "privacy").stdout.splitlines()[-1]
        assert last == "Nothing to mend among what was selected."
    file, known = str(misshapen(tmp_path)), str(tmp_path / "known.json")
    assert run(file, "--baseline", known, "--update-baseline").exit_code == 0
    last = run(file, "--baseline", known).stdout.splitlines()[-1]
    assert last == "Nothing new to mend; 3 errors are in the baseline."


def test_what_is_no_baseline_is_to_be_deleted_first(tmp_path: Path) -> None:
    file = tmp_path / "notes.json"
    file.write_text("[]", "utf-8")
    result = run(str(EXAMPLES), "--baseline", str(file), "--update-baseline")
    assert isinstance(result.exception, ConfigError)
    assert "Delete it first" in str(result.exception)
    assert file.read_text("utf-8") == "[]"


def test_a_severity_is_of_a_code_and_not_of_a_family() -> None:
    assert "Did you mean privacy?" in str(run(str(EXAMPLES), "--select", "privac").exception)
    assert "Did you mean privacy?" not in str(run(str(EXAMPLES), "--severity", "privac=off").exception)


def test_it_is_said_once_how_to_see_more(tmp_path: Path) -> None:
    said = "Not all places are shown (--samples 100 shows more)."
    file = str(misshapen(tmp_path))
    assert run(file, "--samples", "1").stdout.count(said) == 1
    assert said not in run(file).stdout
