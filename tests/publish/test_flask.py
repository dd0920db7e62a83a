"""The blueprint answers as RPDE and HTTP ask: caching, conditions, packing, other origins, a proxy; and leads to all of Level 3."""

import gzip
import hashlib
from base64 import b64encode
from pathlib import Path
from typing import Any

import jsonschema_rs
import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from openhub import spec
from openhub.publish.changefeed import ChangeFeed
from openhub.publish.flask import routes
from tests.publish.make import FEED, SITE, a_feed, client, delete, dumped, group, put, reader

PATHS = ("/feed", "/feed/checkpoint", "/feed/dump.jsonl.gz", "/.well-known/openhub", "/.well-known/api-catalog")


@pytest.fixture
def feed(tmp_path: Path) -> ChangeFeed:
    made = a_feed(f"sqlite:///{tmp_path / 'club.db'}", rows=lambda _: map(group, range(5)))
    made.sync()
    return made


@pytest.fixture
def site(feed: ChangeFeed) -> FlaskClient:
    return client(feed)


def last(site: FlaskClient) -> str:
    url = "/feed"
    while (page := site.get(url, base_url=SITE).json)["items"]:
        url = page["next"].removeprefix(SITE)
    return url


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    known = [orjson.loads(file.read_bytes()) for file in spec.folder().glob("*.schema.json")]
    registry = jsonschema_rs.Registry([(each["$id"], each) for each in known])
    return jsonschema_rs.Draft202012Validator(spec.schema(name), validate_formats=True, registry=registry, offline=True)


@pytest.mark.parametrize(
    ("path", "schema"), [("/feed", "page"), ("/feed/checkpoint", "checkpoint"), ("/.well-known/openhub", "dataset")]
)
def test_what_is_served_is_as_the_schemas_say(site: FlaskClient, path: str, schema: str) -> None:
    assert [str(error) for error in validator(schema).iter_errors(site.get(path, base_url=SITE).json)] == []


def test_the_description_leads_to_all_of_level_3(site: FlaskClient) -> None:
    said: Any = site.get("/.well-known/openhub", base_url=SITE).json
    assert said["level"] == 3
    at = {one["format"]: one["accessURL"] for one in said["distribution"]}
    assert at == {"openhub": FEED, "openhub-checkpoint": f"{FEED}/checkpoint", "openhub-dump": f"{FEED}/dump.jsonl.gz"}
    catalogue: Any = orjson.loads(site.get("/.well-known/api-catalog", base_url=SITE).data)
    assert catalogue["linkset"][0]["anchor"] == FEED


def test_pages_may_be_kept_for_an_hour_and_the_last_for_seconds(site: FlaskClient) -> None:
    assert site.get("/feed").headers["Cache-Control"] == "public, max-age=3600"
    assert site.get(last(site), base_url=SITE).headers["Cache-Control"] == "public, max-age=8"
    assert site.get("/feed/checkpoint").headers["Cache-Control"] == "public, max-age=60"


