"""`openhub harvest --watch` and `openhub source list` as an operator meets them."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Site
from tests.harvest.test_rounds import endless, good

TOML = 'allow_addresses = ["127.0.0.0/8"]\nas_of = "2026-11-24T09:00:00Z"\n'


def command(folder: Path, *words: str) -> subprocess.Popen[str]:
    pipe = subprocess.PIPE
    said = [sys.executable, "-m", "openhub", *words, "--hub", str(folder)]
    return subprocess.Popen(said, stdout=pipe, stderr=pipe, text=True)


def done(folder: Path, *words: str) -> tuple[int, str]:
    process = command(folder, *words)
    out, err = process.communicate()
    return process.returncode, out + err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "hub"
    subprocess.run([sys.executable, "-m", "openhub", "hub", "init", str(made)], check=True, capture_output=True)
    (made / "openhub.toml").write_text(TOML, "utf-8")
    return made


def until(reached: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not reached():
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)


@pytest.mark.parametrize(
    ("watch", "number", "code"),
    [(True, signal.SIGTERM, 0), (False, signal.SIGINT, 130)],
)
def test_a_signal_ends_it_at_a_page_and_nothing_is_read_twice(
    site: Site, folder: Path, watch: bool, number: int, code: int
) -> None:
    endless(site)
    assert done(folder, "source", "add", f"{site.address}/feed")[0] == 0
    site.requests.clear()
    process = command(folder, "harvest", *(["--watch"] if watch else []))
    until(lambda: len(site.requests) > 5, process)
    process.send_signal(number)
    out, err = process.communicate()
    assert process.returncode == code, out + err
    assert "Traceback" not in out + err
    (folder / "openhub.toml").write_text(TOML + "harvest_max_pages = 3\n", "utf-8")
    asked = len(site.requests)
    assert done(folder, "harvest")[0] == 3
    assert len(site.requests) == len(set(site.requests)) == asked + 3
    with sqlite3.connect(folder / "hub.db") as db:
        assert db.execute("SELECT count(*) FROM item").fetchone() == (asked + 3,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    said = done(folder, "source", "list", "1")[1]
    assert "stopped by us" in said
    assert "did not end after 3 pages" in said
    assert [file.name for file in folder.iterdir() if "lock" in file.name] == []


def test_a_watch_beside_a_hub_ends_with_it_and_reads_at_once_what_is_new(site: Site, folder: Path) -> None:
    good(site)
    done(folder, "source", "add", f"{site.address}/feed")
    process = command(folder, "harvest", "--watch", "--beside", "1")  # no child of process 1
    assert process.communicate() == ("", "")
    assert process.returncode == 0
    process = command(folder, "harvest", "--watch")
    until(lambda: len(site.requests) > 2, process)
    assert process.stdout is not None
    assert process.stdout.readline().endswith("changed – 3 new\n")
    process.terminate()
    process.communicate()
    assert process.returncode == 0


def test_the_runs_of_a_source_are_told(site: Site, folder: Path) -> None:
    good(site)
    done(folder, "source", "add", f"{site.address}/feed", "--every", "60")
    assert "Last 7 days: not read." in done(folder, "source", "list", "1")[1]
    done(folder, "harvest")
    assert done(folder, "harvest", "--due") == (0, "")
    said = done(folder, "source", "list", "1")[1]
    assert "last success: less than a minute ago" in said
    assert "next: today at 9.5" in said or "next: today at 10" in said
    assert "Last 30 days: 1 run, changed." in said
    assert "Today at 9am: changed – 3 new; 2 pages, less than a minute" in said


def test_a_watch_takes_no_wish_that_ends(folder: Path) -> None:
    code, said = done(folder, "harvest", "--watch", "--from-start")
    assert (code, "goes on for ever" in said) == (2, True)
