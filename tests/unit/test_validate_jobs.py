"""Several files checked at the same time give what they give one after the other, byte for byte."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(5):
        item = (
            make.event(id=f"https://goodgym.example/{number}")
            if number % 2
            else {"type": "Evnt", "id": f"https://a.example/{number}"}
        )
        (tmp_path / f"{number}.json").write_bytes(json.dumps(item).encode())
    (tmp_path / "broken.json").write_text("{", "utf-8")
    return tmp_path


def test_jobs_change_nothing_but_the_time(folder: Path) -> None:
    command = [sys.executable, "-m", "openhub", "validate", str(folder), "--as-of", "2026-11-24T09:00:00Z"]
    for more in ([], ["--format", "json"], ["--fail-on", "never"], ["--max-errors", "2"]):
        one, three = (
            subprocess.run([*command, *more, *jobs], capture_output=True, check=False)  # our own words only
            for jobs in ([], ["--jobs", "3"])
        )
        assert (three.returncode, three.stdout, three.stderr) == (one.returncode, one.stdout, one.stderr)
