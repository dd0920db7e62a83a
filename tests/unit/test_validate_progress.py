"""A long check says on a terminal how far it is, and nowhere else."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from openhub.cli import _progress
from openhub.cli._progress import FIRST_SECONDS, Progress, is_watched

EXAMPLE = Path(__file__).parents[2] / "examples" / "items" / "03-goodgym.json"


class Clock:
    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def test_nothing_is_said_of_what_is_short(capsys: pytest.CaptureFixture[str]) -> None:
    with Progress(shown=True, clock=Clock()) as progress:
        progress.tell(12_000)
    assert capsys.readouterr().err == ""


def test_a_line_is_written_over_and_gone_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Progress(shown=True, clock=clock) as progress:
        clock.seconds += FIRST_SECONDS
        progress.tell(12_000)
        progress.tell(12_001)  # too soon
        clock.seconds += 1
        progress.tell(13_000)
        progress.say("feed.json could not be read.")
    clear = "\r\x1b[K"
    assert capsys.readouterr().err == (
        f"{clear}12,000 items read…{clear}13,000 items read…{clear}feed.json could not be read.\n"
    )


def test_without_a_terminal_it_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    with Progress(shown=False, clock=clock) as progress:
        clock.seconds += 60
        progress.tell(12_000)
        progress.say("feed.json could not be read.")
    assert capsys.readouterr().err == "feed.json could not be read.\n"


@pytest.mark.parametrize(("errors", "output", "busy", "name", "watched"), [
    (True, True, False, "", True),
    (True, False, True, "", True),
    (True, True, True, "", False),
    (False, True, False, "", False),
    (True, True, False, "CI", False),
])  # fmt: skip
def test_when_somebody_watches(
    monkeypatch: pytest.MonkeyPatch, errors: bool, output: bool, busy: bool, name: str, watched: bool
) -> None:
    for one in ("CI", "TERM"):
        monkeypatch.delenv(one, raising=False)
    if name:
        monkeypatch.setenv(name, "true")
    monkeypatch.setattr(_progress.sys.stderr, "isatty", lambda: errors, raising=False)
    monkeypatch.setattr(_progress.sys.stdout, "isatty", lambda: output, raising=False)
    assert is_watched(busy=busy) is watched


@pytest.mark.parametrize(("setting", "seen"), [({}, True), ({"CI": "true"}, False)])
def test_the_command_says_it_on_a_terminal(tmp_path: Path, setting: dict[str, str], seen: bool) -> None:
    item = EXAMPLE.read_text("utf-8")
    file = tmp_path / "feed.ndjson"
    file.write_text("\n".join([" ".join(item.split("\n"))] * 60), "utf-8")
    ours, theirs = pty.openpty()
    program = (
        "import openhub.cli._progress as p; p.FIRST_SECONDS = p.EVERY_SECONDS = 0; "
        f"from openhub.cli.validate import COMMAND; COMMAND(['{file}', '--fail-on', 'never', '--ignore', 'duplicate-id,repeated-item'])"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("CI", "TERM")} | setting
    done = subprocess.run(  # our own words
        [sys.executable, "-c", program], stdout=subprocess.DEVNULL, stderr=theirs, env=environment, check=False
    )
    os.write(theirs, b".")
    heard = b""
    while not heard.endswith(b"."):
        heard += os.read(ours, 1 << 16)
    told = heard.decode()
    os.close(ours)
    os.close(theirs)
    assert done.returncode == 0, told
    assert ("items read…" in told) is seen
    assert not seen or told.endswith("\r\x1b[K.")
