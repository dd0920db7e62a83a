"""Real OpenActive feeds that nobody here wrote, harvested into a hub as if in January 2020."""

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from openhub.config import Settings
from openhub.formats.openactive import NOT_MAPPED
from openhub.hub.hub import Hub
from openhub.model.query import Query
from openhub.web.app import create_app
from tests.conftest import Site

LONDON = ZoneInfo("Europe/London")
NEWHAM = "openactive/crossfilter__newham_20200102-tail174.json"
MODELS = (
    "courseinstance",
    "event",
    "facilityuse",
    "ondemandevent",
    "scheduledsession-split",
    "sessionseries-split",
    "slot",
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, as_of="2020-01-02T12:00:00Z", area="Newham")


def serve(site: Site, path: str, file: Path) -> str:
    """Puts a real page on loopback: only the host in its `next` is changed, and an empty last page follows."""
    body = file.read_text("utf-8")
    following = json.loads(body)["next"]
    query = following.partition("?")[2]
    address = f"{site.address}{path}"
    site.answers[path] = body.replace(json.dumps(following).strip('"'), f"{address}?{query}").encode()
    site.answers[f"{path}?{query}"] = json.dumps({"next": f"{address}?{query}", "items": [], "license": ""}).encode()
    return address


@pytest.fixture
def newham(site: Site, hub: Hub, real_data: Path, add: Callable, bring_in: Callable) -> Hub:
    run = bring_in(add(serve(site, "/newham", real_data / NEWHAM)))
    assert (run.outcome, run.counts.new, run.counts.quarantined) == ("changed", 136, 0), run
    return hub


def monday_sessions(file: Path) -> set[tuple[str, str, str]]:
    """Read from the page by hand: the cycling sessions on 6 January 2020 within three miles of East Ham."""
    near = ("East Ham Leisure Centre", "Manor Park Fitness Centre", "Atherton Leisure Centre", "Newham Leisure Centre")
    return {
        (" ".join(item["data"]["name"].split()), session["startDate"], item["data"]["location"]["name"])
        for item in json.loads(file.read_text("utf-8"))["items"]
        if item["state"] == "updated"
        for session in item["data"]["subEvent"]
        if re.search(r"\bcycl", item["data"]["name"] + " ".join(item["data"]["activity"]), re.IGNORECASE)
        and session["startDate"].startswith("2020-01-06")
        and item["data"]["location"]["name"] in near
    }


def test_searching_cycle_near_east_ham_shows_the_right_sessions(newham: Hub, real_data: Path) -> None:
    day = datetime(2020, 1, 6, tzinfo=LONDON)
    query = Query(
        words="cycle",
        near=newham.find_place("East Ham"),
        radius_metres=4_828,
        start=day,
        end=day.replace(day=7),
        limit=100,
    )
    found = {
        (f.document["name"], f.occurrences[0].start.strftime("%Y-%m-%dT%H:%M:%SZ"), f.document["location"]["name"])
        for f in newham.search(query).entries
    }
    assert found == monday_sessions(real_data / NEWHAM)
    assert len(found) > 5


def test_a_resident_sees_them_on_the_page(newham: Hub) -> None:
    page = (
        create_app(newham.settings, newham).test_client().get("/find?q=cycle&near=East+Ham&on=2020-01-06&far=3-miles")
    )
    assert page.status_code == 200
    assert "Group Cycle Mon 7.15pm" in page.text
    assert "East Ham Leisure Centre" in page.text
    shown = re.sub(r"<footer.*|<form.*?</form>", "", page.text, flags=re.DOTALL)
    assert "Thurs" not in shown  # but for the filter of weekdays


def test_every_fall_back_is_told(newham: Hub) -> None:
    counts = Counter(f.code for f in newham.store.findings(newham.store.sources()[0].id))
    assert counts["mapped-id"] == counts["mapped-url-of-place"] == 136
    for found in newham.search(Query(limit=200)).entries:
        assert found.id.startswith(f"{found.origin}#")
        assert found.document["url"].startswith("http://www.activenewham.org.uk/")
        assert "@" not in json.dumps(found.document).replace("@context", "")


@pytest.mark.parametrize("model", MODELS)
def test_the_model_examples_are_held_or_listed_with_the_reason(
    site: Site, hub: Hub, real_data: Path, add: Callable, bring_in: Callable, model: str
) -> None:
    source = add(serve(site, f"/{model}", real_data / f"openactive/data-models__{model}_example_1.json"))
    run = bring_in(source)
    reasons = {f.code for f in hub.store.findings(source.id) if f.severity == "error"}
    expected = {
        "ondemandevent": "openactive-on-demand",
        "scheduledsession-split": "openactive-parent-elsewhere",
        "slot": "openactive-slot",
    }
    if model in expected:
        assert (run.counts.quarantined, reasons) == (1, {expected[model]})
        assert expected[model] in NOT_MAPPED
    else:
        assert (run.counts.new, reasons) == (1, set())


def test_no_person_of_the_model_examples_is_kept(
    site: Site, hub: Hub, real_data: Path, add: Callable, bring_in: Callable
) -> None:
    for model in MODELS:
        bring_in(add(serve(site, f"/{model}", real_data / f"openactive/data-models__{model}_example_1.json")))
    held = b"".join(change.raw or b"" for change in hub.store.changes(0, 100).entries)
    for personal in (b"Jane Smith", b"Nicole", b"jane.smith@", b"07472"):
        assert personal not in held


def test_the_page_of_the_ruby_client_is_read_too(
    site: Site, hub: Hub, real_data: Path, add: Callable, bring_in: Callable
) -> None:
    body = json.loads((real_data / "openactive/openactive-rb__multiple-items.json").read_text("utf-8"))
    site.answers["/feed"] = json.dumps(body | {"next": f"{site.address}/feed?afterId=last"}).encode()
    site.answers["/feed?afterId=last"] = json.dumps({"items": [], "next": f"{site.address}/feed?afterId=last"}).encode()
    assert bring_in(add(f"{site.address}/feed")).counts.new == 1
    assert hub.search(Query()).total == 0  # its session was in 2017
