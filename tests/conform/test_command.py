"""`openhub conform` tells people and programs the same, ends with the right code, and plays again what it recorded."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result
from junitparser import JUnitXml

from openhub import spec
from openhub.cli import conform
from openhub.cli.main import openhub
from openhub.errors import FetchFailed, UsageError
from tests.conform import faults
from tests.conform.server import Asked, Said, Server
from tests.conform.test_kit import writer


def run(*words: object) -> Result:
    return CliRunner().invoke(conform.COMMAND, ["--pause", "0", *map(str, words)])


@pytest.fixture
def good() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def bad() -> Iterator[Server]:
    server = Server(faults=(faults.EARLY["cursor-bad"], faults.EARLY["root-right"], faults.EARLY["dump-digest"]))
    yield server
    server.close()


def test_it_says_what_is_kept_and_what_comes_next(bad: Server) -> None:
    result = run(bad.base)
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0] == f"{bad.base}/feed"
    at = lines.index("  ✗ cursor-bad: A cursor that is no whole number is answered with 400.")
    assert lines[at + 1 : at + 4] == [
        f"      {bad.base}/feed?afterChangeNumber=abc",
        "        came  status 422",
        "        next  Answer with 400 unless afterChangeNumber stands once and has only the digits 0 to 9.",
    ]
    assert lines[-4:] == [
        "It keeps RPDE. 2 checks could not run.",
        "Level 1 needs: cursor-bad.",
        "Advice, which holds no level back: dump-digest.",
        "Level 3 is declared by its description, and is not kept.",
    ]
    assert "      Not run: nothing wrote meanwhile: give --writes with a command that does." in lines


@pytest.mark.parametrize(("level", "code"), [("0", 1), ("1", 1), ("3", 1)])
def test_it_ends_with_1_when_the_level_is_not_kept(bad: Server, level: str, code: int) -> None:
    assert run(bad.base, "--level", level).exit_code == code


def test_it_ends_with_0_when_the_level_is_kept(good: Server) -> None:
    assert [run(good.base, "--level", level).exit_code for level in (1, 3)] == [0, 0]
    assert run(good.base).exit_code == 0


def test_it_ends_with_0_when_a_lower_level_is_asked_for() -> None:
    server = Server(faults=(faults.EARLY["root-right"],))
    try:
        assert [run(server.base, "--level", level).exit_code for level in (2, 3)] == [0, 1]
    finally:
        server.close()


@pytest.mark.parametrize(
    "words", [(), ("https://a.example", "--replay", "x.json"), ("https://a.example", "--level", "4")]
)
def test_wrong_use_ends_with_2(words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2


@pytest.mark.parametrize("path", ["", "/nothing"])
def test_what_cannot_be_read_ends_with_3(path: str) -> None:
    server = Server(faults=(lambda _, asked, said: setattr(said, "status", 404),))
    address = f"{server.base}{path}"
    try:
        result = run(address)
    finally:
        server.close()
    assert isinstance(result.exception, FetchFailed)
    assert result.exception.exit_code == 3
    assert "There is nothing to test at" in str(result.exception)
    assert isinstance(run(address).exception, FetchFailed)  # nobody listens there any more


def test_the_whole_command_ends_with_3_and_says_why() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "openhub", "conform", "http://127.0.0.1:9/feed"], capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert "http://127.0.0.1:9/" in done.stderr
    assert "conform" in openhub.commands


def test_the_report_is_valid_by_its_schema(bad: Server, tmp_path: Path) -> None:
    run(bad.base, "--report", tmp_path / "report.json")
    report = json.loads((tmp_path / "report.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(spec.schema("conform")).validate(report)
    assert (report["reached"], report["level"], report["next"], report["needed"]) == ("RPDE", None, "1", ["cursor-bad"])
    assert report["counts"]["failed"] == 3  # and the level that is declared
    assert json.loads(run(bad.base, "--report", "-").stdout).keys() == report.keys()


def test_junit_has_a_suite_for_each_level_and_fails_what_is_wanted(bad: Server, tmp_path: Path) -> None:
    def failed(*words: object) -> set[str]:
        run(bad.base, "--junit", tmp_path / "junit.xml", *words)
        suites = JUnitXml.fromfile(str(tmp_path / "junit.xml"))
        assert [suite.name for suite in suites] == ["RPDE", "Level 1", "Level 2", "Level 3", "no level"]
        assert suites.skipped == 2
        return {
            case.name for suite in suites for case in suite for one in case.result if type(one).__name__ == "Failure"
        }

    assert failed() == {"cursor-bad", "root-right", "level-declared"}
    assert failed("--level", 1) == {"cursor-bad", "level-declared"}


def reports(server: Server, folder: Path, *words: object) -> tuple[bytes, bytes]:
    """The report of a run, and that of its cassette when the server is gone."""
    first, second, cassette = folder / "first.json", folder / "second.json", folder / "cassette.json"
    run(server.base, "--record", cassette, "--report", first, *words)
    server.close()
    assert run("--replay", cassette, "--report", second).exit_code in (0, 1)
    return first.read_bytes(), second.read_bytes()


@pytest.mark.parametrize("code", ["cursor-bad", "stable-pages", "utf-8", "dump-agrees", "conditional"])
def test_a_cassette_gives_the_same_report_with_no_server(code: str, tmp_path: Path) -> None:
    early, late = faults.EARLY.get(code), faults.LATE.get(code)
    server = Server(faults=(early,) if early else (), late=(late,) if late else ())
    first, second = reports(server, tmp_path)
    assert first == second
    assert next(c for c in json.loads(first)["checks"] if c["code"] == code)["verdict"] in ("failed", "advice")


def test_a_cassette_keeps_what_was_read_under_writes(tmp_path: Path) -> None:
    server = Server()
    first, second = reports(server, tmp_path, "--writes", writer(server))
    assert first == second
    assert json.loads(first)["counts"]["notRun"] == 0


def test_a_command_that_outlasts_a_broken_feed_plays_again_as_it_was(tmp_path: Path) -> None:
    server = Server(faults=(faults.EARLY["page-readable"],))
    slow = f"{sys.executable} -c 'import time; time.sleep(60)'"
    first, second = reports(server, tmp_path, "--writes", slow)
    assert first == second
    assert json.loads(first)["remarks"] == []


OLD = {"type": "Cassette", "version": 0, "run": {}, "writes": {"polls": [], "problem": ""}, "exchanges": []}


@pytest.mark.parametrize("text", ["", "{}", json.dumps(OLD)])
def test_what_is_no_cassette_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "no.json").write_text(text, "utf-8")
    result = run("--replay", tmp_path / "no.json")
    assert isinstance(result.exception, UsageError)


# A server that goes away, and a command that fails


def going(after: int) -> Server:
    """A server that from its nth request on hangs up without a word."""

    def goes(server: Server, asked: Asked, said: Said) -> None:
        if server.requests > after:
            raise ConnectionResetError

    return Server(faults=(goes,))


@pytest.mark.parametrize("after", [1, 3, 6, 9, 15, 30, 40])
@pytest.mark.parametrize("writes", [False, True])
def test_a_server_that_goes_away_gets_no_verdict(after: int, writes: bool, tmp_path: Path) -> None:
    server = going(after)
    words = ("--writes", f"{sys.executable} -c 'import time; time.sleep(0.2)'") if writes else ()
    try:
        result = run(server.base, "--record", tmp_path / "cassette.json", *words)
    finally:
        server.close()
    assert isinstance(result.exception, FetchFailed)
    assert result.exception.exit_code == 3
    assert f"The server stopped answering at {server.base}" in str(result.exception)
    assert "no verdict" in str(result.exception)
    assert result.stdout == ""
    again = run("--replay", tmp_path / "cassette.json")
    assert str(again.exception) == str(result.exception)


def test_a_server_that_refuses_connections_gets_no_verdict() -> None:
    server = Server()

    def closes(server: Server, asked: Asked, said: Said) -> None:
        if server.requests == 12:
            said.headers["Connection"] = "close"
            server._http.shutdown()
            server._http.server_close()

    server.faults = (closes,)
    result = run(server.base)
    assert isinstance(result.exception, FetchFailed)
    assert "stopped answering" in str(result.exception)


def test_a_server_that_hangs_up_once_is_asked_again() -> None:
    def hangs_up(server: Server, asked: Asked, said: Said) -> None:
        if server.requests in (2, 11, 12):  # 11 and 12: the door itself asks again on a connection that was kept
            raise ConnectionResetError

    server = Server(faults=(hangs_up,))
    try:
        assert run(server.base).exit_code == 0
    finally:
        server.close()


def test_another_server_that_never_answered_stops_nothing() -> None:
    def elsewhere(server: Server, asked: Asked, said: Said) -> None:
        if asked.path == "/.well-known/openhub":
            for one in said.document["distribution"]:
                if one["format"] == "openhub-dump":
                    one["accessURL"] = "http://127.0.0.1:9/dump"

    server = Server(faults=(elsewhere,))
    try:
        assert "It keeps" in run(server.base).stdout
    finally:
        server.close()


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        ("no-such-program", "could not be run ("),
        (f"{sys.executable} -c 'raise SystemExit(7)'", "ended with exit status 7."),
        (f"{sys.executable} -c pass", "changed nothing in the feed."),
        (f"{sys.executable} -c 'import time; time.sleep(60)'", "was still running at its time limit of 0.1 seconds"),
    ],
)
def test_a_writing_command_that_fails_is_told_and_ends_with_1(
    good: Server, command: str, wrong: str, tmp_path: Path
) -> None:
    files = ("--report", tmp_path / "r.json", "--junit", tmp_path / "j.xml", "--record", tmp_path / "c.json")
    result = run(good.base, "--writes", command, "--writes-limit", "0.1" if "sleep" in command else "60", *files)
    assert result.exit_code == 1
    assert f"\nThe command of --writes {wrong}" in result.stdout
    assert "It keeps Level 3." in result.stdout
    assert "is not kept" not in result.stdout
    report = json.loads((tmp_path / "r.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(spec.schema("conform")).validate(report)
    assert (report["enough"], len(report["remarks"])) == (False, 1)
    suites = JUnitXml.fromfile(str(tmp_path / "j.xml"))
    assert (suites.errors, [suite.name for suite in suites][-1]) == (1, "--writes")
    assert run("--replay", tmp_path / "c.json").stdout == result.stdout


def test_a_command_that_writes_and_then_fails_is_told(good: Server) -> None:
    code = f"import urllib.request as u; u.urlopen('{good.base}/write', timeout=50).read(); raise SystemExit(3)"
    result = run(good.base, "--writes", f'{sys.executable} -c "{code}"')
    assert result.exit_code == 1
    assert "The command of --writes ended with exit status 3." in result.stdout


def test_an_empty_feed_is_remarked_beside_the_level(good: Server) -> None:
    good.entries.clear()
    lines = run(good.base).stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("It keeps"))
    assert lines[at + 1] == "0 items: nothing could be checked on items. Has anything been published yet?"