@pytest.mark.parametrize("path", [path for path in PATHS if path != "/feed/checkpoint"])  # that has the time in it
@pytest.mark.parametrize("packed", [False, True])
def test_what_is_held_already_is_not_sent_again(site: FlaskClient, path: str, packed: bool) -> None:
    asking = {"Accept-Encoding": "gzip"} if packed else {}
    first = site.get(path, headers=asking)
    again = site.get(path, headers={**asking, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert site.get(path, headers={**asking, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_says_what_get_says(site: FlaskClient, path: str) -> None:
    answers = site.get(path), site.head(path)
    kept = [{n: v for n, v in a.headers.items() if n not in ("Date", "ETag")} for a in answers]
    assert answers[1].data == b""
    assert kept[0] == kept[1]


@pytest.mark.parametrize("path", PATHS)
def test_any_page_on_the_web_may_read_it(site: FlaskClient, path: str) -> None:
    for answer in (site.get(path), site.options(path), site.get(f"{path}?afterChangeNumber=x")):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "If-None-Match" in site.options(path).headers["Access-Control-Allow-Headers"]


def test_it_is_packed_for_who_takes_that(site: FlaskClient) -> None:
    plain, packed = site.get("/feed"), site.get("/feed", headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert "Content-Encoding" not in site.get("/feed", headers={"Accept-Encoding": "gzip;q=0"}).headers


@pytest.mark.parametrize(
    "query", ["?afterChangeNumber=", "?afterChangeNumber=x", "?afterChangeNumber=1&afterChangeNumber=1"]
)
def test_a_bad_cursor_is_refused(site: FlaskClient, query: str) -> None:
    answer = site.get(f"/feed{query}")
    assert answer.status_code == 400
    assert "afterChangeNumber" in answer.get_data(as_text=True)


def test_the_last_page_has_the_same_bytes_and_the_address_that_was_asked_for(site: FlaskClient) -> None:
    asked = f"{last(site)}&other=%7Ba%20b%7D&afterchangenumber=é".replace("é", "%C3%A9")
    first, second = site.get(asked, base_url=SITE), site.get(asked, base_url=SITE)
    assert first.data == second.data
    assert first.json["next"] == f"{SITE}{asked}"  # type: ignore[index]


def test_behind_a_proxy_the_public_address_is_that_of_the_setting(feed: ChangeFeed) -> None:
    site = client(feed, base_url="https://club.example/")
    page: Any = site.get("/feed", base_url="http://10.0.0.7:8080").json
    assert page["next"].startswith("https://club.example/feed?afterChangeNumber=")
    end: Any = site.get(last(client(feed)), base_url="http://10.0.0.7:8080").json
    assert end["next"].startswith("https://club.example/feed?afterChangeNumber=")
    said: Any = site.get("/.well-known/openhub", base_url="http://10.0.0.7:8080").json
    assert {one["accessURL"].split("/")[2] for one in said["distribution"]} == {"club.example"}


# The dump


def test_a_dump_is_all_that_is_live_and_leads_on(feed: ChangeFeed, site: FlaskClient) -> None:
    delete(feed, group(0)["id"])
    answer = site.get("/feed/dump.jsonl.gz")
    assert answer.headers["Content-Type"] == "application/gzip"
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Digest"] == f"sha-256=:{b64encode(hashlib.sha256(answer.data).digest()).decode()}:"
    head, *entries = dumped(gzip.decompress(answer.data))
    state, checkpoint = feed.state(), feed.checkpoint()
    assert head == {"epoch": state.epoch, "head": state.head, "count": 4, "root": checkpoint["root"]}
    assert [entry["data"] for entry in entries] == [group(n) for n in range(1, 5)]
    assert [entry["modified"] for entry in entries] == sorted(entry["modified"] for entry in entries)
    reading = reader(feed)
    reading.epoch, reading.cursor, reading.highest = state.epoch, f"{FEED}?afterChangeNumber={state.head}", state.head
    reading.held = {(e["kind"], e["id"]): (e["modified"], e["data"]) for e in entries}
    put(feed, group(1, name="Other"))
    delete(feed, group(2)["id"])
    reading.run()
    assert len(reading.live()) == 3


def test_a_dump_is_kept_for_a_while_but_not_into_a_new_epoch(feed: ChangeFeed) -> None:
    patient, eager = client(feed, dump_seconds=3600), client(feed, dump_seconds=0)
    first = patient.get("/feed/dump.jsonl.gz").data
    put(feed, group(9))
    assert patient.get("/feed/dump.jsonl.gz").data == first
    assert eager.get("/feed/dump.jsonl.gz").data != first
    feed.new_epoch()
    assert patient.get("/feed/dump.jsonl.gz").data != first


def test_the_same_state_gives_the_same_dump(feed: ChangeFeed) -> None:
    assert client(feed).get("/feed/dump.jsonl.gz").data == client(feed).get("/feed/dump.jsonl.gz").data


# Commands


def test_the_commands_publish_and_begin_a_new_epoch(feed: ChangeFeed) -> None:
    app = Flask(__name__)
    app.register_blueprint(routes(feed))
    before = feed.state()
    delete(feed, group(1)["id"])
    assert app.test_cli_runner().invoke(args=["openhub", "sync"]).exit_code == 0
    assert feed.state().count == before.count
    assert app.test_cli_runner().invoke(args=["openhub", "new-epoch"]).exit_code == 0
    assert feed.state().epoch != before.epoch


def test_sync_prints_all_findings_once_and_ends_with_1(tmp_path: Path) -> None:
    rows = [group(1), group(2, size=float("nan"), places=2**60)]
    feed = a_feed(f"sqlite:///{tmp_path / 'club.db'}", rows=lambda _: rows)
    app = Flask(__name__)
    app.register_blueprint(routes(feed))
    done = app.test_cli_runner().invoke(args=["openhub", "sync"])
    assert (done.exit_code, done.stderr) == (1, "")
    first, *others = done.stdout.splitlines()
    assert first == "1 new, 0 changed, 0 gone, 0 unchanged, 1 put aside."
    assert [line.split(" (/")[1].split(")")[0] for line in others] == ["size", "places"]


def test_without_the_folder_of_the_high_water_mark_one_line_says_what_to_do(feed: ChangeFeed, tmp_path: Path) -> None:
    mark = tmp_path / "none" / "mark"
    app = Flask(__name__)
    app.register_blueprint(routes(a_feed(feed.engine, rows=lambda _: [group(9)], high_water_file=mark)))
    for command in ("sync", "new-epoch"):
        done = app.test_cli_runner().invoke(args=["openhub", command])
        assert (done.exit_code, done.stdout) == (2, "")
        assert len(done.stderr.splitlines()) == 1
        assert f"{mark.parent}, the folder of the high-water mark, is not there. Make the folder" in done.stderr
    mark.parent.mkdir()
    assert app.test_cli_runner().invoke(args=["openhub", "sync"]).exit_code == 0


def test_a_high_water_mark_that_cannot_be_used_is_told_to_the_log_alone(
    feed: ChangeFeed, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "mark").write_text("many")
    answer = client(a_feed(feed.engine, high_water_file=tmp_path / "mark")).get("/feed")
    assert answer.status_code == 503
    assert str(tmp_path) not in answer.get_data(as_text=True)
    assert str(tmp_path / "mark") in caplog.text
