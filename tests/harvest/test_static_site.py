"""A hub finds the site that `openhub publish` wrote, served by a plain file server, and sees what is new, changed and gone."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from openhub.cli import publish
from openhub.fetch.door import Door
from openhub.harvest.discover import discover
from openhub.harvest.run import Run
from openhub.hub.hub import Hub
from openhub.model.query import Query
from openhub.model.source import Source
from tests.conftest import AS_OF

HEADER = "type,id,name,url,themes,organizer,startDate,startTime,place\n"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address at which the folder `site` is served."""
    monkeypatch.chdir(tmp_path)
    Path("site").mkdir()

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def publish_rows(address: str, rows: dict[int, str]) -> None:
    """Publishes a listing of events by their numbers and names."""
    lines = [f"Event,{n},{name},{address}{n},cooking,Us,5 December 2026,7pm,The hall\n" for n, name in rows.items()]
    Path("listings.csv").write_text(HEADER + "".join(lines), "utf-8")
    said = [
        "--out",
        "site",
        "--url",
        address,
        "--name",
        "Kitchen",
        "--contact",
        f"{address}contact",
        "--licence",
        "CC0-1.0",
    ]
    done = CliRunner().invoke(publish.COMMAND, ["listings.csv", *said, "--as-of", AS_OF])
    assert done.exit_code == 0, done.output


def names(hub: Hub) -> list[str]:
    return sorted(str(found.document["name"]) for found in hub.search(Query()).entries)


def test_a_site_is_found_and_followed(
    served: str, hub: Hub, add: Callable[..., Source], bring_in: Callable[..., Run]
) -> None:
    publish_rows(served, {1: "Soup", 2: "Bread", 3: "Jam"})
    source = add(served)
    assert (source.origin, source.format) == (f"{served}#dataset", "openhub-static")
    assert source.address == f"{served}items.json"
    first = bring_in(source)
    assert (first.outcome, first.problem) == ("changed", "")
    assert names(hub) == ["Bread", "Jam", "Soup"]
    assert bring_in(source).outcome == "unchanged"

    publish_rows(served, {1: "Soup", 3: "Plum jam", 4: "Tea"})
    again = bring_in(source)
    assert again.problem == ""
    assert {"Soup", "Plum jam", "Tea"} <= set(names(hub))
    assert "Jam" not in names(hub)
    assert "Bread" not in names(hub)


@pytest.mark.parametrize("path", ["", ".well-known/openhub", "items.json"])
def test_each_address_of_a_site_leads_to_its_items(served: str, door: Door, path: str) -> None:
    publish_rows(served, {1: "Soup"})
    (found,) = discover(door, served + path)
    assert found.address == f"{served}items.json"
    assert found.origin == f"{served}#dataset"
    assert found.name == "Kitchen"


def test_a_site_under_a_path_is_found_by_its_description(served: str, door: Door) -> None:
    publish_rows(f"{served}list/", {1: "Soup"})
    Path("site").rename("whole")
    Path("site").mkdir()
    Path("whole").rename("site/list")
    (found,) = discover(door, f"{served}list/.well-known/openhub")
    assert found.address == f"{served}list/items.json"
    assert found.origin == f"{served}list/#dataset"


def test_a_listing_on_the_web_is_harvested_as_it_is(
    served: str, hub: Hub, bring_in: Callable[..., Run], door: Door
) -> None:
    rows = [f"Event,{n},Soup {n},{served}{n},cooking,Us,5 December 2026,7pm,The hall\n" for n in (1, 2)]
    bad = f"Event,3,Soup 3,{served}3,cooking,Us,soon,7pm,The hall\n"
    Path("site/listings.csv").write_text(HEADER + "".join(rows) + bad, "utf-8")
    (found,) = discover(door, f"{served}listings.csv")
    assert found.format == "listings"
    source = hub.store.add_source(_licensed(found))
    run = bring_in(source)
    assert run.problem == ""
    assert names(hub) == ["Soup 1", "Soup 2"]
    assert [f.code for f in hub.store.findings(source.id) if f.severity == "error"] == ["listing-date"]
    Path("site/listings.csv").write_text(HEADER + rows[0].replace("Soup 1", '"Soup') + rows[1], "utf-8")
    assert bring_in(source).outcome == "failed"  # a quote without end: nothing is taken away
    assert names(hub) == ["Soup 1", "Soup 2"]


def _licensed(source: Source) -> Source:
    return replace(source, licence="https://creativecommons.org/publicdomain/zero/1.0/")


def test_the_file_of_items_can_be_read_as_json(served: str) -> None:
    publish_rows(served, {1: "Soup"})
    whole: dict[str, Any] = json.loads(Path("site/items.json").read_bytes())
    assert (whole["type"], whole["level"], len(whole["items"])) == ("Dataset", 0, 1)
