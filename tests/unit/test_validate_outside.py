"""`openhub validate` asks others only when it is told to, each address once, and says what it could not look up."""

import json
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from openhub.cli import validate
from openhub.cli._visits import Visits
from openhub.config import Settings
from openhub.errors import UsageError
from openhub.validate.activities import LIST
from openhub.validate.surroundings import Visit
from tests import make
from tests.conftest import Site

LOOPBACK = {"OPENHUB_ALLOW_ADDRESSES": "127.0.0.0/8"}
PAGES = "page-not-found,page-leads-home,licence-not-found"


def run(*arguments: str, **options: Any) -> Result:
    return CliRunner().invoke(validate.COMMAND, list(arguments), **options)


def found(*arguments: str, env: dict[str, str] | None = None) -> list[tuple[str, str]]:
    result = run(*arguments, "--format", "ndjson", env=env)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    return [(line["code"], line["pointer"]) for line in lines if line["type"] == "Finding"]


def skipped(*arguments: str) -> dict[str, str]:
    said = json.loads(run(*arguments, "--format", "json").stdout)["rulesSkipped"]
    return {entry["code"]: entry["reason"] for entry in said}


def written(folder: Path, *items: dict[str, Any]) -> str:
    file = folder / "items.json"
    file.write_text(json.dumps(items), "utf-8")
    return str(file)


@pytest.fixture
def file(tmp_path: Path, site: Site) -> str:
    """Four items: of a page that is there, of two that are not, and of one that is sent home."""
    site.answers = {
        "/here": b"<html>",
        "/gone": (410, b""),
        "/old": (302, b"", {"Location": "/"}),
        "/": b"<html>",
        "/licence": b"You may.",
    }
    pages = ("here", "lost", "gone", "old")
    return written(
        tmp_path,
        *(
            make.event(
                id=f"https://club.example/{name}", url=f"{site.address}/{name}", license=f"{site.address}/licence"
            )
            for name in pages
        ),
    )


# Visits


def test_nothing_is_asked_without_leave(file: str, site: Site) -> None:
    assert found(file, "--select", PAGES, env=LOOPBACK) == []
    assert site.requests == []
    reasons = skipped(file, "--select", PAGES)
    assert {reasons[code] for code in PAGES.split(",")} == {"needs --allow-network"}


def test_pages_are_visited_with_leave_and_each_once(file: str, site: Site) -> None:
    assert found(file, "--select", PAGES, "--allow-network", env=LOOPBACK) == [
        ("page-not-found", "/1/url"),
        ("page-not-found", "/2/url"),
        ("page-leads-home", "/3/url"),
    ]
    assert sorted(site.requests) == ["/", "/gone", "/here", "/licence", "/lost", "/old"]


def test_nothing_is_asked_when_no_rule_wants_it(file: str, site: Site) -> None:
    run(file, "--select", "time", "--allow-network", env=LOOPBACK)
    assert site.requests == []


def test_private_networks_are_not_asked_unless_the_settings_allow_it(file: str, site: Site) -> None:
    result = run(file, "--select", PAGES, "--allow-network")
    assert site.requests == []
    assert result.exit_code == 0
    assert "5 of 5 addresses gave no answer. The first: " in result.stderr
    assert "is the machine itself" in result.stderr


def test_leave_can_stand_in_the_file_of_settings(file: str, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(file).parent)
    Path("openhub.toml").write_text(
        'allow_addresses = ["127.0.0.0/8"]\n[validate]\nallow-network = true\nselect = "page-not-found"\n', "utf-8"
    )
    assert found(file) == [("page-not-found", "/1/url"), ("page-not-found", "/2/url")]


@pytest.fixture
def settings() -> Settings:
    return Settings(allow_addresses=("127.0.0.0/8",), fetch_read_seconds=5, fetch_total_seconds=10)


def test_a_run_asks_for_so_many_and_says_when_there_are_more(site: Site, settings: Settings) -> None:
    site.answers = {f"/{n}": b"x" for n in range(4)}
    with Visits(settings, most=3) as visits:
        came = [visits.visit(f"{site.address}/{n}#part") for n in (0, 1, 0, 2)]
        assert came == [Visit(200, f"{site.address}/{n}") for n in (0, 1, 0, 2)]
        assert list(visits.remarks()) == []
        assert visits.visit(f"{site.address}/3") is None
        assert visits.visit(f"{site.address}/2") == Visit(200, f"{site.address}/2")
        assert list(visits.remarks()) == ["3 addresses were visited; there are more, and nobody looked at those."]
    assert site.requests == ["/0", "/1", "/2"]


def test_what_comes_in_place_of_a_page_is_told_apart(site: Site, settings: Settings) -> None:
    site.answers = {
        "/locked": (403, b""),
        "/broken": (500, b""),
        "/large": b"x" * 3_000_000,
        "/packed": (200, b"x", {"Content-Encoding": "br"}),
        "/busy": (429, b""),
    }
    with Visits(settings) as visits:
        came = {path: visits.visit(site.address + path) for path in site.answers}
    assert {path: visit and visit.status for path, visit in came.items()} == {
        "/locked": 403,
        "/broken": 500,
        "/large": 200,
        "/packed": 200,
        "/busy": None,
    }


