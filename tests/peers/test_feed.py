"""Programs that others wrote for RPDE feeds read ours to its end, without an error that is ours."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from openhub.hub.hub import Hub
from tests.conftest import ROOT, need, serving

# What OpenActive's validator says of a good feed, and why that is no fault of ours.
KNOWN = {
    "MinimumItemsRule": "the demo has fewer than 500 items, and this test asks for small pages so that there are several",
    "DeletedItemsRule": "nothing has been deleted in the demo yet",
    "ItemDataPromptRule": "our items are OpenHub's, not Modelling Opportunity Data",
    "HttpCacheHeaderRule": "it judges a last page's header before it has looked whether the page is the last",
}


@pytest.fixture(scope="session")
def feed(demo_hub: Hub) -> Iterator[str]:
    with serving(demo_hub) as address:
        yield f"{address}/feed"


@pytest.fixture(scope="session")
def peers() -> Path:
    """A folder in which the npm packages of package.json are installed."""
    need("Node.js with npm", shutil.which("node") and shutil.which("npm"))
    here, folder = Path(__file__).parent, ROOT / ".venv" / "peers"
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "walk.js"):
        shutil.copy(here / name, folder / name)
    subprocess.run(
        ["npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"], cwd=folder, check=True
    )
    return folder


def test_openactives_validator_finds_no_fault_of_ours(feed: str, peers: Path) -> None:
    done = subprocess.run(
        ["node", "walk.js", f"{feed}?limit=50"], cwd=peers, capture_output=True, text=True, check=True
    )
    pages = json.loads(done.stdout)["pages"]
    said = [error["data"] for page in pages for error in page["errors"]]
    assert len(pages) >= 4
    assert not [d for d in said if d["severity"] == "failure"]
    assert not [d for d in said if d["rule"] not in KNOWN]
    cached = [d for d in said if d["rule"] == "HttpCacheHeaderRule"]
    assert all("max-age=8" in d["message"] for d in cached)
    assert len(cached) <= 1


def test_the_openactive_client_gets_exactly_the_live_items(feed: str, demo_hub: Hub) -> None:
    openactive = pytest.importorskip(
        "openactive.openactive", reason="the test group of pyproject.toml is not installed"
    )
    got = openactive.get_opportunities(f"{feed}?limit=50", seconds_wait_next=0)
    assert got["status"] == "COMPLETE"
    live = {c.number for c in demo_hub.store.changes(0, 10_000).entries if c.raw is not None}
    assert {item["modified"] for item in got["items"].values()} == live
    assert len(live) > 100
