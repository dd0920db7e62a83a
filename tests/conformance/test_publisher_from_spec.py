"""The example publisher passes all vectors of Level 3, and two harvesters bring in over HTTP what it serves."""

import ast
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import jsonschema_rs
import pytest

from openhub import spec
from openhub.harvest.run import Run
from openhub.hub.hub import Hub
from openhub.model.source import Source
from openhub.validate.requirements import requirements
from tests.conftest import ROOT

PROGRAM = ROOT / "examples" / "publisher_from_spec.py"
HARVESTER = ROOT / "examples" / "harvester_from_spec.py"
TEXT = PROGRAM.read_text("utf-8")
HOST = "goodgym.example"
MOST_LINES = 350
PATIENCE_SECONDS = 20


def run(*command: object) -> str:
    return subprocess.run([*map(str, command)], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_it_passes_all_vectors_of_level_3() -> None:
    groups = ("--group", "publishing", "--group", "digests")
    said = json.loads(
        run(
            sys.executable,
            "-m",
            "openhub",
            "conformance",
            "--json",
            *groups,
            "--program",
            f"{sys.executable} {PROGRAM}",
        )
    )
    assert said["level"] == 3
    assert said["sums"].keys() == {"Digests and roots", *(f"Publisher Level {level}" for level in (1, 2, 3))}
    assert {one["verdict"] for one in said["results"]} == {"passed"}
    assert [one["failures"] for one in said["results"] if one["failures"]] == []


def test_it_needs_nothing_but_the_standard_library() -> None:
    nodes = list(ast.walk(ast.parse(TEXT)))
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "." for node in nodes if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= sys.stdlib_module_names
    assert len(TEXT.splitlines()) <= MOST_LINES


def test_it_names_every_requirement_of_a_feed_that_a_vector_tests() -> None:
    named = set(re.findall(r"\b(?:feed|item|discovery)-[a-z0-9-]+", TEXT))
    assert named - requirements().keys() == set()
    asked = {r.id for r in requirements().values() if r.document == "2-feed.md" and "publisher" in " ".join(r.who)}
    asked = {name for name in asked if not requirements()[name].untested}
    assert asked - named == {"feed-file"}  # it is read, not served
    assert {"feed-retention", "feed-purge", "feed-high-water", "item-depth", "discovery-well-known"} <= named


class Served:
    """The example as a server, with a file of items that a test may write again."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "items.json"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"http://localhost:{free.getsockname()[1]}"

    def write(self, *items: dict[str, Any]) -> None:
        contact = {"type": "ContactPoint", "contactType": "data", "email": "data@goodgym.example"}
        about = {
            "title": "GoodGym (example)",
            "license": "https://creativecommons.org/licenses/by/4.0/",
            "publisher": {"type": "Organization", "name": "GoodGym (example)", "url": "https://goodgym.example/"},
            "contact": contact,
        }
        self.file.write_text(json.dumps({**about, "items": items}), "utf-8")

    def start(self) -> subprocess.Popen[str]:
        command = [sys.executable, str(PROGRAM), "serve", str(self.file), "--port", self.address.rpartition(":")[2]]
        server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert server.stderr
        assert server.stderr.readline() == f"{self.address}/.well-known/openhub\n"
        return server

    def document(self, path: str) -> Any:
        with urlopen(self.address + path) as response:
            return json.load(response)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    made.write(item("03-goodgym.json"), item("13-goodgym-area.json"))
    server = made.start()
    try:
        yield made
        server.terminate()
        assert server.wait(PATIENCE_SECONDS) == 0
    finally:
        server.kill()
        server.communicate()


def item(file: str, **changes: Any) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / "examples" / "items" / file).read_text("utf-8"))
    return {**read, **changes}


def test_what_it_serves_is_as_the_schemas_say(served: Served) -> None:
    for path, schema in {"/.well-known/openhub": "dataset", "/feed": "page", "/checkpoint": "checkpoint"}.items():
        assert [str(error) for error in validator(schema).iter_errors(served.document(path))] == []


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    known = [json.loads(file.read_text("utf-8")) for file in spec.folder().glob("*.schema.json")]
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in known])
    return jsonschema_rs.Draft202012Validator(spec.schema(name), validate_formats=True, registry=registry, offline=True)


def test_the_example_harvester_holds_the_same_items_verified(served: Served, tmp_path: Path) -> None:
    harvest = (sys.executable, HARVESTER, f"{served.address}/feed", tmp_path / "held")
    event, area = item("03-goodgym.json"), item("13-goodgym-area.json")
    first = (
        f"{area['type']} {area['id']}\n{event['type']} {event['id']}\n2 items are held, 0 put aside. State: verified.\n"
    )
    assert run(*harvest) == first
    served.write(item("03-goodgym.json", name="Dig a pond"))
    assert run(*harvest) == f"{event['type']} {event['id']}\n1 items are held, 0 put aside. State: verified.\n"
    served.write(event, area)
    assert run(*harvest) == first


def test_the_hub_holds_the_same_items(
    served: Served, hub: Hub, add: Callable[..., Source], bring_in: Callable[..., Run]
) -> None:
    source = add(served.address, HOST)
    assert source.address == f"{served.address}/feed"
    assert bring_in(source).outcome == "changed"
    assert documents(hub) == [item("03-goodgym.json"), item("13-goodgym-area.json")]
    changed = item("13-goodgym-area.json", name="GoodGym in another area")
    served.write(changed)
    assert bring_in(source).outcome == "changed"
    assert documents(hub) == [changed]
    assert bring_in(source).outcome == "unchanged"


def documents(hub: Hub) -> list[dict[str, Any]]:
    live = [json.loads(change.raw) for change in hub.store.changes(0, 100).entries if change.raw is not None]
    return sorted(live, key=lambda document: document["type"])


def test_it_goes_on_after_it_was_started_again_and_begins_anew_when_its_database_is_older(tmp_path: Path) -> None:
    served = Served(tmp_path)
    served.write(item("03-goodgym.json"))
    database, states = tmp_path / "items.json.feed" / "feed.db", []
    for old in (False, True, True):
        server = served.start()
        try:
            states.append(served.document("/checkpoint"))
        finally:
            server.terminate()
            server.communicate()
        if old and len(states) == 2:
            database.unlink()
    assert [state["epoch"] for state in states[:2]] == [states[0]["epoch"]] * 2
    assert states[2]["epoch"] != states[0]["epoch"]
    assert states[2]["head"] > states[1]["head"]