def test_a_host_that_does_not_answer_is_let_alone(site: Site, settings: Settings) -> None:
    site.answers = {f"/{n}": (503, b"") for n in range(9)}
    with Visits(settings) as visits:
        assert [visits.visit(f"{site.address}/{n}") for n in range(9)] == [None] * 9
        (remark,) = visits.remarks()
    assert site.requests == ["/0", "/1", "/2"]
    assert remark.startswith(f"9 of 9 addresses gave no answer. The first: {site.address}/0 is closed for a while")


# Lists


def placed(code: str, latitude: float) -> dict[str, Any]:
    place = {
        "type": "Place",
        "name": "Hall",
        "precision": "exact",
        "premises": "public-venue",
        "address": {"type": "PostalAddress", "addressCountry": "GB", "postalCode": code},
        "geo": {"type": "GeoCoordinates", "latitude": latitude, "longitude": -0.14},
    }
    return make.event(id=f"https://club.example/{code[-3:]}", location=place)


POSTCODES = "pcds,doterm,lat,long\nNW5 2ZZ,,51.55,-0.14\nNW5 2ZX,202001,51.55,-0.14\n"


@pytest.fixture
def lists(tmp_path: Path) -> tuple[str, str]:
    """OpenActive's list and a table of postcodes, both short."""
    activities, postcodes = tmp_path / "activity-list.jsonld", tmp_path / "onspd.csv"
    activities.write_text(json.dumps({"concept": [{"id": f"{LIST}run"}]}), "utf-8")
    postcodes.write_text(POSTCODES, "utf-8-sig")
    return str(activities), str(postcodes)


def test_activities_are_looked_up(tmp_path: Path, lists: tuple[str, str]) -> None:
    file = written(tmp_path, make.event(activity=[f"{LIST}run", f"{LIST}fly"]))
    assert found(file, "--activities", lists[0], "--select", "activity") == [("activity-not-in-list", "/0/activity/1")]
    assert run(file, "--activities", lists[0]).exit_code == 1
    assert "activity-not-in-list" not in skipped(file, "--activities", lists[0])
    assert skipped(file)["activity-not-in-list"] == "needs --activities FILE"


def test_postcodes_are_looked_up(tmp_path: Path, lists: tuple[str, str]) -> None:
    file = written(tmp_path, placed("NW5 2ZZ", 51.55), placed("NW5 2ZX", 51.55), placed("nw52zz", 51.57))
    only = ("--select", "postcode")
    assert found(file, "--postcodes", lists[1], *only) == [
        ("postcode-not-live", "/1/location/address/postalCode"),
        ("postcode-far-from-coordinates", "/2/location/geo"),
    ]
    assert "The coordinates are 2.2 km from the postcode NW5 2ZZ." in run(file, "--postcodes", lists[1], *only).stdout
    assert skipped(file)["postcode-not-live"] == "needs --postcodes FILE"


def test_the_lists_can_stand_in_the_file_of_settings(
    tmp_path: Path, lists: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, placed("NW5 2ZX", 51.55) | {"activity": [f"{LIST}fly"]})
    (tmp_path / "openhub.toml").write_text(
        '[validate]\nactivities = "activity-list.jsonld"\npostcodes = "onspd.csv"\n', "utf-8"
    )
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert {"activity-not-in-list", "postcode-not-live"} <= {code for code, _ in found(file)}


def test_a_list_that_cannot_be_read_is_used_wrongly(tmp_path: Path, lists: tuple[str, str]) -> None:
    file = written(tmp_path, make.event())
    packed = tmp_path / "packed.zip"
    packed.write_bytes(b"PK\x03\x04\xff\xfe")
    assert run(file, "--postcodes", str(tmp_path / "absent.csv")).exit_code == 2
    assert "Unpack it first" in run(file, "--postcodes", str(packed)).stderr
    assert isinstance(run(file, "--postcodes", lists[0]).exception, UsageError)
    assert isinstance(run(file, "--activities", lists[1]).exception, UsageError)


def test_a_list_that_no_rule_wants_is_not_read(tmp_path: Path) -> None:
    file = written(tmp_path, make.event())
    assert run(file, "--select", "time", "--postcodes", str(tmp_path / "absent.csv")).exit_code == 0


def test_the_options_stand_together_in_the_help() -> None:
    help_text = validate.COMMAND.get_help(click.Context(validate.COMMAND))
    part = help_text.partition("What is looked up:")[2].partition("What is reported:")[0]
    assert all(option in part for option in ("--allow-network", "--activities FILE", "--postcodes FILE"))


# What is missing from a whole feed

SERIES = "https://club.example/series"


def linked(n: int, **more: Any) -> dict[str, Any]:
    return make.event(id=f"https://club.example/{n}", url=f"https://club.example/{n}", **more)


