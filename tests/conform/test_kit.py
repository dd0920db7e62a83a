"""For each check there is a server that only this check finds wrong, and ten servers get the level that is theirs."""

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from openhub.config import Settings
from openhub.conform.live.report import Report
from openhub.conform.live.run import checks, run
from openhub.conform.live.site import Wishes
from openhub.conform.live.wire import Wire
from openhub.fetch.door import Door
from openhub.hub.hub import Hub
from openhub.validate.requirements import requirements
from tests.conform import faults
from tests.conform.server import LICENCE, Asked, Said, Server
from tests.conftest import LOOPBACK, ROOT
from tests.conftest import serving as serving_hub
from tests.make import event

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ZONE = ZoneInfo("Europe/London")
UNDER_WRITES = "lost-under-writes"
ON_FILES = ("file-shape", "file-licence")


@contextmanager
def serving(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.close()


def looked(address: str, *, writes: str = "", asked: int | None = None) -> Report:
    with Door(Settings(allow_addresses=LOOPBACK, fetch_total_seconds=20)) as door:
        wire = Wire(door, pause_seconds=0, writes=writes, writes_seconds=60)
        try:
            return run(wire, address, Wishes(now=NOW, home=ZONE, writes=bool(writes)), asked)
        finally:
            wire.close()


def found(report: Report) -> dict[str, str]:
    return {r.code: r.verdict for r in report.results if r.verdict in ("failed", "advice")}


def writer(server: Server) -> str:
    return f"{sys.executable} -c \"import urllib.request as u; u.urlopen('{server.base}/write', timeout=50).read()\""


# A server that is right in everything


def test_a_good_publisher_passes_every_check() -> None:
    with serving(Server()) as server:
        report = looked(server.base, writes=writer(server))
    assert found(report) == {}
    assert {r.code: r.reason for r in report.of("not run")} == {}
    assert (report.reached, report.following, report.is_enough) == ("3", "", True)
    assert (report.items, report.tombstones) == (len(server.live), 2)


def test_all_checks_of_a_feed_were_run_on_it() -> None:
    with serving(Server()) as server:
        report = looked(server.base)
    assert {r.code for r in report.results} == {code for code, module in checks() if "feed" in module.CHECK.on}


def test_a_good_file_passes_every_check_of_a_file() -> None:
    with serving(Server(0)) as server:
        report = looked(f"{server.base}/items.json")
    assert found(report) == {}
    assert {r.code: r.reason for r in report.of("not run")} == {}
    assert (report.reached, report.level) == ("0", 0)


# A server for each check


def bad(code: str) -> Server:
    early, late = faults.EARLY.get(code), faults.LATE.get(code)
    level = 0 if code in ON_FILES else 3
    server = Server(level, faults=(early,) if early else (), late=(late,) if late else ())
    faults.prepare(server, code)
    return server


@pytest.mark.parametrize("code", sorted({*faults.EARLY, *faults.LATE}))
def test_a_bad_server_is_found_by_its_own_check_alone(code: str) -> None:
    module = dict(checks())[code]
    with serving(bad(code)) as server:
        address = server.base if code != "description-feed" else f"{server.base}/feed"
        report = looked(address)
    expected = {code: "advice" if not module.CHECK.must or code == "level-declared" else "failed"}
    holds_back = module.CHECK.must and module.CHECK.rung
    if holds_back and code not in ON_FILES:
        expected["level-declared"] = "failed"
        assert report.following == module.CHECK.rung
        assert [result.code for result in report.needed] == [code]
    elif holds_back:
        expected["level-declared"] = "failed"
    assert found(report) == expected
    told = next(r for r in report.results if r.code == code).breaches
    assert all(one.came and one.where.startswith("http") for one in told)


def test_there_is_a_bad_server_for_every_check() -> None:
    assert {*faults.EARLY, *faults.LATE, UNDER_WRITES} == {code for code, _ in checks()}


# Under writes


def races(server: Server, asked: Asked, said: Said) -> None:
    """Gives numbers out before the commit: the higher one is read before the lower one can be seen."""
    if asked.path == "/write":
        low, high = server.highest + 1, server.highest + 2
        server.entries.append(server.entry(high, "fast"))
        server.read.clear()
        server.lock.release()
        server.read.wait(40)
        server.lock.acquire()
        server.entries.append(server.entry(low, "slow"))


def test_what_becomes_visible_late_is_found_under_writes_and_not_without() -> None:
    with serving(Server(faults=(races,))) as server:
        server.write = lambda asked: Said(200, body=b"done")  # type: ignore[method-assign]
        report = looked(server.base, writes=writer(server))
        assert found(report) == {UNDER_WRITES: "failed", "level-declared": "failed"}
        assert report.reached == "RPDE"
        (told,) = next(r for r in report.results if r.code == UNDER_WRITES).breaches
        assert "slow was lost" in told.came
        assert found(looked(server.base)) == {}


def test_a_command_that_writes_nothing_proves_nothing() -> None:
    with serving(Server()) as server:
        report = looked(server.base, writes=f"{sys.executable} -c pass")
    (result,) = report.of("not run")
    assert (result.code, result.reason) == (UNDER_WRITES, "the command of --writes changed nothing in the feed")


# Ten publishers


def plain(server: Server, asked: Asked, said: Said) -> None:
    """RPDE by time and id, as others publish: ids that are numbers, no licence, no description."""
    if asked.path == "/.well-known/openhub":
        said.status, said.document, said.body = 404, None, b"not here"
    if asked.path != "/feed":
        return
    given = dict(pair.split("=") for pair in asked.query.split("&") if pair)
    after = int(given.get("afterTimestamp", 0)), int(given.get("afterId", 0))
    rows = [{**e, "id": e["modified"], "modified": 1_700_000_000 + e["modified"] // 2} for e in server.entries]
    rows = sorted((e for e in rows if (e["modified"], e["id"]) > after), key=lambda e: (e["modified"], e["id"]))[:5]
    last = rows[-1] if rows else {}
    following = f"{server.base}/feed?afterTimestamp={last.get('modified')}&afterId={last.get('id')}"
    asked_for = f"{server.base}/feed{'?' if asked.query else ''}{asked.query}"
    said.status, said.body = 200, b""
    said.document = {"next": following if rows else asked_for, "items": rows}
    said.headers = {"Content-Type": "application/json"}


def untold(server: Server, asked: Asked, said: Said) -> None:
    """A feed by change number whose site has no description."""
    if asked.path == "/.well-known/openhub":
        said.status, said.document, said.body = 404, None, b"not here"


def bad_at(*codes: str) -> Callable[[], Server]:
    return lambda: Server(3, faults=tuple(faults.EARLY[code] for code in codes))


TEN: dict[str, tuple[Callable[[], Server], str, str, str]] = {
    "a file": (lambda: Server(0), "/items.json", "0", ""),
    "a file without a licence": (lambda: Server(0, faults=(faults.EARLY["file-licence"],)), "/items.json", "", "0"),
    "plain RPDE": (lambda: Server(1, faults=(plain,)), "/feed", "RPDE", "1"),
    "no description": (lambda: Server(3, faults=(untold,)), "/feed", "RPDE", "1"),
    "Level 1": (lambda: Server(1), "/", "1", "2"),
    "Level 2": (lambda: Server(2), "/", "2", "3"),
    "Level 3": (lambda: Server(3), "/", "3", ""),
    "Level 3 without a dump": (lambda: Server(3, dump=False), "/.well-known/openhub", "3", ""),
    "a clock in its pages": (bad_at("stable-pages"), "/", "1", "2"),
    "a wrong root and no order": (bad_at("root-right", "order"), "/", "", "RPDE"),
}


@pytest.mark.parametrize("name", TEN)
def test_each_publisher_gets_its_level(name: str) -> None:
    make, path, reached, following = TEN[name]
    with serving(make()) as server:
        report = looked(server.base + path)
    assert (report.reached, report.following) == (reached, following)
    assert all(result.verdict == "failed" for result in report.needed)
    assert bool(report.needed) == bool(following)
    assert report.level == (int(reached) if reached.isdecimal() else None)


def test_a_feed_that_keeps_changing_is_not_blamed_for_it() -> None:
    def busy(server: Server, asked: Asked, said: Said) -> None:
        """After each look at the last page something is added."""
        if faults.is_last(asked, said):
            server.entries.append(server.entry(server.highest + 1, f"new-{server.highest + 1}"))

    with serving(Server(3, faults=(busy,))) as server:
        report = looked(server.base)
    assert found(report) == {}
    assert {"checkpoint-agrees", "dump-agrees"} <= {r.code for r in report.of("not run")}


# Others that are served


def test_the_hub_keeps_the_level_that_it_declares(demo_hub: Hub) -> None:
    of_today = Hub(
        replace(demo_hub.settings, as_of=""), demo_hub.store
    )  # the kit holds its clock against the answers' date
    with serving_hub(of_today) as address:
        report = looked(address)
    assert report.declared is not None
    assert {r.code: r.breaches for r in report.needed if int(r.rung) <= report.declared} == {}
    assert report.level == report.declared, found(report)


def test_the_publisher_from_the_specification_keeps_level_3(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    base = f"http://localhost:{port}"
    item = {"id": f"{base}/1", "url": f"{base}/1"}
    site = {"license": LICENCE, "title": "Walks", "items": [event(**item)]}
    site |= {
        "publisher": {"type": "Organization", "name": "Walks", "url": base},
        "contact": {"email": "a@walks.example"},
    }
    (tmp_path / "items.json").write_text(json.dumps(site), "utf-8")
    program = [
        sys.executable,
        str(ROOT / "examples" / "publisher_from_spec.py"),
        "serve",
        "items.json",
        "--port",
        str(port),
    ]
    with subprocess.Popen(program, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert base in process.stderr.readline()
            report = looked(base)
        finally:
            process.terminate()
            process.communicate(timeout=20)
    assert {code for code, verdict in found(report).items() if verdict == "failed"} == set()
    assert report.reached == "3"


# What the checks say of themselves


def test_every_check_says_where_it_is_required_and_what_to_do() -> None:
    for code, module in checks():
        check = module.CHECK
        assert (check.anchor in requirements()) != bool(check.source), code
        assert check.remedy.endswith("."), code


def test_a_check_counts_on_the_level_of_its_requirement() -> None:
    """What is marked for all publishers counts from Level 1 on; what RPDE asks too counts there."""
    for code, module in checks():
        check = module.CHECK
        if check.anchor and check.rung.isdecimal():
            level = requirements()[check.anchor].level
            assert int(check.rung) == (level or (0 if check.on == ("file",) else 1)), code


def test_only_a_must_holds_a_level_back() -> None:
    wrong = [
        c for c, m in checks() if m.CHECK.anchor and m.CHECK.must and "MUST" not in requirements()[m.CHECK.anchor].text
    ]
    assert wrong == ["dump-agrees", "dump-form"]  # who offers a dump has to offer a right one, see docs/conform.md
    assert [code for code, module in checks() if module.CHECK.source and module.CHECK.must] == []
