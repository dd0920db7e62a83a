"""How sources have been read, on the hub's pages and as JSON."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from openhub.hub.hub import Hub
from openhub.model.history import PastRun, Schedule
from openhub.web.app import create_app
from tests import make

MINUTE = timedelta(minutes=1)


@pytest.fixture
def client(hub: Hub) -> FlaskClient:
    """Of a hub with a source that failed once, and one that was never read."""
    now = hub.now()
    source = hub.store.add_source(make.source(name="Walkers", state="verified", verified_at=now, last_success=now))
    hub.store.add_source(make.source(name="Menders", address="https://menders.example/feed"))
    for ago, outcome, problem in (
        (30, "failed", "<b>It</b> did not answer"),
        (15, "changed", ""),
        (0, "unchanged", ""),
    ):
        ended = now - ago * MINUTE
        run = PastRun(source=source.id, started=ended - MINUTE, ended=ended, outcome=outcome, pages=2, problem=problem)
        plan = Schedule(source=source.id, address="", due=now + 15 * MINUTE, set_at=now)
        hub.store.write_run(run, plan, now - timedelta(days=90))
    return create_app(hub.settings, hub).test_client()


def test_the_page_of_sources_says_how_each_is_read(client: FlaskClient) -> None:
    page = client.get("/data").text
    assert "Verified today at 9am: we have all that it lists" in page
    assert "Next: Today at 9.15am" in page
    assert "Tuesday 24 November: 3 runs: 1 changed, 1 failed and 1 unchanged" in page
    assert "Not known yet" in page
    assert page.count('<ol class="days">') == 2


def test_the_page_of_one_source_tells_its_runs(client: FlaskClient) -> None:
    page = client.get("/platform/1").text
    assert "Today at 8.30am" in page
    assert "&lt;b&gt;It&lt;/b&gt; did not answer." in page
    assert "<dt>Last 30 days</dt><dd>3 runs: 1 changed, 1 failed and 1 unchanged</dd>" in page
    assert "How it has been read" not in client.get("/platform/2").text


def test_the_same_as_json(client: FlaskClient) -> None:
    menders, walkers = client.get("/api/v1/sources").json["items"]
    assert walkers["state"] == "verified"
    assert walkers["nextRun"] == "2026-11-24T09:15:00+00:00"
    assert "nextRun" not in menders
    one = client.get("/api/v1/sources/1").json
    assert walkers.items() <= one.items()
    assert one["outcomes"] == {"P7D": {"changed": 1, "failed": 1, "unchanged": 1}} | {"P30D": one["outcomes"]["P7D"]}
    assert [run["outcome"] for run in one["runs"]] == ["unchanged", "changed", "failed"]
    assert one["runs"][2]["problem"] == "<b>It</b> did not answer"
    assert client.get("/api/v1/sources/9").status_code == 404