def dangling(*arguments: str, env: dict[str, str] | None = None) -> list[str] | str:
    """Where links dangle, or why nobody looked."""
    done = run(*arguments, "--select", "dangling-link", "--format", "json", env=env)
    result = json.loads(done.stdout)
    for entry in result["rulesSkipped"]:
        if entry["code"] == "dangling-link":
            return str(entry["reason"])
    return [sample["pointer"] for group in result["findings"] for sample in group["samples"]]


NOT_WHOLE = "needs all of a feed at once"


def test_a_list_in_a_file_is_a_feed(tmp_path: Path) -> None:
    assert dangling(written(tmp_path, linked(1, partOf=SERIES), linked(2))) == ["/0/partOf"]
    assert dangling(written(tmp_path, linked(1, partOf="https://club.example/2"), linked(2))) == []


def test_a_long_file_is_a_feed_too(tmp_path: Path) -> None:
    items = [linked(n) for n in range(5000)]
    items[7] |= {"related": ["https://club.example/4999", "https://club.example/5000"]}
    file = Path(written(tmp_path, *items))
    assert file.stat().st_size > 1 << 20
    assert dangling(str(file)) == ["/7/related/1"]
    lines = tmp_path / "items.ndjson"
    lines.write_text("\n".join(map(json.dumps, items)), "utf-8")
    assert dangling(str(lines)) == ["/7/related/1"]


def test_what_may_be_a_part_of_a_feed_is_not_looked_at(tmp_path: Path) -> None:
    pair = linked(1, partOf=SERIES), linked(2)
    file = written(tmp_path, *pair)
    assert dangling(written(tmp_path, pair[0])) == NOT_WHOLE
    file = written(tmp_path, *pair)
    assert dangling(str(tmp_path)) == NOT_WHOLE
    assert dangling(file, file) == NOT_WHOLE
    broken = json.dumps(pair)[:-1] + ', {"type": "EventSeries"}]'
    Path(file).write_text(broken, "utf-8")
    assert dangling(file) == NOT_WHOLE
    entries = [{"state": "updated", "kind": "Event", "id": i["id"], "modified": 1, "data": i} for i in pair]
    Path(file).write_text(json.dumps({"next": "https://club.example/feed?x=1", "items": entries}), "utf-8")
    assert dangling(file) == NOT_WHOLE


def test_a_feed_is_whole_when_it_was_read_to_its_end(site: Site) -> None:
    def page(*items: dict[str, Any], after: int) -> bytes:
        entries = [{"state": "updated", "kind": i["type"], "id": i["id"], "modified": 1, "data": i} for i in items]
        following = f"{site.address}/feed?afterChangeNumber={after}"
        return json.dumps({"next": following, "items": entries, "openhub": {"version": "1.0"}}).encode()

    site.answers = {
        "/feed": page(linked(1, partOf=SERIES), after=1),
        "/feed?afterChangeNumber=1": page(linked(2, related=["https://club.example/1"]), after=2),
        "/feed?afterChangeNumber=2": page(after=2),
    }
    assert dangling(f"{site.address}/feed", env=LOOPBACK) == ["/items/0/data/partOf"]
    assert dangling(f"{site.address}/feed?afterChangeNumber=1", env=LOOPBACK) == NOT_WHOLE
    del site.answers["/feed?afterChangeNumber=2"]
    assert dangling(f"{site.address}/feed", env=LOOPBACK) == NOT_WHOLE


def test_one_of_several_feeds_of_a_site_is_a_part(site: Site) -> None:
    feeds = [
        {"type": "DataDownload", "accessURL": f"{site.address}/{n}.json", "format": "openhub-static"} for n in (1, 2)
    ]
    described = {
        "type": "Dataset",
        "id": "https://club.example/",
        "name": "Club (example)",
        "license": "https://creativecommons.org/licenses/by/4.0/",
        "publisher": {"type": "Organization", "name": "Club (example)"},
        "distribution": feeds,
    }
    site.answers = {
        "/.well-known/openhub": lambda: json.dumps(described).encode(),
        "/1.json": json.dumps([linked(1, partOf=SERIES), linked(2)]).encode(),
        "/2.json": json.dumps([linked(3), linked(4)]).encode(),
    }
    assert dangling(f"{site.address}/", env=LOOPBACK) == NOT_WHOLE
    described["distribution"] = feeds[:1]
    assert dangling(f"{site.address}/", env=LOOPBACK) == ["/0/partOf"]


# A baseline


def test_what_could_not_be_looked_for_stays_in_a_baseline(tmp_path: Path, lists: tuple[str, str]) -> None:
    file, known = written(tmp_path, make.event(activity=[f"{LIST}fly"])), str(tmp_path / "baseline.json")
    run(file, "--activities", lists[0], "--baseline", known, "--update-baseline")
    assert "activity-not-in-list" in Path(known).read_text("utf-8")
    assert run(file, "--baseline", known, "--fail-on-stale").exit_code == 0
    before = Path(known).read_bytes()
    run(file, "--baseline", known, "--update-baseline")
    assert Path(known).read_bytes() == before
    written(tmp_path, make.event())
    assert run(file, "--activities", lists[0], "--baseline", known, "--fail-on-stale").exit_code == 5
