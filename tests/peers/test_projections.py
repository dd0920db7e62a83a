"""OpenActive's own model validator finds no fault of ours in what we say in OpenActive's terms."""

import json
import shutil
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from openhub.formats.project import project
from tests import make
from tests.conftest import ROOT
from tests.peers import test_feed

peers = test_feed.peers

# What it says because it may not ask the network for a context or a list.
OFFLINE = {
    "file_not_found": "the context of the beta properties and the list of activities are not loaded",
    "experimental_fields_not_checked": "so beta properties are not known",
    "activity_not_in_activity_list": "nor any activity",
}


def vectors() -> list[dict[str, Any]]:
    """What the vectors expect of OpenActive."""
    files = sorted((ROOT / "spec/conformance/projections").glob("openactive-*.json"))
    cases = (case for file in files for case in json.loads(file.read_text("utf-8"))["cases"])
    return [case["expected"] for case in cases if "refused" not in case["expected"]]


def series() -> dict[str, Any]:
    item = make.series(themes=["yoga"], isAccessibleForFree=True, organizer={"name": "Stretchers"})
    made = project(item, "openactive", now=datetime.fromisoformat("2026-11-22T09:00:00Z"), zone=make.LONDON)
    assert made.document is not None
    return made.document


def test_openactives_model_validator_finds_no_fault_of_ours(peers: Path) -> None:
    shutil.copy(Path(__file__).parent / "judge.js", peers / "judge.js")
    opportunities = [*vectors(), series()]
    asked = json.dumps(opportunities)
    done = subprocess.run(["node", "judge.js"], cwd=peers, input=asked, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert len(said) == len(opportunities) > 8
    failures = [e for errors in said for e in errors if e["severity"] == "failure"]
    assert {e["type"] for e in failures} >= {"file_not_found"}
    assert [(e["path"], e["message"][:200]) for e in failures if e["type"] not in OFFLINE] == []
